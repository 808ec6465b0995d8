/** Who waits, in the order in which places are offered, with the times each was passed over and why. */
import { html, nothing, type TemplateResult } from "lit";
import { when } from "../told.js";
import type { EventSheet } from "./event.js";
import type { Guests } from "./guests.js";
import type { Guest } from "./shapes.js";
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
      return html`${event.sittings.length > 1 ? html`<h2>${sittingWords(desk, event, one)}</h2>` : nothing}
        <ol class="guests queue">${here.map((it) => html`<li>${list.line.render(it, list.advisor(it.advisor), this.reasons(it))}</li>`)}</ol>`;
    })}`;
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
