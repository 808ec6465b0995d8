/** The page behind a companion's own link: her door, her dinner, her film. Nothing of whoever invited her, but the name. */
import { html, nothing, type TemplateResult } from "lit";
import { Api, Problem } from "../common/api.js";
import { controls } from "../common/controls.js";
import { action } from "../common/fields.js";
import { lists } from "../common/lists.js";
import { Page } from "../common/page.js";
import { claims, Session, Shelf } from "../common/session.js";
import { call, type Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import { Cinema } from "../event/cinema.js";
import { closed } from "../event/forms.js";
import { eventStyle } from "../event/style.js";
import { atWords, untilWords } from "../event/when.js";
import type { EventMessages } from "../languages/event/en.js";
import { tableForm } from "../table/forms.js";
import type { TableSeen } from "../table/shapes.js";
import { tableStyle } from "../table/style.js";
import { Table } from "../table/table.js";
import { tableView } from "../table/view.js";

const TICK_MS = 20_000;
const A_DAY = 86_400_000;
/** So long before it begins the film's door is open; afterwards it may be seen again for two days. */
const EARLY_MS = 15 * 60_000;

export class ShowroomDoor extends Page<EventMessages> {
  static override styles = [theme, controls, lists, eventStyle, tableStyle];
  static override properties = { ...Page.properties, result: { state: true } };

  declare result: string;
  readonly tab = new Shelf("showroom:door:");
  readonly cinema = new Cinema(this);
  table = new Table(this);
  private timer = 0;

  constructor(home: string) {
    super(home);
    this.result = "";
  }

  get seen(): TableSeen | null {
    return this.table.seen;
  }

  get now(): Date {
    return this.api.now();
  }

  until(instant: string): string {
    return untilWords(this, instant);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("focus", this.look);
    addEventListener("popstate", this.travelled);
    this.timer = setInterval(this.look, TICK_MS) as unknown as number;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.look);
    removeEventListener("popstate", this.travelled);
    clearInterval(this.timer);
    this.cinema.close();
  }

  /** The link leaves the address at once, and stays in this tab for a reload. */
  protected override prepare(): boolean {
    const fragment = location.hash.slice(1).split("&")[0] ?? "";
    if (fragment) history.replaceState(history.state, "", location.pathname + location.search);
    const before = this.tab.get("door");
    if (fragment && before && claims(before).sub !== claims(fragment).sub) this.tab.clear("nonce", "act");
    if (fragment) this.tab.set("door", fragment);
    const token = fragment || before;
    this.api = new Api(this.home, new Session(token, this.tab), this.words?.code ?? "en");
    this.cinema.close();
    this.table = new Table(this);
    return Boolean(token);
  }

  protected override async arrive(): Promise<void> {
    await this.table.read();
    if (!this.seen) this.close("over");
  }

  focusOn(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private readonly travelled = (): void => {
    this.table.question = null;
    this.requestUpdate();
    void this.focusTitle();
  };

  /** Coming back to the tab, and on the night by itself: read what there is now. */
  private readonly look = (): void => {
    if (!this.seen || this.busy || this.table.question || document.visibilityState !== "visible") return;
    const ahead = Date.parse(this.seen.film) - this.now.getTime();
    if (Math.abs(ahead) < A_DAY) void this.table.read().catch(() => undefined);
  };

  override explain(error: unknown, again?: () => void): Notice | null {
    if (!(error instanceof Problem)) return super.explain(error, again);
    const { t } = this;
    if ([401, 403, 404].includes(error.status)) {
      this.close("over");
      return null;
    }
    if (this.table.refused(error)) return null;
    return [409, 412].includes(error.status) ? { text: t.event.stale, telephone: true } : super.explain(error, again);
  }

  protected override ownBoutique(): { name: string; telephone: string } | null {
    return this.seen?.event.boutique ?? null;
  }

  protected override pageTitle(): string {
    return this.seen && !this.over ? this.seen.event.title : this.t.table.doorPage;
  }

  private watch(): void {
    void this.act(() => this.cinema.open(), () => this.watch());
  }

  protected override closed(): TemplateResult {
    return closed(this);
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(this.closed());
    const { seen, table } = this;
    if (!seen) return this.paper(this.waiting());
    if (table.question) return this.paper(tableForm(this, table, seen));
    return this.paper(this.card(seen));
  }

  private card(seen: TableSeen): TemplateResult {
    const { t, cinema } = this;
    const ahead = Date.parse(seen.film) - this.now.getTime();
    const open = ahead < EARLY_MS && seen.event.state !== "cancelled";
    const film = cinema.isOpen
      ? cinema.view(() => { cinema.close(); this.requestUpdate(); })
      : html`<p class="count gap">${t.table.filmAt(atWords(this, seen.film))}</p>
        ${open ? html`<div class="actions">${action(t.table.film, this.busy, t.oneMoment, () => this.watch())}</div>` : nothing}`;
    return html`<article class="card printed rise ${cinema.isOpen ? "inside" : ""}">
      <p class="maison">${seen.maison}</p>
      ${seen.event.state === "cancelled" ? html`<h1 tabindex="-1">${t.event.calledOff}</h1><p class="gap">${t.event.calledOffText}</p>` : html`
        <p class="to"><bdi>${seen.name}</bdi></p>
        <p class="quiet from">${t.table.doorInvite(seen.inviter ?? "", seen.maison)}</p>
        <h1 tabindex="-1"><bdi>${seen.event.title}</bdi></h1>
        ${this.result ? html`<p class="gap result">${this.result}</p>` : nothing}
        <div class="rule"></div>
        ${film}
        ${this.notice ? html`<div class="gap">${this.noticeView(this.notice)}</div>` : nothing}
        ${cinema.isOpen ? nothing : tableView(this, this.table, seen)}`}
      <div class="rule"></div>
      <p><span class="quiet">${seen.event.boutique.name}</span><br />${call(seen.event.boutique.telephone)}</p>
    </article>`;
  }
}
