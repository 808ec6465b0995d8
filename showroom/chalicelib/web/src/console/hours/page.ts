/** "My hours": the week, certain dates, journeys, languages; for a manager anybody's, and what the boutique has closed. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { dayInWords, weekday } from "../../common/dates.js";
import { action } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import type { LeavingPage } from "../leaving/page.js";
import { spanWords } from "../told.js";
import { body, DAYS, drafted, type Draft, rows } from "./draft.js";
import { Feeds } from "./feed.js";
import { ranges } from "./ranges.js";
import type { Calendar, TimeOff } from "./shapes.js";

/** A week that begins on a Monday, for the names of days. */
const MONDAY = 1;

export class HoursPage {
  readonly view = "hours";
  calendar: Calendar | null = null;
  private draft: Draft | null = null;
  private closures: TimeOff[] = [];
  private whose = "";
  /** What the house could not take: "week 3", "dates 0". */
  private wrong = new Set<string>();
  private readonly feeds: Feeds;

  constructor(private readonly desk: ShowroomConsole, private readonly leaving: LeavingPage) {
    this.feeds = new Feeds(desk);
  }

  get name(): string {
    return this.desk.t.desk.hours.title;
  }

  /** Planners have no hours here. */
  get may(): boolean {
    return this.desk.self!.role !== "planner";
  }

  private get manages(): boolean {
    return this.desk.self!.role !== "associate";
  }

  private get path(): string {
    return `/boutiques/${this.desk.boutique}/staff/${this.whose}/calendar`;
  }

  open(): void {
    const { desk } = this;
    const staff = desk.diary?.staff ?? [];
    if (!staff.some((it) => it.id === this.whose) || desk.boutique !== this.calendar?.boutique) {
      this.whose = staff.some((it) => it.id === desk.self!.subject) ? desk.self!.subject : (staff[0]?.id ?? "");
    }
    void this.read();
  }

  async read(): Promise<void> {
    const { desk } = this;
    if (!this.whose) return;
    await desk.act(async () => {
      [this.calendar, this.closures] = await Promise.all([
        desk.api.own<Calendar>(this.path),
        desk.api.own<{ items: TimeOff[] }>(`/boutiques/${desk.boutique}/closures`).then((it) => it.items),
      ]);
      this.draft = drafted(this.calendar);
      this.wrong.clear();
      if (this.whose === desk.self!.subject) await this.feeds.read();
    }, () => void this.read());
    desk.requestUpdate();
  }

  private change(part: Partial<Draft>): void {
    this.draft = { ...this.draft!, ...part };
    this.wrong.clear();
    this.desk.requestUpdate();
  }

  private save(): void {
    const { desk } = this;
    void desk.act(async () => {
      try {
        this.calendar = await desk.api.put<Calendar>(this.path, body(this.draft!), this.calendar!.version);
        this.draft = drafted(this.calendar);
        desk.done(desk.t.desk.hours.saved);
      } catch (error) {
        if (error instanceof Problem && error.status === 412) {
          // What was typed stays; the next press says it over what has changed meanwhile.
          this.calendar = await desk.api.own<Calendar>(this.path);
          desk.notice = { text: desk.t.desk.hours.changed, alarm: true };
          return desk.requestUpdate();
        }
        if (!(error instanceof Problem) || error.status !== 422) throw error;
        const order = rows(this.draft!);
        for (const { pointer } of error.fields) {
          const [, list, at] = /^\/(\w+)\/(\d+)/.exec(pointer) ?? [];
          if (list === "hours" && order[Number(at)]) this.wrong.add(`week ${order[Number(at)]!.join(" ")}`);
          else this.wrong.add(`${list === "overrides" ? "dates" : (list ?? pointer.slice(1))} ${at ?? ""}`.trim());
        }
        desk.notice = { text: desk.t.desk.hours.wrong, alarm: true };
      }
    }, () => this.save());
  }

  private takeBack(one: TimeOff, closing: boolean): void {
    const { desk } = this;
    const base = closing ? `/boutiques/${desk.boutique}/closures` : `/boutiques/${desk.boutique}/staff/${this.whose}/absences`;
    void desk.act(async () => {
      await desk.api.tell(`${base}/${one.id}/revoke`);
      desk.done(desk.t.desk.hours.takenBack);
    }, () => this.takeBack(one, closing)).then(() => this.read());
  }

