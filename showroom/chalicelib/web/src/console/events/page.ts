/** Occasions: the board of those to come, a form for a new one, and the page of each. */
import { html, nothing, type TemplateResult } from "lit";
import { addDays, dayInWords, dayOf, time } from "../../common/dates.js";
import type { ShowroomConsole } from "../element.js";
import { bar } from "./bar.js";
import { Draft } from "./draft.js";
import { EventSheet } from "./event.js";
import type { Occasion } from "./shapes.js";
import { countWords, hosts, languageName, named, sittingWords, stateMark } from "./told.js";

const DAYS = 180;

export class EventsPage {
  readonly view = "events";
  private past = false;
  private items: Occasion[] | null = null;
  readonly draft: Draft;
  readonly sheet: EventSheet;

  constructor(private readonly desk: ShowroomConsole) {
    this.draft = new Draft(desk, (event) => this.show(event));
    this.sheet = new EventSheet(desk, this.draft, () => this.board());
  }

  get name(): string {
    return this.desk.t.desk.events.title;
  }

  /** Everybody of the house reads what is planned; what each may do, the house says with what it answers. */
  get may(): boolean {
    return true;
  }

  open(): void {
    this.items = null;
    this.board();
  }

  private board(): void {
    this.draft.shut();
    this.sheet.shut();
    this.desk.requestUpdate();
    void this.read();
    void this.desk.focusTitle();
  }

  private show(event: Occasion): void {
    this.draft.shut();
    this.sheet.open(event);
    void this.desk.focusTitle();
  }

  /** A press that came meanwhile is no reason not to read: what was asked for last is what is shown. */
  async read(): Promise<void> {
    try {
      await this.quiet();
    } catch (error) {
      this.desk.notice = this.desk.explain(error, () => void this.read());
    }
  }

  /** Read again what is shown, without a word. */
  async quiet(): Promise<void> {
    const { desk } = this;
    if (this.draft.shown) return;
    if (this.sheet.event) return this.sheet.quiet();
    const { past } = this;
    const boutique = desk.boutique;
    const from = past ? addDays(desk.today(), -DAYS) : desk.today();
    const { items } = await desk.api.own<{ items: Occasion[] }>(`/boutiques/${boutique}/events`, { from, days: DAYS });
    if (past !== this.past || boutique !== desk.boutique) return;
    this.items = past ? items.reverse() : items;
    desk.requestUpdate();
  }

  render(): TemplateResult {
    const { desk, items } = this;
    const { events } = desk.t.desk;
    if (this.draft.shown) return this.draft.render();
    if (this.sheet.event) return this.sheet.render();
    const seg = (past: boolean, text: string): TemplateResult =>
      html`<button type="button" class="seg" aria-pressed=${this.past === past ? "true" : "false"} @click=${() => this.turn(past)}>${text}</button>`;
    return html`<section class="hours events" aria-labelledby="events-title">
      <header class="bar"><h1 id="events-title" tabindex="-1">${events.title}</h1>
        <div class="tools"><div class="segs" role="group" aria-label=${events.range}>${seg(false, events.coming)}${seg(true, events.past)}</div>
          ${desk.self!.role === "associate" ? nothing : html`<button type="button" class="second" @click=${() => this.begin()}>${events.fresh}</button>`}</div></header>
      ${items
        ? items.length
          ? html`<ol class="board">${items.map((it) => this.line(it))}</ol>`
          : html`<p class="quiet empty">${this.past ? events.nonePast : events.none}</p>`
        : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`}
    </section>`;
  }

  private begin(): void {
    this.draft.begin();
    void this.desk.focusTitle();
  }

  private turn(past: boolean): void {
    this.past = past;
    this.items = null;
    this.desk.requestUpdate();
    void this.read();
  }

  private line(event: Occasion): TemplateResult {
    const { desk } = this;
    const { events } = desk.t.desk;
    const counted = countWords(desk, event);
    return html`<li class=${event.state}>
      <p class="date-of"><span class="serif">${dayInWords(dayOf(event.start, event.zone), desk.locale)}</span>
        <span class="quiet">${time(event.start, event.zone, desk.locale)}</span></p>
      <div class="about-it">
        <p><button type="button" class="plain name" @click=${() => this.show(event)}><bdi>${named(desk, event)}</bdi></button>${stateMark(desk, event)}</p>
        <p class="quiet">${events.kinds[event.kind]} · ${events.hostedBy(hosts(desk, event))}</p>
        ${counted ? html`<p class="quiet">${counted}</p>` : nothing}
      </div>
      <div class="sittings">${event.sittings.map((one) => html`<div>
        ${event.sittings.length > 1 || one.language !== desk.words!.code
          ? html`<p class="quiet">${event.sittings.length > 1 ? sittingWords(desk, event, one) : events.inLanguage(languageName(desk, one.language))}</p>`
          : nothing}
        ${event.state === "cancelled" ? nothing : bar(desk, one)}</div>`)}</div>
    </li>`;
  }
}
