/** What the two pages of the night share: the language that the address may name, the house to call, and how fresh it all is. */
import { Unreachable } from "../common/api.js";
import { time } from "../common/dates.js";
import { Page } from "../common/page.js";
import type { Shelf } from "../common/session.js";
import type { Notice } from "../common/sheet.js";
import type { NightMessages } from "../languages/night/en.js";
import type { House } from "./shapes.js";

const TICK_MS = 20_000;

/** The token of the address, which leaves it at once, or the one of this tab. */
export function linkOf(tab: Shelf): string | null {
  const token = location.hash.slice(1);
  if (token) {
    history.replaceState(history.state, "", location.pathname + location.search);
    tab.set("link", token);
  }
  return token || tab.get("link");
}

export abstract class NightPage extends Page<NightMessages> {
  static override properties = { ...Page.properties, cut: { state: true }, minute: { state: true } };

  /** The house did not answer when it was last asked. */
  declare cut: boolean;
  /** Counts what passes, so that hours which come are seen. */
  declare minute: number;
  private timer = 0;
  /** What was said of the last reading that failed: it is unsaid by the next that does not. */
  private trouble: Notice | null = null;

  constructor(home: string) {
    super(home);
    [this.cut, this.minute] = [false, 0];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const name of ["focus", "online"]) addEventListener(name, this.look);
    this.timer = window.setInterval(this.tick, TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const name of ["focus", "online"]) removeEventListener(name, this.look);
    clearInterval(this.timer);
  }

  /** Read anew; false when the house cannot be reached. Raises what it refuses. */
  protected abstract sync(): Promise<void>;
  protected abstract house(): House | null;

  private readonly tick = (): void => {
    this.minute++;
    if (document.visibilityState === "visible") this.look();
  };

  /** Read anew, and say so where that cannot be. */
  readonly look = (): void => {
    if (this.words && !this.over) void this.fresh();
  };

  async fresh(): Promise<void> {
    try {
      await this.sync();
      this.cut = false;
      if (this.notice === this.trouble) this.notice = null;
    } catch (error) {
      this.cut = error instanceof Unreachable;
      if (!this.cut) this.notice = this.trouble = this.explain(error, this.look);
    }
  }

  protected override speak(...wished: string[]): Promise<void> {
    const asked = new URLSearchParams(location.search).get("language");
    return super.speak(...(asked ? [asked] : []), ...wished);
  }

  protected override ownBoutique(): House | null {
    return this.house();
  }

  protected override pageTitle(): string {
    return this.t.yourAppointment;
  }

  get now(): Date {
    return this.api.now();
  }

  hour(instant: string | number, zone: string): string {
    return time(typeof instant === "number" ? new Date(instant).toISOString() : instant, zone, this.locale);
  }
}
