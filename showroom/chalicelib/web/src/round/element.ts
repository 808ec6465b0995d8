/** One courier's round on a telephone. What is pressed is kept first and sent then: a door has no network more often than not. */
import { nothing, type PropertyValues, type TemplateResult } from "lit";
import { freshKey, Problem, Unreachable } from "../common/api.js";
import { controls } from "../common/controls.js";
import { lists } from "../common/lists.js";
import { Session, Shelf } from "../common/session.js";
import { theme } from "../common/theme.js";
import { NightApi } from "../night/api.js";
import { linkOf, NightPage } from "../night/page.js";
import { type House, type Reason, type Round, whyOver } from "../night/shapes.js";
import { nightStyle } from "../night/style.js";
import { doorView, whyView } from "./doors.js";
import { Keep, lastLink, type Store, sweep } from "./keep.js";
import { Glass, photograph } from "./proof.js";
import { altered, minuteOf, type Place, type Press, type Proof, shown, type ShownRound } from "./queue.js";
import { drain, drainOthers, others } from "./sending.js";
import { roundStyle } from "./style.js";
import { ended, roundView } from "./views.js";

/** Where she is on the page: the round, or one door of it, being handed over or not. */
export interface View {
  name: "round" | "deliver" | "fail";
  household: string;
}

const ROUND: View = { name: "round", household: "" };
const PLACE: PositionOptions = { enableHighAccuracy: true, maximumAge: 60_000, timeout: 20_000 };

export class ShowroomRound extends NightPage {
  static override styles = [theme, controls, lists, nightStyle, roundStyle];
  static override properties = {
    ...NightPage.properties,
    seen: { state: true },
    view: { state: true },
    proof: { state: true },
    signing: { state: true },
    signed: { state: true },
    result: { state: true },
  };

  /** The round as the house last told it. */
  declare seen: Round | null;
  declare view: View;
  /** The photograph that was taken. */
  declare proof: string;
  declare signing: boolean;
  declare signed: boolean;
  /** What came of the last press, where the round alone does not say it. */
  declare result: string;
  readonly glass = new Glass((signed) => (this.signed = signed));
  private readonly tab = new Shelf("showroom:round:");
  private readonly store: Store | null = storage();
  keep: Keep | null = null;
  /** What this telephone carried before, as long as the house was not told all of it. */
  others: Keep[] = [];
  private place: Place | null = null;
  private sending: Promise<void> | null = null;

