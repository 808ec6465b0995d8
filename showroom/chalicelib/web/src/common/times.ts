/** Choosing a day and an hour: the ribbon, all dates, and the times. A controller, so that every page's own root styles it. */
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { addDays, addMonths, dayInWords, dayOf, dayParts, hourOf, monthInWords, ownZone, sameClock, time, weekday, weeksOf } from "./dates.js";
import type { Availability, Start } from "./shapes.js";
import type { Messages } from "./words.js";

const RANGE = 31;

export interface TimesHost extends ReactiveControllerHost {
  readonly t: Messages;
  readonly locale: string;
  announce(text: string): void;
  /** What to say and offer when `load` failed. */
  troubled(error: unknown, again: () => void): TemplateResult;
  chose(start: string): void;
}

export interface TimesSource {
  load(from: string, days: number): Promise<Availability>;
  now(): Date;
  /** The boutique's city as people read it; the zone comes with the answer. */
  city: () => string;
  zone: string;
  /** Lead with the client's own clock (video and telephone). */
  ownClock: boolean;
  /** Further ways when no hour is free. */
  otherwise?: () => unknown;
}

export class Times implements ReactiveController {
  chosen: string | null = null;
  private source: TimesSource | null = null;
  private starts = new Map<string, Start>();
  private until = "";
  private nextFree: string | null = null;
  private day: string | null = null;
  private month: string | null = null;
  private loading = false;
  private failure: { error: unknown; again: () => void } | null = null;
  private run = 0;

  constructor(private readonly host: TimesHost) {
    host.addController(this);
  }

  hostConnected(): void {}

  /** Begin with a source; a start chosen before stays chosen as long as it is still offered. */
  async open(source: TimesSource, chosen: string | null): Promise<void> {
    this.source = source;
    this.starts.clear();
    this.chosen = chosen;
    this.day = null;
    this.month = null;
    this.until = dayOf(source.now(), source.zone);
    await this.more(this.until);
    const far = chosen && dayOf(chosen, source.zone);
    if (far && far >= this.until) await this.more(far);
    if (chosen && !this.failure && this.source === source && !this.starts.has(chosen)) this.chosen = null;
    this.host.requestUpdate();
  }

  /** The zone whose clock leads, and by which days are grouped. */
  get zone(): string {
    return this.source?.ownClock ? ownZone() : (this.source?.zone ?? "UTC");
  }

  private days(): Map<string, Start[]> {
    const days = new Map<string, Start[]>();
    for (const start of [...this.starts.values()].sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
      const day = dayOf(start.start, this.zone);
      days.set(day, [...(days.get(day) ?? []), start]);
    }
    return days;
  }

  private async more(from: string): Promise<void> {
    const source = this.source!;
    const run = ++this.run;
    this.loading = true;
    this.failure = null;
    this.host.requestUpdate();
    try {
      const answer = await source.load(from, RANGE);
      if (run !== this.run) return;
      for (const day of answer.days) for (const start of day.starts) this.starts.set(start.start, start);
      this.nextFree = answer.next_free;
      const reached = addDays(from, RANGE);
      if (reached > this.until) this.until = reached;
      this.settleDay();
    } catch (error) {
      if (run !== this.run) return;
      this.failure = { error, again: () => void this.more(from) };
    }
    this.loading = false;
    this.host.requestUpdate();
  }

  private settleDay(): void {
    const days = this.days();
    if (this.day && days.has(this.day)) return;
    const chosen = this.chosen && dayOf(this.chosen, this.zone);
    const hers = [...days].find(([, starts]) => starts.some((start) => start.your_advisor))?.[0];
    this.day = chosen ?? hers ?? [...days.keys()][0] ?? null;
  }

  private show(day: string): void {
    this.day = day;
    const count = this.days().get(day)?.length ?? 0;
    this.host.announce(this.host.t.timesShown(dayInWords(day, this.host.locale), count));
    this.host.requestUpdate();
  }

  private choose(start: string): void {
    this.chosen = start;
    this.host.chose(start);
    this.host.requestUpdate();
  }

  /** One start in words for a button: "Thursday 14 January, 15:00". */
  words(start: string): string {
    const { locale, t } = this.host;
    return t.dayTime(dayInWords(dayOf(start, this.zone), locale), time(start, this.zone, locale));
  }

