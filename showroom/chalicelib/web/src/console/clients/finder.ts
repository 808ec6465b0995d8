/** Looks for clients while a name is typed: the last one typed is what is shown. */
import type { ShowroomConsole } from "../element.js";
import { enough, type Hits } from "./shapes.js";

const PAUSE_MS = 250;

export class Finder {
  hits: Hits | null = null;
  private timer = 0;
  private run = 0;

  constructor(private readonly desk: ShowroomConsole) {}

  /** A name stands in a body, never in an address. */
  typed(name: string): void {
    clearTimeout(this.timer);
    const run = ++this.run;
    if (!enough(name)) {
      this.hits = null;
      return this.desk.requestUpdate();
    }
    this.timer = window.setTimeout(() => void this.look(name.trim(), run), PAUSE_MS);
  }

  private async look(name: string, run: number): Promise<void> {
    const { desk } = this;
    const found = await desk.api.post<Hits>("/clients/search", { name, boutique: desk.boutique }).catch(() => null);
    if (run !== this.run) return;
    this.hits = found;
    desk.requestUpdate();
  }

  forget(): void {
    clearTimeout(this.timer);
    this.run++;
    this.hits = null;
  }
}
