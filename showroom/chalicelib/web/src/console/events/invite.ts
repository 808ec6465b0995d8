/** Inviting: one client found by her name, many from a file that is tried first, and the letters sent by a second press. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import { action, type Form, input, select } from "../../common/fields.js";
import { Finder } from "../clients/finder.js";
import type { Hit } from "../clients/shapes.js";
import { speaking } from "../told.js";
import type { EventSheet } from "./event.js";
import type { Guest, Report, Sent } from "./shapes.js";
import { Tiers } from "./tiers.js";
import { languageName } from "./told.js";

const MOST_PLUS_ONES = 9;

export class Invite implements Form {
  private values: Record<string, string> = {};
  private chosen: Hit | null = null;
  private csv = "";
  private file = "";
  private report: Report | null = null;
  private tried = false;
  private onlyRefused = false;
  private sure = false;
  private readonly finder: Finder;
  readonly tiers: Tiers;
  private readonly attempts = new Attempts();

  constructor(private readonly sheet: EventSheet) {
    this.finder = new Finder(sheet.desk);
    this.tiers = new Tiers(sheet);
  }

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.sure = false;
    if (name === "invitee") this.finder.typed(value);
    this.sheet.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  open(): void {
    this.values = { tier: "", plus: "1", bulk: "" };
    this.chosen = this.report = null;
    this.csv = this.file = "";
    this.sure = this.tried = this.onlyRefused = false;
    this.finder.forget();
    this.tiers.open();
  }

  private get path(): string {
    return `/events/${this.sheet.event!.id}`;
  }

  // ── one ──────────────────────────────────────────────────────────────────────────────────────────────────

  private choose(hit: Hit | null): void {
    this.chosen = hit;
    this.values.invitee = "";
    this.finder.forget();
    this.sheet.desk.requestUpdate();
  }

  private one(): void {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const hit = this.chosen!;
    const path = `${this.path}/guests`;
    const { tier, plus, letters } = this.values;
    const body = { client_id: hit.id, max_plus_ones: Number(plus), ...(tier ? { tier: Number(tier) } : {}), ...(letters ? { language: letters } : {}) };
    void desk.act(async () => {
      try {
        await desk.api.post<Guest>(path, body, { key: this.attempts.key(path, body) });
        desk.done(events.invited(hit.display));
        this.choose(null);
      } catch (error) {
        if (!(error instanceof Problem) || ![403, 404, 409, 422].includes(error.status)) throw error;
        desk.notice = { text: events.inviteRefused, alarm: true };
      }
      await this.sheet.quiet();
    }, () => this.one());
  }

  private single(): TemplateResult {
    const { desk } = this.sheet;
    const { t, chosen, finder } = this;
    const { events } = t.desk;
    if (!chosen) {
      const { hits } = finder;
      return html`${input(this, "invitee", t.desk.clients.search, { hint: t.desk.clients.hint })}
        ${hits ? html`<ul class="days hits">${hits.items.map((it) => html`<li><button type="button" class="plain name" @click=${() => this.choose(it)}><bdi>${it.display}</bdi></button><span class="quiet"><bdi dir="ltr">${it.hint}</bdi></span></li>`)}</ul>` : nothing}
        ${hits && !hits.items.length ? html`<p class="quiet">${t.desk.clients.none}</p>` : nothing}`;
    }
    return html`<p class="chosen"><span><span class="quiet">${events.chosen}</span> <bdi class="serif">${chosen.display}</bdi></span>
        <button type="button" class="plain" @click=${() => this.choose(null)}>${events.another}</button></p>
      <div class="fours">${select(this, "plus", events.plusOnes, Array.from({ length: MOST_PLUS_ONES + 1 }, (_, n) => [String(n), String(n)] as const))}
        ${select(this, "tier", events.tier, [["", events.noTier], ["1", "1"], ["2", "2"], ["3", "3"]])}
        ${select(this, "letters", events.letters, [["", "–"], ...speaking(desk).map((it) => [it, languageName(desk, it)] as const)])}</div>
      <div class="doings">${action(events.inviteSure(chosen.display), desk.busy, t.oneMoment, () => this.one(), "second")}</div>`;
  }

  // ── many ─────────────────────────────────────────────────────────────────────────────────────────────────

  private async take(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.csv = await file.text();
    this.file = file.name;
    this.report = null;
    this.sheet.desk.requestUpdate();
  }

  /** The same list twice: first to see what would happen, then to do it. */
  private carry(dry: boolean): void {
    const { desk } = this.sheet;
    const path = `${this.path}/invitations/import`;
    const body = { csv: this.csv, dry_run: dry };
    void desk.act(async () => {
      try {
        this.report = await desk.api.post<Report>(path, body, { key: this.attempts.key(path, body) });
        this.tried = dry;
        this.onlyRefused = false;
      } catch (error) {
        if (!(error instanceof Problem) || ![400, 413, 422].includes(error.status)) throw error;
        desk.notice = { text: this.t.desk.events.unreadable, alarm: true };
        return;
      }
      if (!dry) desk.done(this.sum(this.report));
      await this.sheet.quiet();
    }, () => this.carry(dry));
  }

  private sum(report: Report): string {
    const { events } = this.t.desk;
    const already = report.rows.filter((it) => it.outcome === "already").length;
    return (this.tried ? events.reportOf : events.reportDone)(report.invited, already, report.refused);
  }

  private list(): TemplateResult {
    const { desk } = this.sheet;
    const { t, report } = this;
    const { events } = t.desk;
    return html`<p class="quiet">${events.columns} <bdi dir="ltr"><code>client, email, telephone, tier, plus_ones, priority, language, advisor</code></bdi></p>
      <p class="filed"><input id="csv" class="hidden" type="file" accept=".csv,text/csv" @change=${(event: Event) => void this.take(event)} /><label for="csv" class="second">${events.file}</label>
        ${this.csv ? html`<bdi dir="ltr">${this.file}</bdi>` : nothing}</p>
      ${report ? this.reported(report) : nothing}
      <div class="doings">
        ${this.csv && !report ? action(events.tryIt, desk.busy, t.oneMoment, () => this.carry(true), "second") : nothing}
        ${report && this.tried && report.invited ? action(events.carryOut(report.invited), desk.busy, t.oneMoment, () => this.carry(false)) : nothing}
      </div>`;
  }

  /** A code of why, in words; of a line that cannot be read, its column too. */
  private reason(why: string, column?: string | null): TemplateResult {
    const { whys } = this.t.desk.events;
    const known: Record<string, string> = whys;
    return html`${known[why] ?? whys.form}${column ? html` <bdi dir="ltr"><code>${column}</code></bdi>` : nothing}`;
  }

  private reported(report: Report): TemplateResult {
    const { events } = this.t.desk;
    const { desk } = this.sheet;
    const rows = report.rows.filter((it) => !this.onlyRefused || it.outcome === "refused");
    return html`<p class="lead" role="status">${this.sum(report)}</p>${this.tried ? html`<p class="quiet">${events.dryRun}</p>` : nothing}
      ${report.refused ? html`<label class="check"><input type="checkbox" .checked=${this.onlyRefused} @change=${() => { this.onlyRefused = !this.onlyRefused; desk.requestUpdate(); }} /><span>${events.onlyRefused}</span></label>` : nothing}
      <div class="scrolled" tabindex="0" role="region" aria-label=${events.many}><table class="report"><thead><tr><th scope="col">${events.line}</th><th scope="col">${events.outcome}</th><th scope="col">${events.why}</th></tr></thead>
        <tbody>${rows.map((it) => html`<tr class=${it.outcome}><td>${it.line}</td><td>${events.outcomes[it.outcome]}</td><td>${it.why ? this.reason(it.why, it.column) : nothing}${it.rule ? html` <span class="quiet"><bdi dir="ltr">${it.rule}</bdi></span>` : nothing}</td></tr>`)}</tbody></table></div>`;
  }

  // ── the letters ──────────────────────────────────────────────────────────────────────────────────────────

  private send(): void {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const path = `${this.path}/invitations/send`;
    const tier = this.value("bulk");
    const body = tier ? { tier: Number(tier) } : {};
    void desk.act(async () => {
      const told = await desk.api.post<Sent>(path, body, { key: this.attempts.key(path, body, this.unsent(this.sheet.guests ?? []).length) });
      this.sure = false;
      await this.sheet.quiet();
      desk.done(events.sent(told.sent, told.waiting));
    }, () => this.send());
  }

  private unsent(guests: readonly Guest[]): Guest[] {
    const tier = this.value("bulk");
    return guests.filter((it) => !it.sent && it.state === "invited" && (!tier || it.tier === Number(tier)));
  }

  private letters(guests: readonly Guest[]): TemplateResult {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const unsent = this.unsent(guests);
    const n = unsent.length;
    const tiers = [...new Set(guests.map((it) => it.tier).filter(Boolean))].sort((a, b) => a - b);
    const languages = [...new Set(unsent.map((it) => it.client.language))];
    const each = languages.map((code) => `${languageName(desk, code)} ${unsent.filter((it) => it.client.language === code).length}`);
    return html`<p class="lead">${events.toSend(n)}</p><p class="quiet">${events.toSendText}</p>
      ${n ? html`<p class="quiet">${each.join(" · ")}</p>` : nothing}
      ${tiers.length ? html`<div class="fours">${select(this, "bulk", events.tier, [["", events.all], ...tiers.map((it) => [String(it), String(it)] as const)])}</div>` : nothing}
      <div class="doings">${n === 0
        ? nothing
        : this.sure
          ? html`${action(events.sendSure(n), desk.busy, this.t.oneMoment, () => this.send())}<button type="button" class="second" @click=${() => { this.sure = false; desk.requestUpdate(); }}>${this.t.desk.keep}</button>`
          : html`<button type="button" class="second" @click=${() => { this.sure = true; desk.requestUpdate(); }}>${events.send(n)}</button>`}</div>`;
  }

  render(guests: readonly Guest[]): TemplateResult {
    const { events } = this.t.desk;
    return html`<div class="columns even"><div><h2>${events.many}</h2>${this.list()}<h2>${events.tiers.title}</h2>${this.tiers.render(guests)}</div>
      <div><h2>${events.sending}</h2>${this.letters(guests)}<h2>${events.one}</h2>${this.single()}</div></div>`;
  }
}