  constructor(home: string) {
    super(home);
    [this.seen, this.view, this.proof, this.signing, this.signed, this.result] = [null, ROUND, "", false, false, ""];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.travelled);
    addEventListener("storage", this.stored);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.travelled);
    removeEventListener("storage", this.stored);
  }

  protected override prepare(): boolean {
    if (this.store) sweep(this.store, Date.now());
    const token = linkOf(this.tab) ?? lastLink(this.store);
    this.api = new NightApi(this.home, new Session(token, this.tab), this.words?.code ?? "en");
    this.keep = token ? new Keep(token, this.store) : null;
    this.keep?.last();
    this.others = this.keep ? others(this.store, this.keep) : [];
    this.seen = this.keep?.now.round ?? null;
    this.view = (history.state as { view?: View } | null)?.view ?? ROUND;
    return Boolean(token);
  }

  protected override async arrive(): Promise<void> {
    try {
      await this.sync();
      this.cut = false;
    } catch (error) {
      if (!(error instanceof Unreachable && this.seen)) throw error;
      this.cut = true;
    }
  }

  // ── what the house knows ─────────────────────────────────────────────────────────────────────────────────

  /** Send what waits, in order, then read. One at a time. */
  protected override sync(): Promise<void> {
    this.sending ??= this.send().finally(() => {
      this.sending = null;
      this.requestUpdate();
    });
    return this.sending;
  }

  private async send(): Promise<void> {
    await drain(this.keep!, this.api, (round) => this.took(round));
    this.took(await this.api.own<Round>("/round"));
    await drainOthers(this.others, this.home, this.api.language);
  }

  private took(round: Round): void {
    const { round: before, altered: marked } = this.keep!.now;
    const fresh = before && before.manifest !== round.manifest ? altered(before.stops, round.stops) : [];
    this.seen = round;
    this.keep!.change({ round, read: this.now.getTime(), altered: [...new Set([...marked, ...fresh])] });
    if (round.over) this.keep!.forget();
  }

  /** With everything that was pressed, whether the house has it or not. */
  get whole(): ShownRound | null {
    return this.seen && shown(this.seen, this.keep!.now.presses, this.now.getTime());
  }

  override explain(error: unknown, again?: () => void): ReturnType<NightPage["explain"]> {
    if (error instanceof Problem && [401, 403, 404].includes(error.status)) {
      this.close("over");
      return null;
    }
    return super.explain(error, again);
  }

  /** A link that opens nothing leaves nothing here, but what the house was not told. */
  protected override close(why: "missing" | "over"): void {
    this.keep?.forget();
    if (this.keep) this.keep.dead = why === "over";
    super.close(why);
  }

  protected override house(): House | null {
    return this.seen?.house ?? null;
  }

  protected override pageTitle(): string {
    return this.seen && !this.over ? this.t.round.title(this.seen.label) : this.t.yourAppointment;
  }

  // ── where she is on the page ─────────────────────────────────────────────────────────────────────────────

  go(name: View["name"], household: string): void {
    history.pushState({ view: { name, household }, within: true }, "");
    this.turn({ name, household });
    if (name === "deliver") this.locate();
  }

  back(): void {
    if ((history.state as { within?: boolean } | null)?.within) return history.back();
    this.turn(ROUND);
  }

  private readonly travelled = (event: PopStateEvent): void => {
    this.turn((event.state as { view?: View } | null)?.view ?? ROUND);
  };

  /** The same round in another window has gone on. */
  private readonly stored = (): void => {
    if (this.keep) this.seen = this.keep.now.round ?? this.seen;
    this.requestUpdate();
  };

  private turn(view: View): void {
    [this.view, this.proof, this.signing, this.signed, this.notice, this.result] = [view, "", false, false, null, ""];
    void this.focusTitle();
  }

  private locate(): void {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => (this.place = { latitude: Math.round(coords.latitude * 1e6), longitude: Math.round(coords.longitude * 1e6) }),
      () => (this.place = null),
      PLACE,
    );
  }

  // ── what she presses ─────────────────────────────────────────────────────────────────────────────────────

  press(act: Press["act"], household: string | null, more: Pick<Press, "proof" | "reason"> = {}): void {
    const order = this.seen!.stops.find((stop) => stop.household === household)?.order ?? 0;
    this.keep!.add({ key: freshKey(), act, household, order, at: minuteOf(this.now), ...more });
    if (this.view.name !== "round") {
      history.replaceState({ view: ROUND }, "");
      this.turn(ROUND);
    }
    this.requestUpdate();
    void this.settle();
  }

  private async settle(): Promise<void> {
    // What was pressed while something was on its way goes after it.
    await this.sending?.catch(() => undefined);
    await this.fresh();
    if (this.keep && !this.keep.now.presses.length && !this.cut) this.announce(this.t.round.sent);
  }

  async photo(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    this.notice = null;
    try {
      [this.proof, this.signing] = [await photograph(file), false];
      await this.focusTitle();
    } catch {
      this.notice = { text: this.t.round.photoFailed, alarm: true };
    }
  }

  async sign(): Promise<void> {
    [this.signing, this.proof, this.notice] = [true, "", null];
    await this.updateComplete;
    this.glass.clean(this.canvas!);
    this.canvas!.scrollIntoView({ block: "center" });
  }

  get canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector("canvas");
  }

  /** It is handed over, and this shows it. */
  deliver(household: string): void {
    const image = this.signing ? this.glass.image(this.canvas!) : this.proof;
    const proof: Proof = { kind: this.signing ? "signature" : "photo", image, ...this.place };
    this.press("delivered", household, { proof });
    this.place = null;
  }

  fail(household: string, reason: Reason): void {
    this.press("failed", household, { reason });
  }

  /** She has told the house what it did not take or could not be sent, or looked at what has changed. */
  told(what: "presses" | "refused" | "altered", keep: Keep = this.keep!): void {
    keep.change({ [what]: [] });
    if (keep !== this.keep || this.over || this.seen?.over) keep.forget();
    this.requestUpdate();
    void this.focusTitle();
  }

  async copy(text: string): Promise<void> {
    await navigator.clipboard?.writeText(text).then(
      () => this.announce(this.t.round.copied),
      () => undefined,
    );
  }

  // ── the page ─────────────────────────────────────────────────────────────────────────────────────────────

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("over") && this.over) void this.focusTitle();
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    const { whole } = this;
    if (this.over || (whole && (whole.superseded || whole.over))) return this.paper(ended(this, whole && whyOver(whole, this.now.getTime())));
    if (!whole) return this.paper(this.waiting());
    const stop = whole.stops.find(({ household, state }) => household === this.view.household && state === "dispatched");
    if (stop && this.view.name === "deliver") return this.paper(doorView(this, stop));
    if (stop && this.view.name === "fail") return this.paper(whyView(this, stop));
    return this.paper(roundView(this, whole));
  }
}

/** The browser's own store, where it lets us. */
function storage(): Store | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
