/** Time off, or a closure: what it stops, every appointment it touches before it is saved, and one press for all of them. */
import { html, nothing, type TemplateResult } from "lit";
import { Attempts } from "../../common/attempts.js";
import { action, check, choices, type Form, input, textarea } from "../../common/fields.js";
import { faceOf, hourIn, instantOf, later } from "../clock.js";
import type { ShowroomConsole } from "../element.js";
import type { Hosted } from "../shapes.js";
import { spanWords, when } from "../told.js";
import { hourOf } from "./ranges.js";
import type { Kept, Looked, Resolved, TimeOff, Touched } from "./shapes.js";
import { choice, touchedLine, ways } from "./touched.js";

/** What is to be kept, or has been kept already. */
export interface Wanted {
  mode: "absence" | "closure";
  staff?: string;
  /** Kept already: only what it touches is looked at again. */
  kept?: TimeOff;
  /** Today, ill: what it touches is asked at once. */
  ill?: boolean;
  /** An hour to be blocked. */
  start?: string;
}

const REASONS = ["holiday", "ill", "family", "training", "blocked", "other"] as const;
const MOST_AT_ONCE = 40;

export class Away implements Form {
  private wanted: Wanted = { mode: "absence" };
  private values: Record<string, string> = {};
  private kinds = new Set<string>();
  private touched: Touched[] | null = null;
  private hosted: Hosted[] = [];
  private kept: TimeOff | null = null;
  private picked = new Map<string, string>();
  private problems = new Map<string, string>();
  private wrong: Record<string, string> = {};
  private readonly saving = new Attempts();
  private readonly solving = new Attempts();

