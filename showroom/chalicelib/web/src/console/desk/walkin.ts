/** Somebody stands in the boutique: received now, with as little asked as there is time for. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import { time } from "../../common/dates.js";
import { action, type Form, input, select, textarea } from "../../common/fields.js";
import type { Booking } from "../../common/shapes.js";
import type { ShowroomConsole } from "../element.js";
import type { Offer } from "../shapes.js";
import { speaking } from "../told.js";
import { outsideFields, receivers } from "./extras.js";

const EMPTY = { advisor: "", minutes: "", title: "", family: "", given: "", telephone: "", email: "", note: "", outside: "" };
const LENGTHS = [15, 30, 45, 60, 90, 120];

export class WalkIn implements Form {
  private values: Record<string, string> = { ...EMPTY, experience: "", letters: "" };
  private wrong: Record<string, string> = {};
  private late = false;
  private readonly attempts = new Attempts();

  constructor(private readonly desk: ShowroomConsole) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    delete this.wrong[name];
    this.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  private offers(): Offer[] {
    return (this.desk.diary?.experiences ?? []).filter((it) => it.place === "boutique");
  }

  private offer(): Offer | undefined {
    return this.offers().find((it) => it.id === this.values.experience);
  }

  open(): void {
    this.values.experience ||= this.offers()[0]?.id ?? "";
    this.values.letters ||= speaking(this.desk)[0] ?? "en";
    this.wrong = {};
    this.late = false;
  }

  private body(): object {
    const value = (name: string): string => this.values[name]!.trim();
    const given = (name: string): object => (value(name) ? { [name]: value(name) } : {});
    const name = { family: value("family"), ...given("given"), ...given("title"), family_first: this.t.familyFirst };
    return {
      experience: this.values.experience,
      language: this.values.letters,
      client: { name, ...given("telephone"), ...given("email") },
      ...given("advisor"),
      ...given("note"),
      ...given("outside"),
      ...(value("minutes") && { minutes: Number(value("minutes")) }),
    };
  }

  private send(): void {
    const { desk } = this;
    const { wrong, walkIn, outside } = this.t.desk;
    this.wrong = {};
    if (!this.values.family!.trim()) this.wrong.family = wrong.family;
    if (this.late && !this.values.outside!.trim()) this.wrong.outside = outside.needReason;
    if (Object.keys(this.wrong).length) return desk.requestUpdate();
    const body = this.body();
    void desk.act(async () => {
      try {
        const made = await desk.api.post<Booking>(`/boutiques/${desk.boutique}/walk-ins`, body, { key: this.attempts.key(body) });
        desk.done(walkIn.done([this.values.title, this.values.family].filter(Boolean).join(" "), made.advisor?.name ?? ""));
        this.values = { ...EMPTY, experience: this.values.experience!, letters: this.values.letters! };
        desk.shut();
        await desk.refresh();
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
        if (error.status === 409) {
          // Whoever was named stays named: outside hours the house wants to know who and why.
          this.late = true;
          this.values.advisor ||= receivers(desk, this.offer())[0]?.[0] ?? "";
          const near = error.alternatives.slice(0, 3).map((it) => time(it, desk.zone, desk.locale));
          desk.notice = { text: [this.t.desk.why.too_few, near.length ? `${this.t.desk.nearest} ${near.join(this.t.comma)}.` : ""].filter(Boolean).join(this.t.gap), alarm: true };
          return desk.requestUpdate();
        }
        for (const { pointer } of error.fields) {
          if (/telephone/.test(pointer)) this.wrong.telephone = wrong.telephone;
          else if (/email/.test(pointer)) this.wrong.email = wrong.email;
          else if (/outside/.test(pointer)) this.wrong.outside = outside.needReason;
          else this.wrong.family = wrong.family;
        }
        desk.requestUpdate();
      }
    }, () => this.send());
  }

  render(): TemplateResult {
    const { desk, t } = this;
    const { walkIn } = t.desk;
    const languages = new Intl.DisplayNames([desk.locale], { type: "language" });
    return html`<form novalidate @submit=${(event: Event) => { event.preventDefault(); if (!desk.busy) this.send(); }}>
      <h2 id="dialog-title" tabindex="-1">${walkIn.title}</h2>
      <p class="when">${walkIn.hint}</p>
      ${desk.notice ? desk.noticeView(desk.notice) : nothing}
      <div class="form">
        <div class="all">${select(this, "experience", t.desk.phoneWhat, this.offers().map((it) => [it.id, it.name] as const))}</div>
        ${select(this, "advisor", t.desk.outside.who, [["", walkIn.anybody], ...receivers(desk, this.offer())])}
        ${select(this, "minutes", walkIn.minutes, [["", walkIn.usual], ...LENGTHS.map((it) => [String(it), t.desk.length.minutes(it)] as const)])}
        ${this.late ? html`<div class="all">${outsideFields(this, desk, this.offer())}</div>` : nothing}
        ${select(this, "title", t.desk.phoneTitleOf, [["", "–"], ...t.titles.map((it) => [it, it] as const)])}
        ${input(this, "family", t.desk.phoneName)} ${input(this, "given", t.desk.phoneGiven, { optional: true })}
        ${select(this, "letters", t.desk.phoneLetters, speaking(desk).map((it) => [it, languages.of(it) ?? it] as const))}
        ${input(this, "telephone", t.desk.telephone, { type: "tel", dir: "ltr", optional: true })} ${input(this, "email", t.desk.email, { type: "email", dir: "ltr", optional: true })}
        <div class="all">${textarea(this, "note", t.desk.phoneNote, { optional: true })}</div>
      </div>
      <div class="doings sticky">
        ${action(walkIn.arrange, desk.busy, t.oneMoment, () => this.send())}
        <button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button>
      </div>
    </form>`;
  }
}
