/** "Ask the empty hour": why an hour is not free, in one sentence, and the nearest one that works. */
import { html, nothing, type TemplateResult } from "lit";
import { dayOf, time } from "../common/dates.js";
import { type Form, select } from "../common/fields.js";
import type { ShowroomConsole } from "./element.js";
import type { Explained, Offer } from "./shapes.js";
import { when } from "./told.js";
import { sentence } from "./why.js";

export class Ask implements Form {
  private start = "";
  /** In whose column the hour was pressed. */
  private member = "";
  private experience = "";
  private told: Explained | null = null;
  private run = 0;

  constructor(private readonly desk: ShowroomConsole) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(): string {
    return this.experience;
  }

  put(_: string, value: string): void {
    this.experience = value;
    void this.read();
  }

  error(): undefined {
    return undefined;
  }

  private offers(): Offer[] {
    const all = this.desk.diary?.experiences ?? [];
    const hers = all.filter((it) => !this.member || it.able.includes(this.member));
    return hers.length ? hers : all;
  }

  open(start: string, member: string): void {
    this.start = start;
    this.member = member;
    const offers = this.offers();
    if (!offers.some((it) => it.id === this.experience)) this.experience = (offers.find((it) => it.place === "boutique") ?? offers[0])?.id ?? "";
    void this.read();
  }

  private async read(): Promise<void> {
    const run = ++this.run;
    this.told = null;
    this.desk.requestUpdate();
    try {
      const told = await this.desk.api.own<Explained>(`/boutiques/${this.desk.boutique}/availability/explain`, { experience: this.experience, start: this.start });
      if (run !== this.run) return;
      this.told = told;
      this.desk.announce(this.words(told));
    } catch (error) {
      if (run === this.run) this.desk.notice = this.desk.explain(error, () => void this.read());
    }
    this.desk.requestUpdate();
  }

  /** Is the one in whose column was pressed at work and unengaged, as far as the day shows? */
  private memberFree(): boolean {
    const { diary } = this.desk;
    const offer = this.offers().find((it) => it.id === this.experience);
    const member = diary?.staff.find((it) => it.id === this.member);
    if (!member || !offer) return true;
    const from = Date.parse(this.start);
    const to = from + offer.duration * 60_000;
    const works = member.working.some((it) => Date.parse(it.start) <= from && to <= Date.parse(it.end));
    const engaged = diary!.items.some((it) => it.advisor === member.id && Date.parse(it.booking.start) < to && from < Date.parse(it.booking.end));
    return works && !engaged;
  }

  private words(told: Explained): string {
    const { desk, t } = this;
    if (!told.offered) return sentence(desk, told.refusals, desk.diary!, "", this.member);
    const name = desk.diary?.staff.find((it) => it.id === this.member)?.name;
    return name && !this.memberFree() ? t.desk.hourFreeOthers(name) : t.desk.hourFree;
  }

  render(): TemplateResult {
    const { desk, t, told } = this;
    const near = (start: string): TemplateResult =>
      html`<button type="button" class="second" @click=${() => desk.telephone(start, this.experience)}>${dayOf(start, desk.zone) === dayOf(this.start, desk.zone) ? time(start, desk.zone, desk.locale) : when(this.desk, start)}</button>`;
    return html`<h2 id="dialog-title" tabindex="-1">${when(this.desk, this.start)}</h2>
      ${select(this, "ask-experience", t.desk.askFor, this.offers().map((it) => [it.id, it.name] as const))}
      ${desk.notice ? desk.noticeView(desk.notice) : nothing}
      <div class="told" aria-busy=${told ? "false" : "true"}>
        ${told
          ? html`<p class="lead">${this.words(told)}</p>
              ${told.offered
                ? html`<div class="doings"><button type="button" class="primary" @click=${() => desk.telephone(this.start, this.experience)}>${t.desk.arrangeHere}</button></div>`
                : told.nearest.length
                  ? html`<p class="quiet">${t.desk.nearest}</p><div class="doings near">${told.nearest.map(near)}</div>`
                  : html`<p class="quiet">${t.desk.noneNear}</p>`}`
          : nothing}
        ${this.mayBlock() ? html`<div class="doings"><button type="button" class="plain" @click=${() => desk.takeOff({ mode: "absence", staff: this.member, start: this.start })}>${t.desk.away.block}</button></div>` : nothing}
      </div>`;
  }

  /** One's own hours, or anybody's for whoever directs the boutique. */
  private mayBlock(): boolean {
    const { self } = this.desk;
    return Boolean(this.member) && (self!.subject === this.member || ["manager", "admin"].includes(self!.role));
  }
}