  render(): TemplateResult {
    const { t } = this.host;
    const source = this.source;
    if (!source) return html``;
    if (this.failure) return this.host.troubled(this.failure.error, this.failure.again);
    const days = this.days();
    if (!days.size) return this.loading ? html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>` : this.nothingFree(source);
    const other = source.ownClock && [...this.starts.keys()].some((start) => !sameClock(start, this.zone, source.zone));
    return html`<div class="times stack" part="times" aria-busy=${this.loading ? "true" : "false"}>
      <p class="quiet">${other ? t.yourClock(source.city()) : t.clockOf(source.city())}</p>
      ${this.month ? this.monthView(days) : this.ribbon(days)}
      <button type="button" class="link" @click=${() => this.toggle()}>${this.month ? t.fewerDates : t.allDates}</button>
      ${this.day && days.has(this.day) ? this.hours(days, this.day, source) : nothing}
    </div>`;
  }

  private ribbon(days: Map<string, Start[]>): TemplateResult {
    const { t, locale } = this.host;
    return html`<fieldset class="ribbon">
      <legend class="hidden">${t.days}</legend>
      <div class="track" part="days">
        ${[...days.keys()].map((day) => {
          const [name, date, month] = dayParts(day, locale);
          return html`<label class="choice day"><input
                type="radio" name="day" value=${day} aria-label=${dayInWords(day, locale)}
                .checked=${day === this.day} @change=${() => this.show(day)}
              /><span class="box" aria-hidden="true"><span class="small">${name}</span><span class="serif">${date}</span><span class="small">${month}</span></span></label>`;
        })}
      </div>
    </fieldset>`;
  }

  private toggle(): void {
    this.month = this.month ? null : (this.day ?? this.until).slice(0, 7);
    this.host.requestUpdate();
  }

  private async turn(by: number): Promise<void> {
    this.month = addMonths(this.month!, by);
    this.host.requestUpdate();
    if (by > 0 && addDays(`${addMonths(this.month, 1)}-01`, -1) >= this.until) await this.more(this.until);
    this.host.announce(monthInWords(this.month, this.host.locale));
  }

  private monthView(days: Map<string, Start[]>): TemplateResult {
    const { t, locale } = this.host;
    const month = this.month!;
    const weeks = weeksOf(month, locale);
    const today = dayOf(this.source!.now(), this.zone).slice(0, 7);
    const any = [...days.keys()].some((day) => day.startsWith(month));
    return html`<div class="month" part="month">
      <div class="turn">
        <button type="button" class="link" ?disabled=${month <= today} @click=${() => this.turn(-1)} aria-label=${t.earlierMonth}><span class="arrow before"></span></button>
        <p class="serif" aria-live="polite">${monthInWords(month, locale)}</p>
        <button type="button" class="link" @click=${() => this.turn(1)} aria-label=${t.laterMonth}><span class="arrow after"></span></button>
      </div>
      <table>
        <thead><tr>${Array.from({ length: 7 }, (_, i) => {
          const day = weeks.map((week) => week[i]).find(Boolean)!;
          return html`<th scope="col"><span class="hidden">${weekday(day, locale)}</span><span aria-hidden="true">${dayParts(day, locale)[0]}</span></th>`;
        })}</tr></thead>
        <tbody>
          ${weeks.map((week) => html`<tr>${week.map((day) => html`<td>${
            day && days.has(day)
              ? html`<button type="button" aria-pressed=${day === this.day ? "true" : "false"} aria-label=${dayInWords(day, locale)} @click=${() => this.show(day)}>${dayParts(day, locale)[1]}</button>`
              : day ? html`<span aria-hidden="true">${dayParts(day, locale)[1]}</span>` : nothing
          }</td>`)}</tr>`)}
        </tbody>
      </table>
      ${any || this.loading ? nothing : html`<p class="quiet">${t.noTimesInMonth}</p>`}
    </div>`;
  }

  private hours(days: Map<string, Start[]>, day: string, source: TimesSource): TemplateResult {
    const { t, locale } = this.host;
    const starts = days.get(day)!;
    const hers = starts.filter((start) => start.your_advisor);
    const words = dayInWords(day, locale);
    const known = [...this.starts.values()].some((start) => start.your_advisor);
    const earlier = known && hers.length ? [...days.keys()].find((other) => other < day && !days.get(other)!.some((start) => start.your_advisor)) : undefined;
    return html`<div class="stack hours">
      <p class="serif">${words}</p>
      ${hers.length ? this.parts(hers, words, source, t.withYourAdvisor) : nothing}
      ${this.parts(starts.filter((start) => !start.your_advisor), words, source, known ? t.withColleague : "")}
      ${earlier ? html`<button type="button" class="link" @click=${() => this.show(earlier)}>${t.earlierWithColleague(dayInWords(earlier, locale))}</button>` : nothing}
    </div>`;
  }

  private parts(starts: Start[], words: string, source: TimesSource, mark: string): unknown {
    if (!starts.length) return nothing;
    const { t } = this.host;
    const part = (start: Start): string => {
      const hour = hourOf(start.start, this.zone);
      return hour < 12 ? t.morning : hour < 18 ? t.afternoon : t.evening;
    };
    return html`${mark ? html`<p class="mark">${mark}</p>` : nothing}${[t.morning, t.afternoon, t.evening].map((name) => {
      const those = starts.filter((start) => part(start) === name);
      return those.length
        ? html`<fieldset>
            <legend>${name}<span class="hidden">, ${words}</span></legend>
            <div class="choices">${those.map((start) => this.box(start.start, source, time(start.start, this.zone, this.host.locale)))}</div>
          </fieldset>`
        : nothing;
    })}`;
  }

  private box(start: string, source: TimesSource, label: string, group = "start"): TemplateResult {
    const { t, locale } = this.host;
    const there = source.ownClock && !sameClock(start, this.zone, source.zone);
    const day = dayOf(start, source.zone);
    const told = day === dayOf(start, this.zone) ? time(start, source.zone, locale) : `${weekday(day, locale)} ${time(start, source.zone, locale)}`;
    return html`<label class="choice" part="time"><input
          type="radio" name=${group} value=${start} .checked=${start === this.chosen} @change=${() => this.choose(start)}
        /><span class="box">${label}${there ? html`<span class="small">${t.timeThere(told, source.city())}</span>` : nothing}</span></label>`;
  }

  /** Fresh times after a conflict, as boxes that carry their day. */
  near(alternatives: readonly string[]): TemplateResult {
    const source = this.source!;
    return html`<div class="choices">${alternatives.map((start) => this.box(start, source, this.words(start), "near"))}</div>`;
  }

  private nothingFree(source: TimesSource): TemplateResult {
    const { t, locale } = this.host;
    const next = this.nextFree;
    const words = next ? dayInWords(next, locale) : "";
    return html`<div class="stack">
      <p class="lead">${[t.noHour, next ? t.nextIs(words) : "", t.orWish].filter(Boolean).join(t.gap)}</p>
      ${next ? html`<button type="button" class="second" @click=${() => this.more(next)}>${t.seeDay(words)}</button>` : nothing}
      ${source.otherwise?.() ?? nothing}
    </div>`;
  }
}
