/** Choosing a day and an hour: the ribbon, all dates, and the times. A controller, so that every page's own root styles it. */
import { html, nothing, type ReactiveController, type TemplateResult } from "lit";
import { addDays, addMonths, dayInWords, dayOf, dayParts, hourOf, ownZone, sameClock, time, weekday } from "./dates.js";
import type * as MonthPart from "./month.js";
import { part } from "./parts.js";
import type { Start } from "./shapes.js";
import type { TimesHost, TimesSource, Whom } from "./times-source.js";

const RANGE = 31;

export type { TimesHost, TimesSource, Whom };

export class Times implements ReactiveController {
  chosen: string | null = null;
  /** The name of her own advisor, where she has one here. */
  advisor: string | null = null;
  /** Only her own advisor's hours are shown. */
  private own = false;
  private source: TimesSource | null = null;
  private starts = new Map<string, Start>();
  private until = "";
  private nextFree: string | null = null;
  private day: string | null = null;
  private month: string | null = null;
  /** All dates come when they are asked for; the next days are here. */
  private whole: typeof MonthPart | null = null;
  private loading = false;
  private failure: { error: unknown; again: () => void } | null = null;
  private run = 0;

  constructor(private readonly host: TimesHost) {
    host.addController(this);
  }

  hostConnected(): void {}

  /** Begin with a source; a start chosen before stays chosen as long as it is still offered, by the same advisor if `hers`. */
  async open(source: TimesSource, chosen: string | null, hers = false): Promise<void> {
    this.source = source;
    this.starts.clear();
    this.chosen = chosen;
    this.advisor = null;
    this.own = source.whom?.chosen() === "own";
    this.day = null;
    this.month = null;
    this.until = dayOf(source.now(), source.zone);
    const today = this.until;
    await this.more(today);
    const far = chosen && dayOf(chosen, source.zone);
    if (far && far >= this.until) await this.more(far);
    if (this.failure || this.source !== source) return;
    const offered = chosen && this.starts.get(chosen);
    if (chosen && !(hers ? offered && offered.your_advisor : offered)) this.chosen = null;
    if (source.whom && this.advisor) {
      // Her advisor's hours come first, unless she said otherwise or stands with a colleague.
      const before = this.chosen && !this.starts.get(this.chosen)!.your_advisor ? "any" : source.whom.chosen();
      await this.show(before === "own" || (!before && this.hers().length > 0), today);
    }
    this.host.requestUpdate();
  }

  private hers(): Start[] {
    return [...this.starts.values()].filter((start) => start.your_advisor);
  }

  /** Show her own advisor's hours alone, or everybody's. */
  private async show(own: boolean, today = dayOf(this.source!.now(), this.source!.zone)): Promise<void> {
    this.own = own;
    if (own && this.chosen && !this.starts.get(this.chosen)?.your_advisor) this.chosen = null;
    this.day = null;
    this.settleDay();
    // Which of her advisor's days is the next can only be said by the house.
    if (own && !this.day) await this.more(today, true);
    this.host.requestUpdate();
  }

  /** The zone whose clock leads, and by which days are grouped. */
  get zone(): string {
    return this.source?.ownClock ? ownZone() : (this.source?.zone ?? "UTC");
  }

  private days(): Map<string, Start[]> {
    const days = new Map<string, Start[]>();
    for (const start of (this.own ? this.hers() : [...this.starts.values()]).sort((a, b) => Date.parse(a.start) - Date.parse(b.start))) {
      const day = dayOf(start.start, this.zone);
      days.set(day, [...(days.get(day) ?? []), start]);
    }
    return days;
  }

  private async more(from: string, own = false): Promise<void> {
    const source = this.source!;
    const run = ++this.run;
    this.loading = true;
    this.failure = null;
    this.host.requestUpdate();
    try {
      const answer = await source.load(from, RANGE, own);
      if (run !== this.run) return;
      for (const day of answer.days) for (const start of day.starts) this.starts.set(start.start, start);
      this.advisor = answer.your_advisor?.name ?? null;
      this.nextFree = answer.next_free;
      const reached = addDays(from, RANGE);
      if (reached > this.until) this.until = reached;
      this.settleDay();
    } catch (error) {
      if (run !== this.run) return;
      this.failure = { error, again: () => void this.more(from, own) };
    }
    this.loading = false;
    this.host.requestUpdate();
  }

  private settleDay(): void {
    const days = this.days();
    if (this.day && days.has(this.day)) return;
    const chosen = this.chosen && dayOf(this.chosen, this.zone);
    const hers = this.source?.whom ? undefined : [...days].find(([, starts]) => starts.some((start) => start.your_advisor))?.[0];
    this.day = chosen ?? hers ?? [...days.keys()][0] ?? null;
  }

  private turnTo(day: string): void {
    this.day = day;
    const count = this.days().get(day)?.length ?? 0;
    this.host.announce(this.host.t.timesShown(dayInWords(day, this.host.locale), count));
    this.host.requestUpdate();
  }

