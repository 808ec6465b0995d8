/** The form of an occasion: a new one, a draft, or the words and hosts of one that is published. Errors stand beside their fields. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import { action, check, choices, type Form, input, select, textarea, told } from "../../common/fields.js";
import { faceOf, hourIn, instantOf } from "../clock.js";
import type { ShowroomConsole } from "../element.js";
import { hourOf } from "../hours/ranges.js";
import { kept, lowered, overbooking, overbookingOf } from "./overbooking.js";
import type { Occasion, Person } from "./shapes.js";
import { shares } from "./shares.js";
import { languageName } from "./told.js";

const [OFFERS, MOST_SITTINGS] = [[60, 120, 360, 720, 1440, 2880], 6];

export class Draft implements Form {
  shown = false;
  private event: Occasion | null = null;
  private values: Record<string, string> = {};
  private wrong: Record<string, string> = {};
  private sittings = 1;
  private readonly attempts = new Attempts();

  constructor(
    private readonly desk: ShowroomConsole,
    private readonly kept: (event: Occasion) => void,
  ) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    delete this.wrong[name];
    // Everybody dines at one hour: a dinner has one sitting.
    if (this.dines) while (this.sittings > 1) this.fewer();
    this.desk.requestUpdate();
  }

  private get dines(): boolean {
    return this.value("kind") === "launch_dinner";
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  shut(): void {
    this.shown = false;
  }

  private get languages(): string[] {
    const known = this.desk.maison?.languages ?? [];
    return known.length ? [...known] : [this.desk.words!.code];
  }

  /** Everybody who receives here, and whoever hosts it already. */
  private get staff(): Person[] {
    const here = (this.desk.diary?.staff ?? []).map(({ id, name }) => ({ id, name }));
    return [...here, ...(this.event?.hosts ?? []).filter((it) => !here.some((one) => one.id === it.id))];
  }

  /** The sittings are its own to change as long as nobody knows of it. */
  private get whole(): boolean {
    return !this.event || this.event.state === "draft";
  }

  begin(event: Occasion | null = null): void {
    const { desk } = this;
    this.shown = true;
    this.event = event;
    this.wrong = {};
    this.sittings = event?.sittings.length ?? 1;
    const at = (name: string, instant: string): Record<string, string> => ({ [`${name}.day`]: faceOf(instant).slice(0, 10), [name]: hourIn(faceOf(instant)) });
    this.values = event
      ? {
          kind: event.kind,
          ...Object.fromEntries(this.languages.flatMap((it) => [[`title.${it}`, event.title[it] ?? ""], [`text.${it}`, event.description[it] ?? ""]])),
          leads: event.hosts[0]?.id ?? "",
          ...Object.fromEntries(event.hosts.slice(1).map((it) => [`also.${it.id}`, "yes"])),
          ...(event.cutoff !== event.start ? at("cutoff", event.cutoff) : {}),
          ...(event.freeze !== event.start ? at("freeze", event.freeze) : {}),
          offer: String(event.offer_minutes),
          strict: event.strict_order ? "yes" : "",
          inHours: event.offer_in_hours ? "yes" : "",
          ...kept(event.overbooking),
        }
      : { kind: "group_presentation", leads: this.staff.some((it) => it.id === desk.self!.subject) ? desk.self!.subject : (this.staff[0]?.id ?? ""), offer: "720", policy: "none" };
    if (!event) Object.assign(this.values, this.empty(0));
    event?.sittings.forEach((one, n) => {
      const lasts = (Date.parse(one.end) - Date.parse(one.start)) / 60_000;
      Object.assign(this.values, at(`s${n}.start`, one.start), { [`s${n}.minutes`]: String(lasts), [`s${n}.language`]: one.language, [`s${n}.capacity`]: String(one.capacity) });
    });
    desk.requestUpdate();
  }

  private empty(n: number): Record<string, string> {
    const day = this.value("s0.start.day") || this.desk.today();
    return { [`s${n}.start.day`]: day, [`s${n}.start`]: n ? "" : "19:00", [`s${n}.minutes`]: this.value("s0.minutes") || "60", [`s${n}.language`]: this.languages[n] ?? this.languages[0]!, [`s${n}.capacity`]: this.value("s0.capacity") || "36" };
  }

  // ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────

  /** The instant of a day and an hour as typed; empty where both are. */
  private instant(name: string): string | null {
    const day = this.value(`${name}.day`);
    const hour = hourOf(this.value(name));
    if (!day && !hour) return null;
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(hour)) {
      this.wrong[name] = this.t.desk.events.draft.errors.start;
      return null;
    }
    return instantOf(`${day}T${hour}`, this.desk.zone);
  }

  private texts(name: string): Record<string, string> {
    return Object.fromEntries(this.languages.map((it) => [it, this.value(`${name}.${it}`).trim()]).filter(([, text]) => text));
  }

  private body(): object {
    const { errors } = this.t.desk.events.draft;
    this.wrong = {};
    const title = this.texts("title");
    if (!title[this.languages[0]!]) this.wrong[`title.${this.languages[0]}`] = errors.title;
    const leads = this.value("leads");
    const hosts = [leads, ...this.staff.map((it) => it.id).filter((id) => id !== leads && this.value(`also.${id}`))];
    if (!leads) this.wrong.leads = errors.hosts;
    const about = {
      title, hosts, description: this.texts("text"), cutoff: this.instant("cutoff"), freeze: this.instant("freeze"),
      offer_minutes: Number(this.value("offer")), strict_order: Boolean(this.value("strict")), offer_in_hours: Boolean(this.value("inHours")), overbooking: overbookingOf(this, this.wrong, this.dines),
    };
    if (!this.whole) return about;
    const sittings = Array.from({ length: this.sittings }, (_, n) => {
      const start = this.instant(`s${n}.start`);
      if (!start) this.wrong[`s${n}.start`] = errors.start;
      const of = (name: string, from: number, to: number): number => {
        const typed = Number(this.value(`s${n}.${name}`));
        if (!Number.isInteger(typed) || typed < from || typed > to) this.wrong[`s${n}.${name}`] = errors[name as "minutes" | "capacity"];
        return typed;
      };
      return { start, minutes: of("minutes", 15, 600), language: this.value(`s${n}.language`), capacity: of("capacity", 1, 5000), by_advisor: shares(this.event?.sittings[n]) };
    });
    return this.event ? { ...about, sittings } : { ...about, kind: this.value("kind"), sittings };
  }

  private save(): void {
    const { desk, event } = this;
    const { draft } = desk.t.desk.events;
    const body = this.body();
    desk.notice = null;
    if (Object.keys(this.wrong).length) return this.marked();
    void desk.act(async () => {
      const path = event ? `/events/${event.id}/change` : `/boutiques/${desk.boutique}/events`;
      const sent = { key: this.attempts.key(path, body, event?.version), ...(event ? { version: event.version } : {}) };
      try {
        const after = await desk.api.post<Occasion>(path, body, sent);
        this.kept(after);
        desk.done(event ? draft.changed : draft.saved);
      } catch (error) {
        if (!this.refused(error)) throw error;
      }
    }, () => this.save());
  }

  /** The house's findings, each beside its field. False for every other trouble. */
  private refused(error: unknown): boolean {
    if (!(error instanceof Problem)) return false;
    const { events } = this.t.desk;
    if (error.kind === "hosts-taken") {
      const whose = this.staff.filter((it) => error.told.hosts?.includes(it.id)).map((it) => it.name).join(this.t.comma);
      this.wrong.leads = events.hostsTaken(whose);
    } else if (error.status === 422 && error.fields.length) {
      for (const { pointer } of error.fields) Object.assign(this.wrong, this.finding(pointer));
    } else if (error.kind === "state-conflict" && lowered(this.event, overbookingOf(this, this.wrong, this.dines))) {
      this.wrong.policy = events.capacityRefused;
    } else return false;
    this.marked();
    return true;
  }

  /** The field that a JSON pointer means, and what is said there. */
  private finding(pointer: string): Record<string, string> {
    const { errors } = this.t.desk.events.draft;
    const [, part = "", at = "", of = ""] = pointer.split("/");
    if (part === "sittings") {
      const said = of === "start" ? errors.start : of === "minutes" ? errors.minutes : of === "language" ? errors.language : of === "capacity" ? errors.capacity : errors.other;
      return { [`s${at || 0}.${["start", "minutes", "language", "capacity"].includes(of) ? of : "capacity"}`]: said };
    }
    if (part === "title") return { [`title.${at || this.languages[0]}`]: errors.title };
    if (part === "description") return { [`text.${at || this.languages[0]}`]: errors.other };
    if (part === "overbooking") return { policy: errors.other };
    if (part === "hosts") return { leads: errors.hosts };
    if (part === "cutoff" || part === "freeze") return { [part]: errors.before };
    return { [part === "kind" ? "title." + this.languages[0] : "offer"]: errors.other };
  }

  private marked(): void {
    const { desk } = this;
    desk.notice = { text: desk.t.desk.events.draft.wrong, alarm: true };
    desk.requestUpdate();
    void desk.updateComplete.then(() => {
      const first = desk.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]");
      const folded = first?.closest("details");
      if (folded) folded.open = true;
      first?.focus();
    });
  }

  // ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

  render(): TemplateResult {
    const { desk, event } = this;
    const { t } = desk;
    const { events } = t.desk;
    const { draft } = events;
    const [first, ...others] = this.languages;
    return html`<section class="hours events" aria-labelledby="draft-title">
      <header class="bar"><h1 id="draft-title" tabindex="-1">${event ? draft.changeTitle : draft.title}</h1>
        <div class="tools"><button type="button" class="plain" @click=${() => this.leave()}>${t.back}</button></div></header>
      <div class="columns even"><div class="form-of">
        ${event ? nothing : choices(this, "kind", draft.kind, Object.entries(events.kinds))}
        ${this.text(first!)}
        ${others.length
          ? html`<details ?open=${others.some((it) => event?.title[it])}><summary>${draft.others}</summary><div class="stack">${others.map((it) => this.text(it))}</div></details>`
          : nothing}
        ${this.whole ? Array.from({ length: this.sittings }, (_, n) => this.sitting(n)) : nothing}
        ${this.whole && this.sittings < MOST_SITTINGS && !this.dines ? html`<button type="button" class="plain" @click=${() => this.more()}>${draft.more}</button>` : nothing}
      </div><div class="form-of">
        <fieldset><legend class="hidden">${draft.hosts}</legend>
          ${select(this, "leads", draft.leads, this.staff.map((it) => [it.id, it.name] as const))}${told(this, "leads")}
          <div class="ticks" role="group" aria-label=${draft.also}><p class="quiet">${draft.also}</p>${this.staff.filter((it) => it.id !== this.value("leads")).map((it) => check(this, `also.${it.id}`, it.name))}</div>
        </fieldset>
        <h2>${draft.rest}</h2>
        ${this.limit("cutoff", draft.cutoff)} ${this.limit("freeze", draft.freeze)}
        ${select(this, "offer", draft.offer, this.offers().map((n) => [String(n), t.duration(n)] as const))}
        ${this.dines ? nothing : overbooking(this)}
        ${check(this, "inHours", draft.inHours)}
        ${check(this, "strict", draft.strict)}
      </div></div>
      <div class="doings sticky">${action(this.whole ? draft.save : draft.keep, desk.busy, t.oneMoment, () => this.save())}</div>
    </section>`;
  }

  private offers(): number[] {
    return [...new Set([...OFFERS, Number(this.value("offer"))])].sort((a, b) => a - b);
  }

  private leave(): void {
    const { event } = this;
    this.shown = false;
    if (event) this.kept(event);
    else this.desk.requestUpdate();
    this.desk.notice = null;
  }

  private text(language: string): TemplateResult {
    const { draft } = this.t.desk.events;
    const named = languageName(this.desk, language);
    return html`<div lang=${language} class="worded">${input(this, `title.${language}`, draft.name(named), { maxlength: 120, optional: language !== this.languages[0] })}
      ${textarea(this, `text.${language}`, draft.text(named), { optional: true, maxlength: 1000 })}</div>`;
  }

  private sitting(n: number): TemplateResult {
    const { desk } = this;
    const { draft } = this.t.desk.events;
    const spoken = this.languages.map((it) => [it, languageName(desk, it)] as const);
    return html`<fieldset class="sitting"><legend>${draft.sitting(n + 1)}</legend>
      <div class="fours">
        ${input(this, `s${n}.start.day`, draft.day, { type: "date", min: desk.today() })}
        ${input(this, `s${n}.start`, draft.hour, { dir: "ltr", inputmode: "numeric", maxlength: 5 })}
        ${input(this, `s${n}.minutes`, draft.minutes, { type: "number", min: "15", max: "600" })}
        ${input(this, `s${n}.capacity`, draft.capacity, { type: "number", min: "1", max: "5000" })}
        ${select(this, `s${n}.language`, draft.language, spoken)}
      </div>
      ${n && n === this.sittings - 1 ? html`<button type="button" class="plain" @click=${() => this.fewer()}>${draft.fewer}</button>` : nothing}
    </fieldset>`;
  }

  private more(): void {
    Object.assign(this.values, this.empty(this.sittings));
    this.sittings++;
    this.desk.requestUpdate();
  }

  private fewer(): void {
    this.sittings--;
    for (const name of Object.keys(this.values)) if (name.startsWith(`s${this.sittings}.`)) delete this.values[name];
    this.desk.requestUpdate();
  }

  private limit(name: string, label: string): TemplateResult {
    const { draft } = this.t.desk.events;
    return html`<div class="pair" role="group" aria-label=${label}>${input(this, `${name}.day`, label, { type: "date", optional: true, hint: name === "cutoff" && this.dines ? draft.untilKitchens : draft.untilStart })}${input(this, name, this.t.desk.phoneTime, { dir: "ltr", inputmode: "numeric", maxlength: 5, optional: true })}</div>`;
  }
}
