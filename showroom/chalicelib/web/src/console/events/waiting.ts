/** Who waits, in the order in which places are offered, with the times each was passed over and why. */
import { html, nothing, type TemplateResult } from "lit";
import { when } from "../told.js";
import type { EventSheet } from "./event.js";
import type { Guests } from "./guests.js";
import type { Guest, Sitting } from "./shapes.js";
import { sittingWords } from "./told.js";

export class WaitingList {
  constructor(private readonly sheet: EventSheet) {}

  render(waiting: readonly Guest[], list: Guests): TemplateResult {
    const { desk } = this.sheet;
    const event = this.sheet.event!;
    const { events } = desk.t.desk;
    if (!waiting.length) return html`<p class="quiet empty">${events.nobodyWaits}</p>`;
    const explained = html`<p class="quiet">${events.waitExplain} ${event.strict_order ? events.waitStrict : nothing}</p>`;
    return html`${explained}${event.sittings.map((one) => {
      const here = waiting.filter((it) => it.sitting === one.id);
      if (!here.length) return nothing;
      const queue = (of: readonly Guest[]): TemplateResult =>
        html`<ol class="guests queue">${of.map((it) => html`<li>${list.line.render(it, list.advisor(it.advisor), this.reasons(it))}</li>`)}</ol>`;
      const several = event.sittings.length > 1;
      const titled = (whose: string): TemplateResult => (several ? html`<h3><bdi>${whose}</bdi></h3>` : html`<h2><bdi>${whose}</bdi></h2>`);
      return html`${several ? html`<h2>${sittingWords(desk, event, one)}</h2>` : nothing}
        ${one.by_advisor.length ? this.byPool(one, here).map(([whose, of]) => html`${titled(whose)}${queue(of)}`) : queue(here)}`;
    })}`;
  }

  /** Whose places each waits for: the order is kept within these alone. */
  private byPool(one: Sitting, here: readonly Guest[]): [string, readonly Guest[]][] {
    const { more } = this.sheet.desk.t.desk.events;
    const pools = [...one.by_advisor.map(({ advisor }) => [advisor.name, advisor.id] as const), [more.ownRest, null] as const];
    return pools.map(([whose, id]): [string, readonly Guest[]] => [whose, here.filter((it) => it.allotment === id)]).filter(([, of]) => of.length);
  }

  private reasons(one: Guest): TemplateResult {
    const { desk } = this.sheet;
    const { events } = desk.t.desk;
    const since = [one.joined_at ? events.waitsSince(when(desk, one.joined_at)) : "", one.priority ? events.priority(one.priority) : ""].filter(Boolean);
    const why = (code: string): string => (code === "party_too_large" ? events.skips.party_too_large : events.skips.other);
    return html`<p class="quiet">${since.join(" · ")}</p>
      ${one.skips.map((it) => html`<p class="brief">${events.skipped(when(desk, it.at), why(it.reason))}</p>`)}`;
  }
}