  render(): TemplateResult {
    const { desk, calendar, draft } = this;
    const { hours } = desk.t.desk;
    const staff = desk.diary?.staff ?? [];
    const own = this.whose === desk.self!.subject;
    return html`<section class="hours" aria-labelledby="hours-title">
      <header class="bar">
        <div><h1 id="hours-title" tabindex="-1">${own || !calendar ? hours.title : calendar.name}</h1>
          <p class="quiet">${calendar ? hours.clock(calendar.zone.split("/").pop()!.replaceAll("_", " ")) : nothing}</p></div>
        ${this.manages && staff.length
          ? html`<label class="inline">${desk.t.desk.who} <span class="select"><select @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}>
              ${staff.map((it) => html`<option value=${it.id} ?selected=${it.id === this.whose}>${it.name}</option>`)}</select></span></label>`
          : nothing}
      </header>
      ${calendar && draft
        ? html`<div class="columns even">
            <div>${this.week(draft)}${this.dates(draft)}${this.journeys(draft)}${this.about(draft)}
              ${calendar.can.includes("change")
                ? html`<div class="doings">${action(hours.save, desk.busy, desk.t.oneMoment, () => this.save())}</div>`
                : nothing}</div>
            <div>${this.away(calendar)}${this.manages ? this.closed() : nothing}${own ? this.feeds.render() : nothing}
              ${this.manages && !own ? html`<h2>${desk.t.desk.leaving.open}</h2><div class="doings"><button type="button" class="second" @click=${() => this.leaving.of(this.whose)}>${desk.t.desk.leaving.open}</button></div>` : nothing}</div>
          </div>`
        : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`}
    </section>`;
  }

  private choose(id: string): void {
    this.whose = id;
    this.calendar = this.draft = null;
    void this.read();
  }

  private week(draft: Draft): TemplateResult {
    const { desk } = this;
    return html`<h2>${desk.t.desk.hours.week}</h2>
      <ul class="days">${DAYS.map((day, at) => {
        const name = weekday(`2024-01-0${MONDAY + at}`, desk.locale);
        const put = (list: Draft["week"][typeof day]): void => this.change({ week: { ...draft.week, [day]: list } });
        return html`<li><span class="dayname">${name}</span>${ranges(desk, name, draft.week[day], put, (n) => this.wrong.has(`week ${day} ${n}`))}</li>`;
      })}</ul>`;
  }

  private dates(draft: Draft): TemplateResult {
    const { desk } = this;
    const { hours } = desk.t.desk;
    const put = (at: number, part: Partial<Draft["dates"][number]>): void => this.change({ dates: draft.dates.map((it, n) => (n === at ? { ...it, ...part } : it)) });
    const shown = draft.dates.map((it, at) => [it, at] as const).filter(([it]) => it.date >= desk.today());
    return html`<h2>${hours.dates}</h2><p class="quiet">${hours.datesHint}</p>
      <ul class="days">${shown.map(([one, at]) => html`<li><span class="dayname"><input type="date" aria-label=${desk.t.desk.date} aria-invalid=${this.wrong.has(`dates ${at}`) ? "true" : "false"} .value=${one.date} min=${desk.today()} @change=${(event: Event) => put(at, { date: (event.target as HTMLInputElement).value })} /></span>
        ${ranges(desk, dayInWords(one.date, desk.locale), one.hours, (list) => put(at, { hours: list }), () => this.wrong.has(`dates ${at}`))}
        <button type="button" class="plain" @click=${() => this.change({ dates: draft.dates.filter((_, n) => n !== at) })}>${hours.leaveOut}</button></li>`)}</ul>
      <button type="button" class="plain" @click=${() => this.change({ dates: [...draft.dates, { date: desk.today(), hours: [] }] })}>${hours.addDate}</button>`;
  }

  private journeys(draft: Draft): TemplateResult {
    const { desk } = this;
    const { hours } = desk.t.desk;
    const put = (at: number, part: object): void => this.change({ travels: draft.travels.map((it, n) => (n === at ? { ...it, ...part } : it)) });
    const input = (at: number, name: "first" | "last" | "zone", label: string, type: string): TemplateResult =>
      html`<label><span class="small">${label}</span><input type=${type} list=${name === "zone" ? "zones" : nothing} dir=${name === "zone" ? "ltr" : nothing} aria-invalid=${this.wrong.has(`travels ${at}`) ? "true" : "false"} .value=${draft.travels[at]![name]} @change=${(event: Event) => put(at, { [name]: (event.target as HTMLInputElement).value.trim() })} /></label>`;
    return html`<h2>${hours.journeys}</h2><p class="quiet">${hours.journeysHint}</p>
      ${draft.travels.length ? html`<datalist id="zones">${(Intl as unknown as { supportedValuesOf(what: string): string[] }).supportedValuesOf("timeZone").map((it) => html`<option value=${it}></option>`)}</datalist>` : nothing}
      <ul class="days">${draft.travels.map((_, at) => html`<li class="journey">${input(at, "first", hours.from, "date")}${input(at, "last", hours.to, "date")}${input(at, "zone", hours.zone, "text")}
        <button type="button" class="plain" @click=${() => this.change({ travels: draft.travels.filter((_, n) => n !== at) })}>${hours.leaveOut}</button></li>`)}</ul>
      <button type="button" class="plain" @click=${() => this.change({ travels: [...draft.travels, { first: desk.today(), last: desk.today(), zone: "" }] })}>${hours.addJourney}</button>`;
  }

  private about(draft: Draft): TemplateResult {
    const { desk, calendar } = this;
    const { hours } = desk.t.desk;
    const names = new Intl.DisplayNames([desk.locale], { type: "language" });
    const spoken = [...new Set([...(desk.maison?.languages ?? []), ...draft.languages])];
    const others = (desk.diary?.staff ?? []).filter((it) => it.id !== this.whose);
    const tick = (code: string): void => this.change({ languages: draft.languages.includes(code) ? draft.languages.filter((it) => it !== code) : [...draft.languages, code] });
    return html`<h2>${hours.languages}</h2>
      <div class="ticks">${spoken.map((code) => html`<label class="check"><input type="checkbox" .checked=${draft.languages.includes(code)} @change=${() => tick(code)} /><span>${names.of(code)}</span></label>`)}</div>
      <div class="ticks"><label class="check"><input id="morning" type="checkbox" .checked=${draft.morning} @change=${() => this.change({ morning: !draft.morning })} /><span>${hours.morning}</span></label></div>
      ${calendar!.can.includes("manage")
        ? html`<div class="pair">
            <div class="field"><label for="maximum">${hours.maximum}</label><input id="maximum" type="number" min="1" max="50" .value=${draft.maximum} @change=${(event: Event) => this.change({ maximum: (event.target as HTMLInputElement).value })} /></div>
            <div class="field"><label for="deputy">${hours.deputy}</label><div class="select"><select id="deputy" @change=${(event: Event) => this.change({ deputy: (event.target as HTMLSelectElement).value })}>
              <option value="" ?selected=${!draft.deputy}>${hours.nobody}</option>${others.map((it) => html`<option value=${it.id} ?selected=${it.id === draft.deputy}>${it.name}</option>`)}</select></div></div>
            <div class="field all"><label for="skills">${hours.skills}</label><input id="skills" type="text" dir="ltr" .value=${draft.skills.join(", ")} @change=${(event: Event) => this.change({ skills: (event.target as HTMLInputElement).value.split(/[\s,]+/).filter(Boolean) })} /></div>
          </div>`
        : nothing}`;
  }

  private away(calendar: Calendar): TemplateResult {
    const { desk } = this;
    const { hours } = desk.t.desk;
    const coming = calendar.absences.filter((it) => it.to >= desk.today());
    return html`<h2>${hours.away}</h2>
      ${coming.length ? html`<ul class="days">${coming.map((it) => this.off(it, false))}</ul>` : html`<p class="quiet">${hours.noneAway}</p>`}
      ${calendar.can.includes("change")
        ? html`<div class="doings"><button type="button" class="second" @click=${() => desk.takeOff({ mode: "absence", staff: this.whose })}>${hours.takeOff}</button></div>`
        : nothing}`;
  }

  private closed(): TemplateResult {
    const { desk } = this;
    const { hours } = desk.t.desk;
    const coming = this.closures.filter((it) => it.to >= desk.today());
    return html`<h2>${hours.closed}</h2>
      ${coming.length ? html`<ul class="days">${coming.map((it) => this.off(it, true))}</ul>` : html`<p class="quiet">${hours.noneClosed}</p>`}
      <div class="doings"><button type="button" class="second" @click=${() => desk.takeOff({ mode: "closure" })}>${hours.close}</button></div>`;
  }

  private off(one: TimeOff, closing: boolean): TemplateResult {
    const { desk } = this;
    const { hours, away } = desk.t.desk;
    const why = closing ? one.name : one.reason ? away.reasons[one.reason as keyof typeof away.reasons] : "";
    return html`<li><span><span class="serif">${spanWords(desk, one)}</span>${why ? html`<span class="quiet"> · ${why}</span>` : nothing}${one.note ? html`<span class="brief">${one.note}</span>` : nothing}</span>
      <span class="acts"><button type="button" class="plain" @click=${() => desk.takeOff({ mode: closing ? "closure" : "absence", staff: this.whose, kept: one })}>${hours.touches}</button>
      <button type="button" class="plain" @click=${() => this.takeBack(one, closing)}>${hours.takeBack}</button></span></li>`;
  }
}

