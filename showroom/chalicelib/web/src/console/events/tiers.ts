/** From when each tier is written to: at its hour its letters leave by themselves. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { action, type Form, input } from "../../common/fields.js";
import { faceOf, hourIn, instantOf } from "../clock.js";
import { hourOf } from "../hours/ranges.js";
import { when } from "../told.js";
import type { EventSheet } from "./event.js";
import type { Guest } from "./shapes.js";

const FEWEST = 3;
const MOST = 9;

interface Release {
  tier: number;
  release_at: string;
  released: boolean;
}

export class Tiers implements Form {
  private items: Release[] | null = null;
  private values: Record<string, string> = {};
  private wrong: Record<string, string> = {};
  private touched = false;
  private shown = FEWEST;

  constructor(private readonly sheet: EventSheet) {}

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.touched = true;
    this.values[name] = value;
    this.wrong = {};
    this.sheet.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  open(): void {
    this.items = null;
    this.values = this.wrong = {};
    this.touched = false;
    this.shown = FEWEST;
  }

  private get path(): string {
    return `/events/${this.sheet.event!.id}/invitations/tiers`;
  }

  /** Read again; what is being typed stays. */
  async quiet(): Promise<void> {
    const { id } = this.sheet.event!;
    const found = await this.sheet.desk.api.own<{ items: Release[] }>(this.path);
    if (id === this.sheet.event?.id) this.take(found.items);
  }

  private take(items: Release[]): void {
    this.items = items;
    if (this.touched) return;
    this.values = Object.fromEntries(items.flatMap(({ tier, release_at }) => [[`tier${tier}.day`, faceOf(release_at).slice(0, 10)], [`tier${tier}`, hourIn(faceOf(release_at))]]));
  }

  private keep(): void {
    const { desk } = this.sheet;
    const { tiers, draft, newer } = this.t.desk.events;
    const { zone } = this.sheet.event!;
    this.wrong = {};
    const kept: { tier: number; release_at: string }[] = [];
    for (let tier = 1; tier <= MOST; tier++) {
      const day = this.value(`tier${tier}.day`);
      const hour = hourOf(this.value(`tier${tier}`));
      if (!day && !hour) continue;
      if (/^\d{4}-\d\d-\d\d$/.test(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(hour)) kept.push({ tier, release_at: instantOf(`${day}T${hour}`, zone) });
      else this.wrong[`tier${tier}`] = tiers.both;
    }
    if (Object.keys(this.wrong).length) {
      desk.notice = { text: draft.wrong, alarm: true };
      return desk.requestUpdate();
    }
    void desk.act(async () => {
      try {
        const after = await desk.api.post<{ items: Release[] }>(this.path, { tiers: kept });
        this.touched = false;
        this.take(after.items);
        desk.done(tiers.kept);
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
        desk.notice = { text: error.status === 422 ? tiers.tooLate : newer, alarm: true };
      }
    }, () => this.keep());
  }

  render(guests: readonly Guest[]): TemplateResult {
    const { desk } = this.sheet;
    const { tiers } = this.t.desk.events;
    const { items } = this;
    if (!items) return html`<div class="skeleton" aria-busy="true"><i></i></div>`;
    const rows = Math.max(this.shown, ...items.map((it) => it.tier), ...guests.map((it) => it.tier));
    return html`<p class="quiet">${tiers.explain}</p>
      <div class="days tiers">${Array.from({ length: rows }, (_, at) => this.row(at + 1, items, guests))}</div>
      ${rows < MOST ? html`<button type="button" class="plain" @click=${() => { this.shown = rows + 1; desk.requestUpdate(); }}>${tiers.more}</button>` : nothing}
      <div class="doings">${action(tiers.keep, desk.busy, this.t.oneMoment, () => this.keep(), "second")}</div>`;
  }

  private row(tier: number, items: readonly Release[], guests: readonly Guest[]): TemplateResult {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const { tiers } = events;
    const known = items.find((it) => it.tier === tier);
    const open = guests.filter((it) => it.tier === tier && !it.sent && it.state === "invited").length;
    const how = known ? (known.released ? tiers.released(when(desk, known.release_at)) : tiers.waits(when(desk, known.release_at))) : tiers.byHand;
    return html`<div class="tier" role="group" aria-label="${events.tier} ${tier}"><p class="dayname"><span class="serif">${events.tier} ${tier}</span><span class="quiet">${tiers.unsent(open)}</span></p>
      <div class="pair">${input(this, `tier${tier}.day`, events.draft.day, { type: "date", optional: true })}${input(this, `tier${tier}`, tiers.hour, { dir: "ltr", inputmode: "numeric", maxlength: 5, optional: true })}</div>
      <p class="quiet">${how}</p></div>`;
  }
}