  private choose(start: string, hers: boolean): void {
    this.chosen = start;
    this.host.chose(start, hers);
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
    if (!days.size) {
      return html`<div class="times stack" part="times">${this.whom(source)}
        ${this.loading ? html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>` : this.nothingFree(source)}</div>`;
    }
    const other = source.ownClock && [...this.starts.keys()].some((start) => !sameClock(start, this.zone, source.zone));
    return html`<div class="times stack" part="times" aria-busy=${this.loading ? "true" : "false"}>
      ${this.whom(source)}
      <p class="quiet">${other ? t.yourClock(source.city()) : t.clockOf(source.city())}</p>
      ${this.month && this.whole ? this.wholeMonth(this.whole, days, this.month) : this.ribbon(days)}
      <button type="button" class="link" @click=${() => this.toggle()}>${this.month && this.whole ? t.fewerDates : t.allDates}</button>
      ${this.day && days.has(this.day) ? this.hours(days, this.day, source) : nothing}
    </div>`;
  }

  private whom(source: TimesSource): unknown {
    return source.whom && this.advisor ? source.whom.view(this.advisor, this.own, (own) => this.chooseWhom(own)) : nothing;
  }

  private chooseWhom(own: boolean): void {
    this.source!.whom!.choose(own ? "own" : "any");
    this.month = null;
    void this.show(own).then(() => this.day && this.turnTo(this.day));
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
                .checked=${day === this.day} @change=${() => this.turnTo(day)}
              /><span class="box" aria-hidden="true"><span class="small">${name}</span><span class="serif">${date}</span><span class="small">${month}</span></span></label>`;
        })}
      </div>
    </fieldset>`;
  }

  private toggle(): void {
    this.month = this.month && this.whole ? null : (this.day ?? this.until).slice(0, 7);
    this.host.requestUpdate();
    if (this.whole) return;
    part<typeof MonthPart>("month", this.host.home).then((whole) => (this.whole = whole), () => (this.month = null)).finally(() => this.host.requestUpdate());
  }

  private async turn(by: number): Promise<void> {
    this.month = addMonths(this.month!, by);
    this.host.requestUpdate();
    if (by > 0 && addDays(`${addMonths(this.month, 1)}-01`, -1) >= this.until) await this.more(this.until);
    this.host.announce(this.whole!.monthInWords(this.month, this.host.locale));
  }

  private wholeMonth(whole: typeof MonthPart, days: Map<string, Start[]>, month: string): TemplateResult {
    const first = dayOf(this.source!.now(), this.zone).slice(0, 7);
    return whole.monthView(this.host, { month, first, day: this.day, loading: this.loading, has: (day) => days.has(day), any: [...days.keys()].some((day) => day.startsWith(month)) },
      (by) => void this.turn(by), (day) => this.turnTo(day));
  }

  private hours(days: Map<string, Start[]>, day: string, source: TimesSource): TemplateResult {
    const { t, locale } = this.host;
    const starts = days.get(day)!;
    const hers = starts.filter((start) => start.your_advisor);
    const words = dayInWords(day, locale);
    const known = !this.own && this.hers().length > 0;
    const earlier = hers.length ? this.earlier(day) : undefined;
    return html`<div class="stack hours">
      <p class="serif">${words}</p>
      ${hers.length ? this.parts(hers, words, source, known ? t.withYourAdvisor : "") : nothing}
      ${this.parts(starts.filter((start) => !start.your_advisor), words, source, known ? t.withColleague : "")}
      ${earlier ? html`<button type="button" class="link" @click=${() => this.toColleague(earlier)}>${t.earlierWithColleague(dayInWords(earlier, locale))}</button>` : nothing}
    </div>`;
  }

  /** The first day on which only a colleague is free, where it comes before this one. */
  private earlier(day: string): string | undefined {
    const all = [...this.starts.values()].map((start) => [dayOf(start.start, this.zone), start.your_advisor] as const);
    const hers = new Set(all.filter(([, own]) => own).map(([other]) => other));
    return all.map(([other]) => other).filter((other) => other < day && !hers.has(other)).sort()[0];
  }

  private toColleague(day: string): void {
    if (!this.own) return this.turnTo(day);
    this.source!.whom!.choose("any");
    void this.show(false).then(() => this.turnTo(day));
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
            <div class="choices">${those.map((start) => this.box(start.start, source, time(start.start, this.zone, this.host.locale), Boolean(start.your_advisor)))}</div>
          </fieldset>`
        : nothing;
    })}`;
  }

  private box(start: string, source: TimesSource, label: string, hers: boolean, group = "start"): TemplateResult {
    const { t, locale } = this.host;
    const there = source.ownClock && !sameClock(start, this.zone, source.zone);
    const day = dayOf(start, source.zone);
    const told = day === dayOf(start, this.zone) ? time(start, source.zone, locale) : `${weekday(day, locale)} ${time(start, source.zone, locale)}`;
    return html`<label class="choice" part="time"><input
          type="radio" name=${group} value=${start} .checked=${start === this.chosen} @change=${() => this.choose(start, hers)}
        /><span class="box">${label}${there ? html`<span class="small">${t.timeThere(told, source.city())}</span>` : nothing}</span></label>`;
  }

  /** Fresh times after a conflict, as boxes that carry their day; `hers` when her own advisor's were asked for alone. */
  near(alternatives: readonly string[], hers = false): TemplateResult {
    const source = this.source!;
    return html`<div class="choices">${alternatives.map((start) => this.box(start, source, this.words(start), hers || Boolean(this.starts.get(start)?.your_advisor), "near"))}</div>`;
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
