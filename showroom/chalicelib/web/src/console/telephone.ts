/** An appointment taken on the telephone: what, when, who; every field in the order in which it is said. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { Attempts } from "../common/attempts.js";
import { addDays, dayInWords, dayOf, time } from "../common/dates.js";
import { action, type Form, input, select, textarea } from "../common/fields.js";
import type { Availability, Booking } from "../common/shapes.js";
import { hourIn, faceOf, instantOf } from "./clock.js";
import { Finder } from "./clients/finder.js";
import { foundLines, knownLine, optionsList, outsideFields, receivers } from "./desk/extras.js";
import type { ShowroomConsole } from "./element.js";
import type { Explained, Offer } from "./shapes.js";
import { country, speaking, when } from "./told.js";
import { sentence } from "./why.js";

const MOST_SHOWN = 12;
const DAYS_AHEAD = 92;
const EMPTY = { title: "", given: "", family: "", telephone: "", email: "", note: "", adults: "1", children: "0", street: "", postal: "", city: "", day: "", time: "", outside: "", advisor: "" };

/** "15", "1530", "15.30", "3 pm": an hour as it is typed while somebody speaks, as HH:MM; empty for none. */
export function hourTyped(typed: string): string {
  const found = /^(\d{1,2})[:.h\s]?(\d{2})?\s*(am|pm)?$/i.exec(typed.trim().normalize("NFKC"));
  if (!found) return "";
  const half = found[3]?.toLowerCase();
  const hour = (Number(found[1]) % (half ? 12 : 24)) + (half === "pm" ? 12 : 0);
  const minute = Number(found[2] ?? 0);
  return Number(found[1]) > 23 || minute > 59 ? "" : `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

export class Telephone implements Form {
  private values: Record<string, string> = { ...EMPTY, experience: "", letters: "" };
  private wrong: Record<string, string> = {};
  private free: { key: string; starts: string[]; next: string | null } | null = null;
  private told: { key: string; offered: boolean; late?: boolean; words: string; nearest: string[] } | null = null;
  /** Times to choose from, on one link. */
  private picked: string[] = [];
  /** She is known to the house: nothing is asked of her name again. */
  known: { id: string; display: string } | null = null;
  private readonly finder: Finder;
  private readonly attempts = new Attempts();
  private timer = 0;

  constructor(private readonly desk: ShowroomConsole) {
    this.finder = new Finder(desk);
  }

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    delete this.wrong[name];
    this.desk.requestUpdate();
    if (name === "family") this.finder.typed(value);
    if (["experience", "day"].includes(name)) void this.readFree();
    if (["experience", "day", "time"].includes(name)) {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.check(), 200);
    }
  }

  private offer(): Offer | undefined {
    return this.desk.diary?.experiences.find((it) => it.id === this.values.experience);
  }

  /** Begin; an hour that was asked about is taken over. What was typed before and not sent is kept. */
  open(start = "", experience = ""): void {
    const { desk } = this;
    const offers = desk.diary?.experiences ?? [];
    this.values.experience ||= (offers.find((it) => it.place === "boutique") ?? offers[0])?.id ?? "";
    this.values.letters ||= speaking(desk)[0] ?? "en";
    if (experience) this.values.experience = experience;
    this.values.day = start ? dayOf(start, desk.zone) : this.values.day && this.values.day >= desk.today() ? this.values.day : desk.day < desk.today() ? desk.today() : desk.day;
    if (start) this.values.time = hourIn(faceOf(start));
    this.wrong = {};
    void this.readFree();
    void this.check();
  }

  private start(): string {
    const { day, time: typed } = this.values;
    const hour = hourTyped(typed!);
    return day && hour ? instantOf(`${day}T${hour}`, this.desk.zone) : "";
  }

  private async readFree(): Promise<void> {
    const { desk } = this;
    const { experience, day } = this.values;
    const key = `${experience} ${day}`;
    if (!experience || !day || this.free?.key === key) return;
    const found = await desk.api.own<Availability>(`/boutiques/${desk.boutique}/availability`, { experience, from: day, days: 1 }).catch(() => null);
    if (key !== `${this.values.experience} ${this.values.day}` || !found) return;
    this.free = { key, starts: found.days[0]?.starts.map((it) => it.start) ?? [], next: found.next_free };
    desk.requestUpdate();
  }

  /** Ask the house about the hour that was typed, before anybody is promised anything. */
  private async check(): Promise<void> {
    const { desk } = this;
    const start = this.start();
    const key = `${this.values.experience} ${start}`;
    if (!start || this.told?.key === key) return;
    const told = await desk.api.own<Explained>(`/boutiques/${desk.boutique}/availability/explain`, { experience: this.values.experience!, start }).catch(() => null);
    if (!told || key !== `${this.values.experience} ${this.start()}`) return;
    const words = told.offered ? this.t.desk.hourFree : sentence(desk, told.refusals, desk.diary!);
    this.told = { key, offered: told.offered, late: told.with_reason, words, nearest: told.nearest };
    if (told.with_reason) this.values.advisor ||= receivers(desk, this.offer())[0]?.[0] ?? "";
    desk.announce(words);
    desk.requestUpdate();
  }

  private take(start: string): void {
    this.values.day = dayOf(start, this.desk.zone);
    this.put("time", hourIn(faceOf(start)));
    void this.readFree();
  }

  private mistakes(): Record<string, string> {
    const { wrong } = this.t.desk;
    const found: Record<string, string> = {};
    const { family, telephone, email } = this.values;
    if (!this.start() && !this.picked.length) found.time = wrong.time;
    if (!this.known && !family!.trim()) found.family = wrong.family;
    if (!this.known && !telephone!.trim() && !email!.trim()) found.telephone = wrong.contact;
    if (!this.known && this.offer()?.needs_telephone && !telephone!.trim()) found.telephone = wrong.telephone;
    if (this.offer()?.needs_address && !(this.values.street!.trim() && this.values.city!.trim())) found.street = wrong.address;
    return found;
  }

  private body(): object {
    const value = (name: string): string => this.values[name]!.trim();
    const { desk } = this;
    const name = { family: value("family"), ...(value("given") && { given: value("given") }), ...(value("title") && { title: value("title") }), family_first: this.t.familyFirst };
    const reason = this.told && !this.told.offered && value("outside");
    return {
      experience: this.values.experience,
      ...(this.picked.length
        ? { times: this.picked.map((start) => ({ start })) }
        : { boutique: desk.boutique, start: this.start(), ...(reason && { outside: reason, advisor: value("advisor") }) }),
      language: this.values.letters,
      party: { adults: Number(this.values.adults) || 1, children: Number(this.values.children) || 0 },
      ...(this.known
        ? { client_id: this.known.id }
        : { client: { name, ...(value("telephone") && { telephone: value("telephone") }), ...(value("email") && { email: value("email") }) } }),
      ...(value("note") && { note: value("note") }),
      ...(this.offer()?.needs_address && !this.picked.length && {
        address: { lines: [value("street")], city: value("city"), postal_code: value("postal"), country: country(desk) },
      }),
    };
  }

  send(): void {
    const { desk } = this;
    this.wrong = this.mistakes();
    if (Object.keys(this.wrong).length) return this.toMistake();
    const body = this.body();
    const name = this.known?.display ?? [this.values.title, this.values.family].filter(Boolean).join(" ");
    void desk.act(async () => {
      try {
        const several = this.picked.length;
        const path = several ? `/boutiques/${desk.boutique}/options` : "/bookings";
        const made = await desk.api.post<Booking>(path, body, { key: this.attempts.key(path, body) });
        this.values = { ...EMPTY, experience: this.values.experience!, letters: this.values.letters! };
        this.told = this.free = null;
        this.picked = [];
        this.known = null;
        this.finder.forget();
        desk.done(several ? this.t.desk.options.done(name, several) : this.t.desk.arranged(name, when(this.desk, made.start)));
        desk.shut();
        await desk.refresh();
      } catch (error) {
        if (!this.understood(error)) throw error;
      }
    }, () => this.send());
  }

  /** What the house refuses is told at its field; everything typed is kept. */
  private understood(error: unknown): boolean {
    if (!(error instanceof Problem)) return false;
    if (error.status === 409) {
      this.told = { key: `${this.values.experience} ${this.start()}`, offered: false, words: this.t.takenNone, nearest: error.alternatives.slice(0, 3) };
      this.wrong = { time: this.t.takenNone };
    } else if (error.status === 422) {
      const { wrong } = this.t.desk;
      for (const { pointer } of error.fields) {
        if (/telephone/.test(pointer)) this.wrong.telephone = wrong.telephone;
        else if (/email/.test(pointer)) this.wrong.email = wrong.email;
        else if (/name/.test(pointer)) this.wrong.family = wrong.family;
        else if (/address/.test(pointer)) this.wrong.street = wrong.address;
        else if (/party/.test(pointer)) this.wrong.adults = wrong.party;
        else if (/start/.test(pointer)) this.wrong.time = wrong.time;
        else if (/client/.test(pointer)) this.wrong.telephone = wrong.contact;
      }
      if (!Object.keys(this.wrong).length) return false;
    } else return false;
    this.toMistake();
    return true;
  }

  private toMistake(): void {
    this.desk.requestUpdate();
    void this.desk.updateComplete.then(() => this.desk.renderRoot.querySelector<HTMLElement>("dialog [aria-invalid]")?.focus());
  }

  render(): TemplateResult {
    const { desk, t } = this;
    const offers = desk.diary?.experiences ?? [];
    const start = this.start();
    const languages = new Intl.DisplayNames([desk.locale], { type: "language" });
    return html`<form novalidate @submit=${(event: Event) => { event.preventDefault(); if (!desk.busy) this.send(); }}>
      <h2 id="dialog-title" tabindex="-1">${t.desk.phoneTitle}</h2>
      ${desk.notice ? desk.noticeView(desk.notice) : nothing}
      <div class="form">
        <div class="all">${select(this, "experience", t.desk.phoneWhat, offers.map((it) => [it.id, it.name] as const))}</div>
        ${select(this, "day", t.desk.phoneDay, this.days())} ${input(this, "time", t.desk.phoneTime, { inputmode: "numeric", dir: "ltr", hint: t.desk.phoneTimeHint })}
        <div class="all told">${this.hours()}</div>
        ${this.known ? knownLine(desk, this.known, () => this.know(null)) : this.stranger()}
        ${select(this, "letters", t.desk.phoneLetters, speaking(desk).map((it) => [it, languages.of(it) ?? it] as const))}
        ${this.offer()?.needs_address
          ? html`<div class="all">${input(this, "street", t.desk.phoneStreet)}</div> ${input(this, "postal", t.desk.phonePostal, { optional: true })} ${input(this, "city", t.desk.phoneCity)}`
          : nothing}
        ${(this.offer()?.max_guests ?? 1) > 1 ? html`${input(this, "adults", t.desk.phoneAdults, { type: "number", min: "1" })} ${input(this, "children", t.desk.phoneChildren, { type: "number", min: "0" })}` : nothing}
        <div class="all">${textarea(this, "note", t.desk.phoneNote, { optional: true })}</div>
        <div class="all">${optionsList(desk, this.picked, this.told?.offered ? start : "", () => this.choose([...this.picked, start]), (it) => this.choose(this.picked.filter((one) => one !== it)))}</div>
      </div>
      <div class="doings sticky">
        ${action(this.picked.length ? t.desk.options.offer(this.picked.length) : t.desk.phoneArrange(start ? when(this.desk, start) : ""), desk.busy, t.oneMoment, () => this.send())}
        <button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button>
      </div>
    </form>`;
  }

  /** Her name and how she is reached; while it is typed, whoever is known by such a name. */
  private stranger(): TemplateResult {
    const { t } = this;
    return html`${select(this, "title", t.desk.phoneTitleOf, [["", "–"], ...t.titles.map((it) => [it, it] as const)])}
        ${input(this, "family", t.desk.phoneName)} ${input(this, "given", t.desk.phoneGiven, { optional: true })}
        ${foundLines(this.desk, this.finder.hits, (hit) => this.know(hit))}
        ${input(this, "telephone", t.desk.telephone, { type: "tel", dir: "ltr" })} ${input(this, "email", t.desk.email, { type: "email", dir: "ltr", optional: true })}`;
  }

  private know(known: { id: string; display: string } | null): void {
    this.known = known;
    this.finder.forget();
    this.desk.requestUpdate();
  }

  /** The days ahead in words, and the one that is chosen, wherever it lies. */
  private days(): (readonly [string, string])[] {
    const { desk } = this;
    const ahead = Array.from({ length: DAYS_AHEAD }, (_, n) => addDays(desk.today(), n));
    const chosen = this.values.day!;
    return (ahead.includes(chosen) || !chosen ? ahead : [...ahead, chosen]).map((it) => [it, dayInWords(it, desk.locale)] as const);
  }

  /** What the house says about the hour that was typed, and what is free on the day or near it. */
  private hours(): unknown {
    const { desk, t, told, free } = this;
    const start = this.start();
    const current = start && told?.key === `${this.values.experience} ${start}` ? told : null;
    const near = current && !current.offered ? current.nearest : null;
    const known = free?.key === `${this.values.experience} ${this.values.day}` ? free : null;
    const starts = near ?? known?.starts.slice(0, MOST_SHOWN) ?? [];
    const label = near ? t.desk.nearest : t.desk.phoneFree;
    return html`<p class=${current?.offered ? "yes" : "no"}>${current ? current.words : known && !known.starts.length ? t.desk.phoneNone : html`&nbsp;`}</p>
      ${!near && known?.next ? html`<button type="button" class="plain" @click=${() => this.put("day", known.next!)}>${t.desk.phoneNext(dayInWords(known.next, desk.locale))}</button>` : nothing}
      ${starts.length
        ? html`<fieldset><legend>${label}</legend><div class="chips">${starts.map((it) => html`<label class="choice"><input
              type="radio" name="free" .checked=${Date.parse(it) === Date.parse(start)} @change=${() => this.take(it)}
            /><span class="box">${dayOf(it, desk.zone) === this.values.day ? time(it, desk.zone, desk.locale) : when(this.desk, it)}</span></label>`)}</div></fieldset>`
        : nothing}
      ${current?.late && !this.picked.length ? outsideFields(this, desk, this.offer()) : nothing}`;
  }

  private choose(picked: string[]): void {
    this.picked = picked.sort((a, b) => Date.parse(a) - Date.parse(b));
    this.desk.requestUpdate();
  }
}
