/** The plan as a form: menus with what they contain, kitchens with their hours before the film, cities with their areas, terms. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Problem } from "../../../common/api.js";
import { time } from "../../../common/dates.js";
import { action, check, type Form, input, select, textarea, told } from "../../../common/fields.js";
import { languageName } from "../told.js";
import type { DinnerPart } from "./dinner.js";
import { at, composed, emptyCourse, minutesOf, nearest, put, unusedId, type Written, written } from "./drafting.js";
import { ALLERGENS, DIETS, type Dinner, TERMS } from "./shapes.js";

export class PlanForm implements Form {
  private form: Written | null = null;
  /** The version that was read when writing began: what others changed since is not overwritten without a word. */
  private base = 0;
  private wrong: Record<string, string> = {};
  /** What was added here stays unfolded while it is filled in. */
  private readonly fresh = new WeakSet<object>();
  /** Every field that was shown, by its path: what the house finds is said beside the nearest. */
  private fields = new Set<string>();

  constructor(private readonly part: DinnerPart) {}

  get t(): DinnerPart["t"] {
    return this.part.t;
  }

  private get words(): DinnerPart["t"]["desk"]["dinner"]["plan"] {
    return this.t.desk.dinner.plan;
  }

  value(name: string): string {
    this.fields.add(name);
    const found = at(this.form!, name);
    return typeof found === "boolean" ? (found ? "yes" : "") : String(found);
  }

  put(name: string, value: string): void {
    const before = at(this.form!, name);
    put(this.form!, name, typeof before === "boolean" ? value === "yes" : value);
    delete this.wrong[name];
    this.part.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  open(): void {
    this.form = null;
    this.wrong = {};
  }

  private get languages(): string[] {
    const known = this.part.desk.maison?.languages ?? [];
    return known.length ? [...known] : [this.part.desk.words!.code];
  }

  private change(what: () => void): void {
    what();
    this.wrong = {};
    this.part.desk.requestUpdate();
  }

  private toggle(list: string[], code: string): void {
    this.change(() => (list.includes(code) ? list.splice(list.indexOf(code), 1) : list.push(code)));
  }

  // ── what is sent ─────────────────────────────────────────────────────────────────────────────────────────

  private save(): void {
    const { body, wrong } = composed(this.form!, this.languages[0]!);
    const { mistakes } = this.words;
    this.wrong = Object.fromEntries(Object.entries(wrong).map(([path, it]) => [path, mistakes[it]]));
    if (Object.keys(wrong).length) return this.marked();
    const taken = (after: Dinner): void => {
      this.part.take(after);
      this.form = null;
    };
    this.part.press<Dinner>(this.part.path, body, () => this.words.kept, { version: this.base, taken, refused: (it) => this.refused(it) });
  }

  private refused(problem: Problem): boolean {
    if (problem.status === 412) {
      const { desk } = this.part;
      void this.part.quiet().then(() => {
        this.base = this.part.dinner!.version;
        desk.notice = { text: this.words.newer, alarm: true };
      });
      return true;
    }
    if (problem.status !== 422 || !problem.fields.length) return false;
    for (const { pointer } of problem.fields) {
      const field = nearest(pointer, this.fields);
      if (field) this.wrong[field] = this.words.mistakes.other;
    }
    this.marked();
    return true;
  }

  private marked(): void {
    const { desk } = this.part;
    desk.notice = { text: this.words.wrong, alarm: true };
    desk.requestUpdate();
    void desk.updateComplete.then(() => {
      const first = desk.renderRoot.querySelector<HTMLElement>("[aria-invalid=true], .plan .error");
      for (let folded = first?.closest("details"); folded; folded = folded.parentElement?.closest("details")) folded.open = true;
      first?.focus();
    });
  }

  // ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

  render(dinner: Dinner): TemplateResult {
    const { words, part } = this;
    const form = (this.form ??= this.begun(dinner));
    this.fields.clear();
    const last = form.kitchens.at(-1);
    return html`<div class="plan form-of">${dinner.version ? nothing : html`<p class="lead">${words.none}</p>`}
      <h2>${words.menus}</h2>${told(this, "menus")}${repeat(form.menus, (it) => it, (_, n) => this.menu(n))}
      ${this.more(words.moreMenu, () => this.addMenu(form))}
      <h2>${words.kitchens}</h2>${told(this, "kitchens")}<p class="quiet">${words.hoursHint}</p>${form.kitchens.map((_, n) => this.kitchen(n, dinner))}
      ${this.more(words.moreKitchen, () => form.kitchens.push({ id: unusedId("kitchen", form.kitchens), name: "", zone: last?.zone ?? part.sheet.event!.zone, opens: last?.opens ?? "5:00", closes: last?.closes ?? "1:00", slot_minutes: last?.slot_minutes ?? "30", boxes: last?.boxes ?? "12" }))}
      <h2>${words.cities}</h2>${told(this, "cities")}${repeat(form.cities, (it) => it, (_, n) => this.city(n))}
      ${this.more(words.moreCity, () => this.added(form.cities, { id: "", name: {}, zone: last?.zone ?? part.sheet.event!.zone, kitchen: last?.id ?? "", couriers: "2", areas: [{ area: "", minutes: "20" }] }))}
      <h2>${words.terms}</h2><div class="fours">${TERMS.map((it) => this.whole(`terms.${it}`, words[it]))}</div>
      <datalist id="zones">${(Intl as unknown as { supportedValuesOf(what: string): string[] }).supportedValuesOf("timeZone").map((it) => html`<option value=${it}></option>`)}</datalist>
      <div class="doings sticky">${action(words.keep, part.desk.busy, this.t.oneMoment, () => this.save())}</div></div>`;
  }

  /** The plan as it stands; where there is none, with one menu to begin with. */
  private begun(dinner: Dinner): Written {
    const form = written(dinner);
    this.base = dinner.version;
    if (!dinner.version) this.addMenu(form);
    return form;
  }

  private added<T extends object>(list: T[], one: T): void {
    list.push(one);
    this.fresh.add(one);
  }

  private addMenu(form: Written): void {
    this.added(form.menus, { id: unusedId("menu", form.menus), name: {}, cold: true, finishing: {}, courses: [emptyCourse()] });
  }

  private more(label: string, add: () => unknown): TemplateResult {
    return html`<p><button type="button" class="plain" @click=${() => this.change(() => void add())}>${label}</button></p>`;
  }

  private less(label: string, list: unknown[], n: number, short = false): TemplateResult {
    const whole = this.words.lessOf(label);
    return html`<button type="button" class="plain" aria-label=${whole} @click=${() => this.change(() => void list.splice(n, 1))}>${short ? this.words.less : whole}</button>`;
  }

  private whole(path: string, label: string): TemplateResult {
    return input(this, path, label, { dir: "ltr", inputmode: "numeric", maxlength: 5 });
  }

  /** A name in each language: the house's first before the others, which are folded. */
  private named(path: string, label: (language: string) => string, field: (name: string, label: string, optional: boolean) => TemplateResult): TemplateResult {
    const [first, ...others] = this.languages;
    const one = (it: string, optional: boolean): TemplateResult => html`<div lang=${it}>${field(`${path}.${it}`, label(languageName(this.part.desk, it)), optional)}</div>`;
    return html`${one(first!, false)}${others.length ? html`<details class="tongues"><summary>${this.words.others}</summary><div class="stack">${others.map((it) => one(it, true))}</div></details>` : nothing}`;
  }

  private text(path: string, label: (language: string) => string): TemplateResult {
    return this.named(path, label, (name, said, optional) => input(this, name, said, { optional, maxlength: 80 }));
  }

  private menu(n: number): TemplateResult {
    const { words, part } = this;
    const menu = this.form!.menus[n]!;
    const name = Object.values(menu.name)[0] || words.menu(n + 1);
    const contains = ALLERGENS.filter((it) => menu.courses.some((one) => one.contains.includes(it)));
    return html`<details class="part-of" ?open=${this.fresh.has(menu)}><summary><span><bdi class="serif">${name}</bdi> <span class="quiet">${contains.length ? part.codes(contains) : words.nothingIn}</span></span></summary><div class="stack">
      ${this.text(`menus.${n}.name`, words.name)}
      ${check(this, `menus.${n}.cold`, words.cold)}
      ${menu.courses.map((_, k) => this.course(n, k))}
      ${this.more(words.moreCourse, () => menu.courses.push(emptyCourse()))}
      ${this.named(`menus.${n}.finishing`, words.finishing, (path, said) => textarea(this, path, said, { optional: true, hint: words.stepEach }))}
      ${this.less(name, this.form!.menus, n)}</div></details>`;
  }

  private course(n: number, k: number): TemplateResult {
    const { words } = this;
    const all = this.t.desk.dinner;
    const menu = this.form!.menus[n]!;
    const course = menu.courses[k]!;
    const ticks = (label: string, list: string[], known: Record<string, string>, codes: readonly string[]): TemplateResult => html`<div class="ticks coded" role="group" aria-label="${label}, ${words.course(k + 1)}"><p class="quiet">${label}</p>
      ${codes.map((it) => html`<label class="check"><input type="checkbox" .checked=${list.includes(it)} @change=${() => this.toggle(list, it)} /><span>${known[it]}</span></label>`)}</div>`;
    return html`<fieldset class="sitting"><legend>${words.course(k + 1)}</legend><div class="clear">
      ${this.text(`menus.${n}.courses.${k}.name`, words.name)}
      ${ticks(words.contains, course.contains, all.allergens, ALLERGENS)}
      ${ticks(words.suits, course.suits, all.diets, DIETS)}
      ${check(this, `menus.${n}.courses.${k}.alcohol`, words.alcohol)}
      ${menu.courses.length > 1 ? this.less(words.course(k + 1), menu.courses, k) : nothing}</div></fieldset>`;
  }

  private zone(path: string): TemplateResult {
    return html`<div class="field"><label for=${path}>${this.words.zone}</label><input id=${path} dir="ltr" list="zones" autocomplete="off" maxlength="60" aria-invalid=${this.error(path) ? "true" : nothing}
      aria-describedby=${this.error(path) ? `${path}-error` : nothing} .value=${this.value(path)} @input=${(event: Event) => this.put(path, (event.target as HTMLInputElement).value)} />${told(this, path)}</div>`;
  }

  private kitchen(n: number, dinner: Dinner): TemplateResult {
    const { words } = this;
    const path = `kitchens.${n}`;
    const one = this.form!.kitchens[n]!;
    return html`<fieldset class="sitting"><legend>${words.kitchen(n + 1)}</legend><div class="fours clear">
        ${input(this, `${path}.name`, words.kitchenName, { maxlength: 80 })}${this.zone(`${path}.zone`)}
        ${input(this, `${path}.opens`, words.opens, { dir: "ltr", maxlength: 5 })}${input(this, `${path}.closes`, words.closes, { dir: "ltr", maxlength: 5 })}
        ${this.whole(`${path}.slot_minutes`, words.every)}${this.whole(`${path}.boxes`, words.batch)}</div>
      ${this.onClock(one, dinner.film)}${this.less(one.name || words.kitchen(n + 1), this.form!.kitchens, n)}</fieldset>`;
  }

  /** A kitchen's hours as its own clock shows them, while they can be read. */
  private onClock({ opens, closes, zone }: Written["kitchens"][number], film: string): unknown {
    const hour = (typed: string): string => time(new Date(Date.parse(film) - minutesOf(typed)! * 60_000).toISOString(), zone, this.part.desk.locale);
    try {
      return minutesOf(opens) === null || minutesOf(closes) === null ? nothing : html`<p class="quiet">${this.words.works(hour(opens), hour(closes))}</p>`;
    } catch {
      return nothing; // no such zone: it is being typed
    }
  }

  private city(n: number): TemplateResult {
    const { words } = this;
    const path = `cities.${n}`;
    const one = this.form!.cities[n]!;
    const kitchens = this.form!.kitchens;
    const name = Object.values(one.name)[0] || words.city(n + 1);
    return html`<details class="part-of" ?open=${this.fresh.has(one)}><summary><span><bdi class="serif">${name}</bdi> <span class="quiet">${one.areas.map((it) => it.area).filter(Boolean).join(this.t.comma)}</span></span></summary><div class="stack">
      ${this.text(`${path}.name`, words.name)}
      <div class="fours">${this.zone(`${path}.zone`)}
        <div>${select(this, `${path}.kitchen`, words.cooks, [["", "–"] as const, ...kitchens.map((it, k) => [it.id, it.name || words.kitchen(k + 1)] as const)])}</div>
        ${this.whole(`${path}.couriers`, words.couriers)}</div>
      <div role="group" aria-label="${words.areas}, ${name}"><p class="quiet">${words.areas}</p><p class="quiet">${words.areaHint}</p>
        ${one.areas.map((it, k) => html`<div class="area">${input(this, `${path}.areas.${k}.area`, words.area, { maxlength: 40 })}${this.whole(`${path}.areas.${k}.minutes`, words.minutes)}
          ${one.areas.length > 1 ? this.less(it.area || words.area, one.areas, k, true) : nothing}</div>`)}
        ${this.more(words.moreArea, () => one.areas.push({ area: "", minutes: one.areas.at(-1)?.minutes ?? "20" }))}</div>
      ${this.less(name, this.form!.cities, n)}</div></details>`;
  }
}

