/** The guest list: searched, narrowed, and each guest's line with what may be done on her behalf. */
import { html, nothing, type TemplateResult } from "lit";
import { type Form, input, select } from "../../common/fields.js";
import { download } from "../../common/sheet.js";
import { csvOf, joined } from "./csv.js";
import type { EventSheet } from "./event.js";
import { GuestLine } from "./guest.js";
import { type Guest, STATES } from "./shapes.js";
import { languageName, named, sittingWords } from "./told.js";

const flat = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class Guests implements Form {
  private values: Record<string, string> = {};
  readonly line: GuestLine;

  constructor(private readonly sheet: EventSheet) {
    this.line = new GuestLine(sheet);
  }

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.sheet.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  open(): void {
    this.values = {};
    this.line.shut();
  }

  advisor(id: string | null): string {
    return id ? (this.sheet.desk.diary?.staff.find((it) => it.id === id)?.name ?? id) : "";
  }

  private fits(one: Guest): boolean {
    const { guest, state, advisor, tier, unsent, asks } = this.values;
    return (
      (!guest || flat([one.client.name, ...one.companions.flatMap((it) => [it.given, it.family])].join(" ")).includes(flat(guest.trim()))) &&
      (!state || one.state === state) && (!advisor || one.advisor === advisor) && (!tier || one.tier === Number(tier)) && (!unsent || !one.sent) && (!asks || one.can.includes("request"))
    );
  }

  /** What is shown, as a file: it is made here, of what this page has read, and nothing is asked of the house. */
  private export(found: readonly Guest[]): void {
    const { desk } = this.sheet;
    const event = this.sheet.event!;
    const { events } = this.t.desk;
    const { list } = events;
    const head = [events.search, events.state, events.advisor, events.tier, events.sittingOf, events.people, list.companions, events.plusOnes, events.letters, list.sent];
    const rows = found.map((it) => {
      const sitting = event.sittings.find((one) => one.id === it.sitting);
      const withWhom = it.companions.map((one) => [one.given, one.family].filter(Boolean).join(" ")).filter(Boolean);
      return [it.client.name, events.guestStates[it.state], this.advisor(it.advisor), it.tier || "", sitting ? sittingWords(desk, event, sitting) : "", it.party || "", joined(withWhom), it.max_plus_ones, languageName(desk, it.client.language), it.sent ? events.letterSent : events.letterWaits];
    });
    download(new Blob([csvOf([head, ...rows])], { type: "text/csv;charset=utf-8" }), `${named(desk, event).replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`);
    desk.announce(list.done(found.length));
  }

  private tick(name: string, label: string): TemplateResult {
    return html`<label class="check"><input type="checkbox" .checked=${Boolean(this.values[name])} @change=${(event: Event) => this.put(name, (event.target as HTMLInputElement).checked ? "yes" : "")} /><span>${label}</span></label>`;
  }

  render(all: readonly Guest[]): TemplateResult {
    const { t } = this;
    const { events } = t.desk;
    if (!all.length) return html`<p class="quiet empty">${events.noGuests}</p>`;
    const found = all.filter((it) => this.fits(it)).sort((a, b) => a.client.name.localeCompare(b.client.name, this.sheet.desk.locale));
    const any = ["", events.all] as const;
    const states = STATES.filter((it) => all.some((one) => one.state === it));
    const advisors = [...new Set(all.map((it) => it.advisor).filter((it) => it !== null))];
    const tiers = [...new Set(all.map((it) => it.tier).filter(Boolean))].sort((a, b) => a - b);
    return html`<div class="narrowing">
        ${input(this, "guest", events.search)}
        ${select(this, "state", events.state, [any, ...states.map((it) => [it, events.guestStates[it]] as const)])}
        ${advisors.length > 1 ? select(this, "advisor", events.advisor, [any, ...advisors.map((it) => [it, this.advisor(it)] as const)]) : nothing}
        ${tiers.length ? select(this, "tier", events.tier, [any, ...tiers.map((it) => [String(it), String(it)] as const)]) : nothing}
        ${all.some((it) => !it.sent) ? this.tick("unsent", events.notSent) : nothing}
        ${all.some((it) => it.can.includes("request")) || this.values.asks ? this.tick("asks", events.requests.filter) : nothing}
        <p class="quiet shown" role="status">${events.shownOf(found.length, all.length)}</p>
        ${found.length ? html`<button type="button" class="plain" @click=${() => this.export(found)}>${events.list.save}</button>` : nothing}
      </div>
      ${found.length ? html`<ul class="guests">${found.map((it) => html`<li>${this.line.render(it, this.advisor(it.advisor))}</li>`)}</ul>` : html`<p class="quiet empty">${events.noneFound}</p>`}`;
  }
}