  constructor(private readonly desk: ShowroomConsole) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  /** Whatever changes, what it touches is asked anew. */
  put(name: string, value: string): void {
    this.values[name] = value;
    if (name === "from" && this.values.to! < value) this.values.to = value;
    this.wrong = {};
    this.touched = null;
    this.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  open(wanted: Wanted): void {
    const { desk } = this;
    const day = wanted.start ? faceOf(wanted.start).slice(0, 10) : wanted.ill || desk.day < desk.today() ? desk.today() : desk.day;
    const hour = wanted.start ? hourIn(faceOf(wanted.start)) : "";
    this.wanted = wanted;
    this.values = {
      from: day,
      to: day,
      hours: hour ? "yes" : "",
      first: hour,
      last: hour ? hourIn(later(`${day}T${hour}:00`, 60)) : "",
      reason: wanted.ill ? "ill" : hour ? "blocked" : "holiday",
      note: "",
      name: "",
    };
    this.kinds = new Set();
    this.touched = null;
    this.kept = wanted.kept ?? null;
    this.wrong = {};
    this.problems.clear();
    this.picked.clear();
    if (wanted.ill || wanted.kept) this.look();
  }

  private get base(): string {
    const { mode, staff } = this.wanted;
    const boutique = `/boutiques/${this.desk.boutique}`;
    return mode === "closure" ? `${boutique}/closures` : `${boutique}/staff/${staff}/absences`;
  }

  private span(): { from: string; to: string; kinds: string[] | null } {
    const { from, to, hours, first, last } = this.values;
    const kinds = this.kinds.size ? [...this.kinds] : null;
    if (!hours) return { from: from!, to: to!, kinds };
    const at = (typed: string): string => instantOf(`${from}T${hourOf(typed)}`, this.desk.zone);
    return { from: at(first!), to: at(last!), kinds };
  }

  private sound(): boolean {
    const { from, hours, first, last, name } = this.values;
    const { away } = this.t.desk;
    const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
    if (!from) this.wrong.from = away.needDay;
    if (hours && !clock.test(hourOf(first!))) this.wrong.first = away.needHour;
    if (hours && (!clock.test(hourOf(last!)) || hourOf(last!) <= hourOf(first!))) this.wrong.last = away.needHour;
    if (this.wanted.mode === "closure" && !name!.trim()) this.wrong.name = away.needName;
    this.desk.requestUpdate();
    return !Object.keys(this.wrong).length;
  }

  /** Ask what it touches; nothing is written. */
  private look(): void {
    const { desk } = this;
    if (!this.kept && !this.sound()) return;
    void desk.act(async () => {
      const { items, hosted } = this.kept
        ? await desk.api.own<Looked>(`${this.base}/${this.kept.id}/conflicts`)
        : await desk.api.post<Looked>(`${this.base}/preview`, this.span());
      this.hosted = hosted;
      this.show(items);
    }, () => this.look());
  }

  private show(items: Touched[]): void {
    this.touched = items;
    for (const one of items) {
      const offered = ways(this.desk, one);
      if (!offered.some(([way]) => way === this.picked.get(one.booking.id))) this.picked.set(one.booking.id, offered[0]![0]);
    }
    this.desk.requestUpdate();
    void this.desk.updateComplete.then(() => this.desk.announce(this.t.desk.away.touches(items.length)));
  }

  /** Keep it, then carry out what was chosen, each client being told once. */
  private save(): void {
    const { desk } = this;
    const { away } = this.t.desk;
    void desk.act(async () => {
      let found = this.touched!;
      if (!this.kept) {
        const { reason, note, name } = this.values;
        const about = this.wanted.mode === "closure" ? { name: name!.trim() } : { reason, note: note!.trim() };
        const body = { ...this.span(), ...about };
        const saved = await desk.api.post<Kept>(this.base, body, { key: this.saving.key(this.base, body) });
        this.kept = saved.kept;
        found = saved.conflicts;
        this.hosted = saved.hosted;
        // What was arranged between the look and the press is told, not decided.
        if (found.some((it) => !this.picked.has(it.booking.id))) {
          this.show(found);
          desk.notice = { text: away.more };
          return;
        }
      }
      const chosen = found.map((it) => choice(it, this.picked.get(it.booking.id) ?? "leave")).filter((it) => it !== null);
      let done = 0;
      this.problems.clear();
      for (let at = 0; at < chosen.length; at += MOST_AT_ONCE) {
        const part = chosen.slice(at, at + MOST_AT_ONCE);
        const path = `${this.base}/${this.kept.id}/resolve`;
        const { items } = await desk.api.post<Resolved>(path, { choices: part }, { key: this.solving.key(path, part) });
        done += items.filter((it) => it.done).length;
        for (const it of items) if (!it.done) this.problems.set(it.booking_id, away.stayed);
      }
      await desk.refresh();
      if (this.problems.size) {
        const { items } = await desk.api.own<Looked>(`${this.base}/${this.kept.id}/conflicts`);
        this.show(items.filter((it) => this.problems.has(it.booking.id)));
        desk.notice = { text: away.someStayed(this.problems.size), alarm: true };
        return;
      }
      desk.done(away.saved(done));
      desk.shut();
    }, () => this.save()).then(() => (desk.open ? undefined : desk.page?.read?.()));
  }

  render(): TemplateResult {
    const { desk, wanted, touched, kept } = this;
    const { away } = desk.t.desk;
    const whose = desk.diary?.staff.find((it) => it.id === wanted.staff)?.name ?? "";
    const title = wanted.mode === "closure" ? away.closeTitle : wanted.ill ? away.illTitle : away.title;
    return html`<h2 id="dialog-title" tabindex="-1">${title}</h2>
      ${wanted.mode === "absence" && wanted.staff !== desk.self!.subject ? html`<p class="when"><bdi>${whose}</bdi></p>` : nothing}
      ${kept || wanted.ill || touched
        ? html`<p class="when">${kept ? spanWords(desk, kept) : wanted.ill ? away.today : this.said()}${kept || wanted.ill ? nothing : html` <button type="button" class="plain" @click=${() => this.put("", "")}>${away.change}</button>`}</p>`
        : nothing}
      ${desk.notice ? desk.noticeView(desk.notice) : nothing}
      ${kept || wanted.ill || touched ? nothing : this.form()}
      ${touched ? this.list(touched) : kept || wanted.ill ? html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>` : nothing}
      <div class="doings sticky">
        ${touched
          ? kept && !touched.length
            ? nothing
            : action(this.press(touched), desk.busy, desk.t.oneMoment, () => this.save())
          : action(away.look, desk.busy, desk.t.oneMoment, () => this.look())}
        <button type="button" class="second" @click=${() => desk.shut()}>${desk.t.desk.close}</button>
      </div>`;
  }

  /** What was typed, in words. */
  private said(): string {
    const { from, to } = this.span();
    const { name, reason, hours } = this.values;
    const why = this.wanted.mode === "closure" ? name! : this.t.desk.away.reasons[reason as (typeof REASONS)[number]];
    const one = { from, to, whole_days: !hours } as TimeOff;
    return `${spanWords(this.desk, one)} · ${why}`;
  }

  private press(touched: Touched[]): string {
    const { away } = this.t.desk;
    const told = touched.filter((it) => choice(it, this.picked.get(it.booking.id) ?? "leave") !== null).length;
    return this.kept ? away.solve(told) : away.save(told);
  }

  private form(): TemplateResult {
    const { t, wanted } = this;
    const { away, hours } = t.desk;
    const some = this.values.hours === "yes";
    return html`<div class="pair">
        ${wanted.mode === "closure" ? input(this, "name", away.name, { wide: true, maxlength: 80 }) : nothing}
        ${input(this, "from", some ? t.desk.date : hours.from, { type: "date", min: this.desk.today() })}
        ${some ? nothing : input(this, "to", hours.to, { type: "date", min: this.values.from })}
        ${some ? html`${input(this, "first", hours.from, { dir: "ltr", inputmode: "numeric" })}${input(this, "last", hours.to, { dir: "ltr", inputmode: "numeric" })}` : nothing}
      </div>
      ${check(this, "hours", away.someHours)}
      <fieldset><legend>${away.stops}</legend>
        <div class="ticks">${Object.entries(away.kinds).map(([kind, text]) => html`<label class="check"><input type="checkbox" .checked=${!this.kinds.size || this.kinds.has(kind)} @change=${(event: Event) => this.tick(kind, (event.target as HTMLInputElement).checked)} /><span>${text}</span></label>`)}</div>
      </fieldset>
      ${wanted.mode === "absence"
        ? html`${choices(this, "reason", away.why, REASONS.map((it) => [it, away.reasons[it]] as const))}<p class="hint">${away.private}</p>${textarea(this, "note", away.note, { optional: true, maxlength: 500 })}`
        : nothing}`;
  }

  /** All of them is said by none: what comes later is stopped as well. */
  private tick(kind: string, on: boolean): void {
    const all = Object.keys(this.t.desk.away.kinds);
    const now = new Set(this.kinds.size ? this.kinds : all);
    if (on) now.add(kind);
    else now.delete(kind);
    this.kinds = now.size === all.length || !now.size ? new Set() : now;
    this.touched = null;
    this.desk.requestUpdate();
  }

  /** What is hosted then: who else hosts is for whoever plans it. */
  private hosting(): TemplateResult | typeof nothing {
    const { desk, hosted } = this;
    if (!hosted.length) return nothing;
    const host = (id: string): unknown => html` · <bdi>${desk.diary?.staff.find((it) => it.id === id)?.name ?? ""}</bdi>`;
    return html`<p>${desk.t.desk.away.hosted}</p>
      <ul class="taken">${hosted.map((one) => html`<li><bdi>${one.name}</bdi> · ${when(desk, one.start)}${this.wanted.mode === "closure" ? host(one.host) : nothing}</li>`)}</ul>`;
  }

  private list(touched: Touched[]): TemplateResult {
    const { away } = this.t.desk;
    return html`<p class="lead">${away.touches(touched.length)}</p>${this.hosting()}
      <ol class="asks">${touched.map((one) => touchedLine(this.desk, one, this.picked.get(one.booking.id) ?? "", (way) => {
        this.picked.set(one.booking.id, way);
        this.desk.requestUpdate();
      }, this.problems.get(one.booking.id)))}</ol>`;
  }
}

