/** What she has typed and not yet sent, and the keys of what she has sent: both outlive a reload of the page. */
import { freshKey } from "../common/api.js";
import type { Shelf } from "../common/session.js";

export class Draft {
  private fields: Record<string, string>;

  constructor(private readonly tab: Shelf) {
    this.fields = JSON.parse(tab.get("draft") ?? "{}") as Record<string, string>;
  }

  get(name: string): string | undefined {
    return this.fields[name];
  }

  put(name: string, value: string): void {
    this.fields[name] = value;
    this.tab.set("draft", JSON.stringify(this.fields));
  }

  clear(): void {
    this.fields = {};
    this.tab.remove("draft");
  }
}

/** One key for one intention: pressing again after a cut connection, or a reload, repeats the act and does not do it twice. */
export function actKey(tab: Shelf, ...what: unknown[]): string {
  const text = JSON.stringify(what);
  const [before, key] = JSON.parse(tab.get("act") ?? "[]") as string[];
  if (before === text && key) return key;
  const fresh = freshKey();
  tab.set("act", JSON.stringify([text, fresh]));
  return fresh;
}

/** What says that it is this tab which came in. */
export function nonce(tab: Shelf): string {
  const kept = tab.get("nonce") ?? freshKey();
  tab.set("nonce", kept);
  return kept;
}
