/** One key for one intention: pressing again after a cut connection repeats the act, it does not do it twice. */
import { freshKey } from "./api.js";

export class Attempts {
  private last = { what: "", key: "" };

  /** The key of this very act; another act, or the same on another version, has another. */
  key(...what: unknown[]): string {
    const text = JSON.stringify(what);
    if (this.last.what !== text) this.last = { what: text, key: freshKey() };
    return this.last.key;
  }
}
