/** A client's card: what the house notes of her, changed in one place, with what she bought and what was done. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import { dayInWords } from "../../common/dates.js";
import { action, type Form, input, select, textarea } from "../../common/fields.js";
import { call } from "../../common/sheet.js";
import type { ShowroomConsole } from "../element.js";
import { speaking, when } from "../told.js";
import type { AuditRow, ClientCard, Erasure, Purchase } from "./shapes.js";

const EMPTY = { title: "", given: "", family: "", called: "", email: "", telephone: "", language: "", advisor: "", languages: "", readings: "", tastes: "", note: "", manager_note: "" };

export class CardSheet implements Form {
  shown = false;
  private card: ClientCard | null = null;
  private version = 0;
  private values: Record<string, string> = { ...EMPTY };
  private sizes: { label: string; value: string }[] = [];
  private wrong: Record<string, string> = {};
  private purchases: Purchase[] = [];
  private history: AuditRow[] | null = null;
  private erasure: Erasure | null = null;
  private readonly attempts = new Attempts();

  constructor(private readonly desk: ShowroomConsole) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  private get directs(): boolean {
    return ["manager", "admin"].includes(this.desk.self!.role);
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

  shut(): void {
    this.shown = false;
  }

  fresh(): void {
    this.shown = true;
    this.card = this.history = this.erasure = null;
    this.values = { ...EMPTY, language: speaking(this.desk)[0] ?? "en" };
    this.sizes = [];
    this.purchases = [];
    this.wrong = {};
    this.desk.requestUpdate();
    void this.desk.updateComplete.then(() => this.desk.renderRoot.querySelector<HTMLElement>("#title")?.focus());
  }

  async read(id: string): Promise<void> {
    const { desk } = this;
    await desk.act(async () => {
      this.take(await desk.api.versioned<ClientCard>(`/clients/${id}`));
      this.history = this.erasure = null;
      this.purchases = (await desk.api.own<{ items: Purchase[] }>(`/clients/${id}/purchases`).catch(() => ({ items: [] }))).items;
      this.shown = true;
    }, () => void this.read(id));
    desk.requestUpdate();
  }

  private take({ body, version }: { body: ClientCard; version: number }): void {
    this.card = body;
    this.version = version;
    const { title, given, family, called, full } = body.name;
    this.values = {
      ...EMPTY, title, given, family: family || full, called, language: body.language, advisor: body.advisor ?? "", tastes: body.tastes, note: body.note,
      manager_note: body.manager_note ?? "", languages: body.languages.join(", "), readings: body.readings.join(", "),
    };
    this.sizes = body.sizes;
    this.wrong = {};
  }

  private body(): object {
    const text = (name: string): string => this.values[name]!.trim();
    const list = (name: string): string[] => text(name).split(/[,、،]\s*/).map((it) => it.trim()).filter(Boolean);
    const known = this.card;
    const name = known?.name.full && text("family") === known.name.full
      ? { full: known.name.full, called: text("called") }
      : { title: text("title"), given: text("given"), family: text("family"), family_first: known ? known.name.family_first : this.t.familyFirst, called: text("called") };
    return {
      name,
      language: text("language"),
      boutique: known?.boutique ?? this.desk.boutique,
      advisor: text("advisor") || null,
      languages: list("languages"),
      readings: list("readings"),
      sizes: this.sizes.filter((it) => it.label.trim() && it.value.trim()),
      tastes: text("tastes"),
      note: text("note"),
      ...(this.directs && { manager_note: text("manager_note") }),
      ...(!known && { ...(text("email") && { email: text("email") }), ...(text("telephone") && { telephone: text("telephone") }) }),
    };
  }

  private save(): void {
    const { desk, card } = this;
    const { clients, wrong } = this.t.desk;
    this.wrong = {};
    if (!this.values.family!.trim()) this.wrong.family = wrong.family;
    if (!card && !this.values.email!.trim() && !this.values.telephone!.trim()) this.wrong.telephone = wrong.contact;
    if (Object.keys(this.wrong).length) return desk.requestUpdate();
    const body = this.body();
    void desk.act(async () => {
      try {
        this.take(card
          ? await desk.api.versioned<ClientCard>(`/clients/${card.id}`, "PUT", body, { version: this.version })
          : await desk.api.versioned<ClientCard>("/clients", "POST", body, { key: this.attempts.key(body) }));
        desk.done(card ? clients.saved : clients.made);
      } catch (error) {
        if (!(error instanceof Problem) || ![412, 422].includes(error.status)) throw error;
        if (error.status === 412) {
          // What was typed stays; the next press says it over what has changed meanwhile.
          this.version = (await desk.api.versioned<ClientCard>(`/clients/${card!.id}`)).version;
          desk.notice = { text: clients.changed, alarm: true };
          return;
        }
        for (const { pointer } of error.fields) {
          const field = pointer.split("/").filter((it) => it && it !== "name" && !/^\d+$/.test(it))[0] ?? "family";
          this.wrong[field] = field === "email" ? wrong.email : field === "telephone" ? wrong.telephone : clients.wrong;
        }
        desk.notice = { text: clients.wrong, alarm: true };
      }
    }, () => this.save());
  }

  private arrange({ id, display }: ClientCard): void {
    this.desk.phone.known = { id, display };
    this.desk.telephone();
  }

  private look(what: "history" | "erasure"): void {
    const { desk } = this;
    const { id } = this.card!;
    void desk.act(async () => {
      if (what === "history") this.history = (await desk.api.own<{ items: AuditRow[] }>("/audit", { subject: `client#${id}` })).items;
      else this.erasure = await desk.api.own<Erasure>(`/clients/${id}/erasure`);
      desk.requestUpdate();
    }, () => this.look(what));
  }

  private erase(): void {
    const { desk } = this;
    void desk.act(async () => {
      this.erasure = await desk.api.post<Erasure>(`/clients/${this.card!.id}/erasure`, {});
      desk.done(this.t.desk.clients.erased);
    }, () => this.erase());
  }

  /** Handed over as a file, under a name that says nothing of her. */
  private async keep(path: string, name: string): Promise<void> {
    const { desk } = this;
    await desk.act(async () => {
      const blob = await desk.api.handed(`/clients/${this.card!.id}/${path}`, name.endsWith(".ics") ? "text/calendar" : "application/json");
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
    }, () => void this.keep(path, name));
  }

  render(): TemplateResult {
    const { desk, t, card } = this;
    const { clients } = t.desk;
    const may = !card || card.may_change;
    return html`<h2 tabindex="-1"><bdi>${card ? card.display : clients.freshTitle}</bdi></h2>
      ${card ? html`<p class="quiet">${clients.level}: ${card.email ? html`<bdi dir="ltr">${card.email}</bdi> ` : nothing}${card.telephone ? call(card.telephone) : nothing}</p>` : nothing}
      <div class="pair">
        ${select(this, "title", t.desk.phoneTitleOf, [["", "–"], ...[...new Set([...t.titles, this.value("title")])].filter(Boolean).map((it) => [it, it] as const)])}
        ${input(this, "called", clients.called, { optional: true })}
        ${input(this, "family", t.desk.phoneName)} ${input(this, "given", t.desk.phoneGiven, { optional: true })}
        ${card ? nothing : html`${input(this, "telephone", t.desk.telephone, { type: "tel", dir: "ltr" })}${input(this, "email", t.desk.email, { type: "email", dir: "ltr", optional: true })}`}
        ${select(this, "language", t.desk.phoneLetters, speaking(desk).map((it) => [it, new Intl.DisplayNames([desk.locale], { type: "language" }).of(it) ?? it] as const))}
        ${select(this, "advisor", clients.advisor, [["", clients.nobody], ...(desk.diary?.staff ?? []).map((it) => [it.id, it.name] as const)])}
        ${input(this, "languages", clients.languages, { optional: true, dir: "ltr" })} ${input(this, "readings", clients.readings, { optional: true })}
        <div class="all">${textarea(this, "tastes", clients.tastes, { optional: true, maxlength: 2000 })}</div>
        <div class="all">${this.sizing()}</div>
        <div class="all">${textarea(this, "note", clients.note, { optional: true, maxlength: 2000 })}</div>
        ${this.directs ? html`<div class="all">${textarea(this, "manager_note", clients.managerNote, { optional: true, maxlength: 2000 })}</div>` : nothing}
      </div>
      <div class="doings">
        ${may ? action(clients.save, desk.busy, t.oneMoment, () => this.save()) : nothing}
        ${card ? html`<button type="button" class="second" @click=${() => this.arrange(card)}>${clients.arrange}</button>` : nothing}
      </div>
      ${card ? this.about() : nothing}`;
  }

  private sizing(): TemplateResult {
    const { clients, leaveOut } = { ...this.t.desk };
    const put = (at: number, part: object): void => {
      this.sizes = this.sizes.map((it, n) => (n === at ? { ...it, ...part } : it));
      this.desk.requestUpdate();
    };
    const field = (at: number, name: "label" | "value", label: string): TemplateResult =>
      html`<input type="text" maxlength="40" aria-label=${label} placeholder=${label} .value=${this.sizes[at]![name]} @change=${(event: Event) => put(at, { [name]: (event.target as HTMLInputElement).value })} />`;
    return html`<h3>${clients.sizes}</h3><ul class="days">${this.sizes.map((_, at) => html`<li>${field(at, "label", clients.sizeLabel)}${field(at, "value", clients.sizeValue)}
      <button type="button" class="plain" @click=${() => { this.sizes = this.sizes.filter((__, n) => n !== at); this.desk.requestUpdate(); }}>${leaveOut}</button></li>`)}</ul>
      <button type="button" class="plain" @click=${() => { this.sizes = [...this.sizes, { label: "", value: "" }]; this.desk.requestUpdate(); }}>${clients.addSize}</button>`;
  }

  private about(): TemplateResult {
    const { desk } = this;
    const { clients } = this.t.desk;
    const money = (it: Purchase): string => new Intl.NumberFormat(desk.locale, { style: "currency", currency: it.currency }).format(Number(it.amount));
    return html`<h2>${clients.purchases}</h2>
      ${this.purchases.length
        ? html`<ul class="days">${this.purchases.map((it) => html`<li><span>${it.description}<span class="quiet"> · ${dayInWords(it.date, desk.locale)}</span></span><span>${money(it)}</span></li>`)}</ul>`
        : html`<p class="quiet">${clients.noPurchases}</p>`}
      ${this.directs
        ? html`<p class="acts">
            <button type="button" class="plain" @click=${() => this.look("history")}>${clients.history}</button>
            <button type="button" class="plain" @click=${() => void this.keep("export", "client.json")}>${clients.record}</button>
            <button type="button" class="plain" @click=${() => void this.keep("export/calendar", "client.ics")}>${clients.calendar}</button>
            <button type="button" class="plain" @click=${() => this.look("erasure")}>${clients.erase}</button></p>`
        : nothing}
      ${this.history
        ? this.history.length
          ? html`<ul class="days history">${this.history.map((it) => html`<li><span>${when(desk, it.at)}</span><code dir="ltr">${it.action}</code><span class="quiet"><bdi dir="ltr">${it.actor}</bdi></span></li>`)}</ul>`
          : html`<p class="quiet">${clients.noHistory}</p>`
        : nothing}
      ${this.erasure ? this.erasing(this.erasure) : nothing}`;
  }

  private erasing(erasure: Erasure): TemplateResult {
    const { desk } = this;
    const { clients } = this.t.desk;
    const receipt = erasure.done_at ?? erasure.begun_at;
    return html`<div class="notice alarm" role="group" aria-label=${clients.eraseTitle}><div>
      <p>${receipt ? `${clients.receipt}: ${when(desk, receipt)}` : clients.eraseTitle}</p>
      ${receipt ? nothing : html`<p>${clients.eraseText}</p>`}
      ${erasure.left.length ? html`<p>${clients.eraseLeft}</p><ul>${erasure.left.map((it) => html`<li><bdi dir="ltr">${it.to}</bdi> × ${it.count}</li>`)}</ul>` : nothing}
      ${receipt
        ? nothing
        : html`<div class="doings">${action(clients.eraseSure, desk.busy, desk.t.oneMoment, () => this.erase(), "second")}
            <button type="button" class="plain" @click=${() => { this.erasure = null; desk.requestUpdate(); }}>${desk.t.desk.keep}</button></div>`}
    </div></div>`;
  }
}
