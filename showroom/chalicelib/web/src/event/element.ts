/** The page behind an invitation's link. GET shows, POST acts: opening it answers nothing. */
import { nothing, type PropertyValues, type TemplateResult } from "lit";
import { Api, Problem } from "../common/api.js";
import { controls } from "../common/controls.js";
import { lists } from "../common/lists.js";
import { Page } from "../common/page.js";
import { Session, Shelf } from "../common/session.js";
import { download, type Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import type { EventMessages } from "../languages/event/en.js";
import { invitation } from "./card.js";
import { Evening } from "./evening.js";
import { entrance } from "./entrance.js";
import { closed, form } from "./forms.js";
import { actKey, Draft } from "./keep.js";
import { Party } from "./party.js";
import { tableForm } from "../table/forms.js";
import { tableStyle } from "../table/style.js";
import { Table } from "../table/table.js";
import type { Can, Invitation } from "./shapes.js";
import { eventStyle } from "./style.js";
import { eventWhen, ownTimes, untilWords } from "./when.js";

export type View = "card" | "accept" | "decline" | "never" | "change" | "cancel" | "pass";

/** What she must be allowed for a view to be shown: the house may have changed its mind meanwhile. */
const NEEDS: Record<Exclude<View, "card" | "never">, Can> = { accept: "accept", decline: "decline", change: "change", cancel: "cancel", pass: "refuse_offer" };
const TICK_MS = 20_000;
/** So long before it begins, and until its end, the page looks by itself what has become of it. */
const NEAR_MS = 3_600_000;

export class ShowroomEvent extends Page<EventMessages> {
  static override styles = [theme, controls, lists, eventStyle, tableStyle];
  static override properties = { ...Page.properties, seen: { state: true }, wished: { state: true }, result: { state: true } };

  /** Her invitation as the house last told it. */
  declare seen: Invitation | null;
  /** What she is about; what is shown is `view`. */
  declare wished: View;
  /** What came of what she last did, where the card alone does not say it. */
  declare result: string;
  readonly tab = new Shelf("showroom:event:");
  readonly evening = new Evening(this);
  party = new Party(this, new Draft(this.tab));
  table = new Table(this);
  private timer = 0;

  constructor(home: string) {
    super(home);
    [this.seen, this.wished, this.result] = [null, "card", ""];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("focus", this.look);
    addEventListener("popstate", this.travelled);
    this.timer = setInterval(this.tick, TICK_MS) as unknown as number;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.look);
    removeEventListener("popstate", this.travelled);
    clearInterval(this.timer);
    this.evening.gone();
  }

  protected override prepare(): boolean {
    const { token, about } = entrance(this.tab);
    this.api = new Api(this.home, new Session(token, this.tab), this.words?.code ?? "en");
    this.party = new Party(this, new Draft(this.tab));
    this.table = new Table(this);
    this.evening.gone();
    [this.seen, this.result] = [null, ""];
    this.wished = (history.state as { view?: View } | null)?.view ?? "card";
    if (about) this.about(about);
    return Boolean(token);
  }

  /** She comes by one of the letter's answers: its question is open, and nothing is done before she presses. */
  private about(what: "yes" | "no" | "never"): void {
    if (what === "never") this.party.put("never", "yes");
    this.wished = what === "yes" ? "accept" : "decline";
    history.replaceState({ view: this.wished }, "");
  }

  protected override async arrive(): Promise<void> {
    const seen = await this.api.own<Invitation>("/invitation");
    await this.speak(seen.language);
    this.seen = seen;
    await this.lay();
    // What reads mail before her does not send this: only now has somebody opened it.
    if (seen.state === "invited") void this.api.post("/invitation/viewed", {}).catch(() => undefined);
  }

  /** Once she comes to a dinner there is a table. */
  private async lay(): Promise<void> {
    const { seen } = this;
    if (seen?.event.kind === "launch_dinner" && seen.state === "accepted") await this.table.read();
    else this.table.seen = null;
  }

  get now(): Date {
    return this.api.now();
  }

  languageName(code: string): string {
    return new Intl.DisplayNames([this.locale], { type: "language" }).of(code) ?? code;
  }

  until(instant: string): string {
    return untilWords(this, instant);
  }

  // ── where she is on the page ─────────────────────────────────────────────────────────────────────────────

  get view(): View {
    const { wished, seen } = this;
    if (wished === "card" || !seen || !(wished in NEEDS || wished === "never")) return "card";
    const meant = wished === "decline" && !seen.can.includes("decline") ? this.otherNo(seen) : wished;
    if (meant === "never") return meant;
    // Where nothing is to be asked the card itself has the whole answer.
    if (meant === "accept" && !this.party.isAsked) return "card";
    return meant !== "card" && seen.can.includes(NEEDS[meant]) ? meant : "card";
  }

  /** Not to be invited is hers to say at any time; else whoever comes gives her place back, and an offer goes on. */
  private otherNo(seen: Invitation): View {
    if (this.party.value("never") === "yes") return "never";
    return seen.can.includes("cancel") ? "cancel" : "pass";
  }

  go(view: View): void {
    if (this.busy) return;
    history.pushState({ view, within: true }, "");
    this.turn(view);
  }

  /** Back to the card, as the browser's own way back does; what is written stays. */
  back(): void {
    if ((history.state as { within?: boolean } | null)?.within) return history.back();
    history.replaceState({ view: "card" }, "");
    this.turn("card");
  }

  private readonly travelled = (event: PopStateEvent): void => {
    this.table.question = null;
    this.requestUpdate();
    this.turn((event.state as { view?: View } | null)?.view ?? "card");
  };

  private turn(view: View): void {
    [this.wished, this.result, this.notice] = [view, "", null];
    void this.focusTitle();
  }

  focusOn(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  // ── what she does ────────────────────────────────────────────────────────────────────────────────────────

  /** One answer of hers. What she typed is kept until the house has it. */
  send(what: "accept" | "decline" | "change" | "cancel" | "offer", body: object, result = ""): void {
    void this.act(async () => {
      const { version } = this.seen!;
      const key = actKey(this.tab, what, body, version);
      this.seen = await this.api.post<Invitation>(`/invitation/${what}`, body, { key, version });
      this.party.forget();
      await this.lay();
      this.tab.remove("act");
      history.replaceState({ view: "card" }, "");
      this.wished = "card";
      // A change that came after the last hour for it is a request, whatever the form still said: the card tells.
      this.result = what === "change" && this.seen.frozen ? "" : result;
      await this.focusTitle();
    }, () => this.send(what, body, result));
  }

  /** Yes: at once where there is nothing to be asked. */
  accept(): void {
    if (this.view === "card" && this.party.isAsked) return this.go("accept");
    this.send("accept", this.party.answer());
  }

  decline(): void {
    const never = this.party.value("never") === "yes";
    this.send("decline", never ? { never_again: true } : {}, never ? this.t.event.declinedNever : "");
  }

  calendar(): void {
    void this.act(async () => download(await this.api.file("/invitation/calendar"), "maison.ics"), () => this.calendar());
  }

  // ── what becomes of it meanwhile ─────────────────────────────────────────────────────────────────────────

  private readonly tick = (): void => {
    if (!this.seen) return;
    this.requestUpdate();
    const { start, end } = ownTimes(this.seen);
    const now = this.now.getTime();
    if (now > Date.parse(start) - NEAR_MS && now < Date.parse(end) && document.visibilityState === "visible") this.look();
  };

  /** Coming back to the tab: read what there is now. */
  readonly look = (): void => {
    if (this.seen && !this.busy) void this.reread().catch(() => undefined);
  };

  private async reread(): Promise<void> {
    this.seen = await this.api.own<Invitation>("/invitation");
    if (!this.table.question) await this.lay();
  }

  override explain(error: unknown, again?: () => void): Notice | null {
    const notice = super.explain(error, again);
    if (!(error instanceof Problem)) return notice;
    const { t } = this;
    if ([401, 403, 404].includes(error.status)) {
      this.announce("");
      this.close("over");
      return null;
    }
    if (this.table.question ? this.table.refused(error) : this.party.refused(error)) return null;
    if (![409, 410, 412].includes(error.status)) return notice;
    const { view } = this;
    void this.reread().catch(() => undefined);
    if (error.kind === "overlapping") return { text: t.event.clash, telephone: true };
    if (error.status === 409 && view === "change" && !this.seen?.frozen) return { text: t.event.noRoom, telephone: true };
    if (error.status === 410) return { text: t.event.offerOver, telephone: true };
    return { text: t.event.stale, telephone: true };
  }

  protected override ownBoutique(): { name: string; telephone: string } | null {
    return this.seen?.event.boutique ?? null;
  }

  protected override pageTitle(): string {
    return this.seen && !this.over ? this.seen.event.title : this.t.event.title;
  }

  // ── the page ─────────────────────────────────────────────────────────────────────────────────────────────

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("over") && this.over) void this.focusTitle();
  }

  protected override closed(): TemplateResult {
    return closed(this);
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(this.closed());
    if (!this.seen) return this.paper(this.waiting());
    const { view, table } = this;
    if (table.question && table.seen) return this.paper(tableForm(this, table, table.seen));
    return this.paper(view === "card" ? invitation(this, this.seen) : form(this, this.seen, view));
  }

  /** "Thursday 14 January, 19:30, your time": for where one line must do. */
  inWords(start: string): string {
    const [day, hour] = eventWhen(this, start);
    return this.t.dayTime(day, hour);
  }
}
