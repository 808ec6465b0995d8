/** The manifest that kitchens and couriers work by, what is printed of it, and the links that they open. */
import { html, nothing, type TemplateResult } from "lit";
import { time } from "../../../common/dates.js";
import { action, type Form, select } from "../../../common/fields.js";
import { download } from "../../../common/sheet.js";
import { LANGUAGES } from "../../../common/words.js";
import { faceOf } from "../../clock.js";
import { when } from "../../told.js";
import { languageName } from "../told.js";
import type { DinnerPart } from "./dinner.js";
import type { Dinner, Link } from "./shapes.js";

type Paper = "manifest.csv" | "manifest.xlsx" | "kitchen.html" | "driver.html" | "labels.html";

export class Papers implements Form {
  private values: Record<string, string> = {};
  private sure = "";
  /** The link that was last handed out: it can be read where it cannot be copied. */
  private given: { id: string; url: string } | null = null;

  constructor(private readonly part: DinnerPart) {}

  get t(): DinnerPart["t"] {
    return this.part.t;
  }

  private get words(): DinnerPart["t"]["desk"]["dinner"]["papers"] {
    return this.t.desk.dinner.papers;
  }

  value(name: string): string {
    return this.values[name] ?? this.part.desk.words!.code;
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.part.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  open(): void {
    this.values = {};
    this.sure = "";
    this.given = null;
  }

  private ask(what: string): void {
    const { desk } = this.part;
    this.sure = what;
    desk.notice = null;
    desk.requestUpdate();
    if (what) void desk.updateComplete.then(() => desk.renderRoot.querySelector<HTMLElement>(".dinner .sure button")?.focus());
  }

  render(dinner: Dinner): TemplateResult {
    const { part, words } = this;
    const all = this.t.desk.dinner;
    const { manifest } = dinner;
    return html`${manifest
        ? html`<p class="lead">${words.version(manifest.version, when(part.desk, manifest.released_at))}</p>
            <p class="quiet">${words.sum(all.boxes(manifest.boxes), all.households(manifest.households))} · ${words.digest} <bdi dir="ltr"><code>${manifest.digest.slice(0, 12)}</code></bdi></p>
            <p class=${manifest.stale ? "alarm" : "quiet"}>${manifest.stale ? words.stale : words.current}</p>`
        : html`<p class="lead">${words.none}</p>`}
      ${dinner.can.includes("plan") ? this.releasing(dinner) : nothing}
      ${manifest ? this.downloads(dinner) : nothing}
      <h2>${words.links}</h2><p class="quiet">${words.linksText}</p>
      <ul class="days links">${dinner.links.map((it) => this.link(it, dinner))}</ul>
      ${dinner.links.some((it) => it.kind === "round") ? nothing : html`<p class="quiet">${words.noRounds}</p>`}`;
  }

  // ── the manifest ─────────────────────────────────────────────────────────────────────────────────────────

  private reasons({ counts, without, unplaced, version }: Dinner): string[] {
    const { because } = this.words;
    if (!version) return [because.unwritten];
    if (!counts.persons) return [because.nobody];
    const found = [];
    if (without.length) found.push(because.without(without.length));
    if (counts.unaddressed) found.push(because.unaddressed(counts.unaddressed));
    for (const [why, said] of Object.entries(because.window)) {
      const names = new Set(unplaced.filter((it) => it.why === why).map((it) => this.part.guest(it.guest) || "–"));
      if (names.size) found.push(said([...names].map((it) => `\u2068${it}\u2069`).join(because.and)));
    }
    return found;
  }

  private releasing(dinner: Dinner): TemplateResult {
    const { part, words } = this;
    const { desk } = part;
    const reasons = this.reasons(dinner);
    if (reasons.length) return html`<div class="notice alarm" role="status"><div><p>${words.cannot}</p><ul class="reasons">${reasons.map((it) => html`<li>${it}</li>`)}</ul></div></div>`;
    if (!dinner.can.includes("release") || (dinner.manifest && !dinner.manifest.stale)) return html``;
    if (this.sure !== "release") return html`<div class="doings"><button type="button" class="primary" @click=${() => this.ask("release")}>${dinner.manifest ? words.releaseAgain : words.release}</button></div>`;
    return html`<div class="asked sure" role="group" aria-label=${words.release}><p>${words.releaseText}</p>
      <div class="doings">${action(words.releaseSure, desk.busy, this.t.oneMoment, () => this.release(dinner))}
        <button type="button" class="second" @click=${() => this.ask("")}>${this.t.desk.keep}</button></div></div>`;
  }

  private release(dinner: Dinner): void {
    const taken = (after: Dinner): void => {
      this.part.take(after);
      this.sure = "";
    };
    this.part.press<Dinner>(`${this.part.path}/release`, {}, (it) => this.words.released(it.manifest?.version ?? 0), { version: dinner.version, taken });
  }

  // ── what is printed ──────────────────────────────────────────────────────────────────────────────────────

  private save(paper: Paper, of = "", name = ""): void {
    const { desk, path } = this.part;
    const { version } = this.part.dinner!.manifest!;
    void desk.act(async () => {
      const blob = await desk.api.paper(`${path}/papers/${paper}`, { language: this.value("paper"), ...(of ? { of } : {}) }, paper === "manifest.xlsx" ? "application/octet-stream" : "*/*");
      download(blob, `${version}-${name ? `${name.replace(/[^\p{L}\p{N}]+/gu, "-")}-` : ""}${paper}`);
      desk.done(this.words.saved);
    }, () => this.save(paper, of, name));
  }

  private downloads(dinner: Dinner): TemplateResult {
    const { part, words } = this;
    const released = words.version(dinner.manifest!.version, when(part.desk, dinner.manifest!.released_at));
    return html`<h2>${words.download}</h2>
      <div class="narrow">${select(this, "paper", words.language, LANGUAGES.map((it) => [it, languageName(part.desk, it)] as const))}</div>
      <ul class="days"><li><p class="dayname">${released}</p><span class="acts">${this.paper("CSV", "manifest.csv")}${this.paper("XLSX", "manifest.xlsx")}${this.paper(words.labels, "labels.html")}</span></li></ul>`;
  }

  private paper(text: string, paper: Paper, of = "", name = ""): TemplateResult {
    return html`<button type="button" class="plain" aria-label=${name ? `${text}: ${name}` : nothing} @click=${() => this.save(paper, of, name)}>${text}</button>`;
  }

  // ── links ────────────────────────────────────────────────────────────────────────────────────────────────

  private link(one: Link, dinner: Dinner): TemplateResult {
    const { part, words } = this;
    const { desk } = part;
    const id = `${one.kind}:${one.id}`;
    const round = one.kind === "round";
    const name = round ? this.t.desk.dinner.night.round(one.label) : one.label;
    const papers = !dinner.manifest ? nothing : round ? this.paper(words.driver, "driver.html", one.id, name) : html`${this.paper(words.kitchen, "kitchen.html", one.id, name)}${this.paper(words.labels, "labels.html", one.id, name)}`;
    const links = dinner.can.includes("plan")
      ? html`<button type="button" class="plain" aria-label="${words.copy}: ${name}" @click=${() => this.hand(one, name, false)}>${words.copy}</button>
          <button type="button" class="plain" aria-label="${words.revoke}: ${name}" @click=${() => this.ask(id)}>${words.revoke}</button>`
      : nothing;
    return html`<li><p class="dayname"><bdi>${name}</bdi>${one.departs ? html` <span class="quiet">${words.departs(this.hour(one.departs))}</span>` : nothing}</p>
      <span class="acts ${this.sure === id ? "sure" : ""}">${this.sure === id
        ? html`<span>${words.revokeText}</span>${action(words.revokeSure, desk.busy, this.t.oneMoment, () => this.hand(one, name, true), "second")}<button type="button" class="plain" @click=${() => this.ask("")}>${this.t.desk.keep}</button>`
        : html`${papers}${links}`}</span>
      ${this.given?.id === id ? html`<label class="address"><span class="hidden">${words.here(name)}</span><input readonly dir="ltr" .value=${this.given.url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></label>` : nothing}</li>`;
  }

  /** The hour that stands in an instant with its offset: a round leaves by the clock of where it goes. */
  private hour(instant: string): string {
    return time(`${faceOf(instant)}Z`, "UTC", this.part.desk.locale);
  }

  /** Hand out a link, a new one where the old one is to end. It is copied where the browser allows it, and shown in any case. */
  private hand(one: Link, name: string, revoke: boolean): void {
    const taken = (after: { url: string }): void => {
      this.sure = "";
      this.given = { id: `${one.kind}:${one.id}`, url: after.url };
      void navigator.clipboard?.writeText(after.url).then(() => this.part.desk.done(this.words.copied(name)), () => undefined);
    };
    this.part.press<{ url: string; version: number }>(`${this.part.path}/links`, { kind: one.kind, id: one.id, ...(revoke ? { revoke } : {}) }, () => (revoke ? this.words.revoked(name) : this.words.here(name)), { taken });
  }
}
