/** Who came: in all, by sitting and by advisor. */
import { html, nothing, type TemplateResult } from "lit";
import type { EventSheet } from "./event.js";
import type { Attendance } from "./show-shapes.js";
import { sittingWords } from "./told.js";

export class WhoCame {
  found: Attendance | null = null;

  constructor(private readonly sheet: EventSheet) {}

  open(): void {
    this.found = null;
  }

  async quiet(): Promise<void> {
    const found = await this.sheet.desk.api.own<Attendance>(`/events/${this.sheet.event!.id}/attendance`);
    if (found.event === this.sheet.event?.id) this.found = found;
  }

  render(): TemplateResult {
    const { desk } = this.sheet;
    const { found } = this;
    const { events } = desk.t.desk;
    const { attendance } = events;
    if (!found) return html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
    const event = this.sheet.event!;
    const percent = new Intl.NumberFormat(desk.locale, { style: "percent", maximumFractionDigits: 0 });
    const row = (name: string, it: Attendance["total"]): TemplateResult => html`<tr><th scope="row"><bdi>${name}</bdi></th>
      <td>${it.invited}</td><td>${it.accepted}</td><td>${it.people}</td><td>${it.attended}</td><td>${it.no_shows}${it.rate === null ? nothing : html` <span class="quiet">${percent.format(it.rate)}</span>`}</td></tr>`;
    const sitting = (id: string): string => {
      const one = event.sittings.find((it) => it.id === id);
      return one ? sittingWords(desk, event, one) : id;
    };
    return html`<div class="scrolled open" tabindex="0" role="region" aria-label=${events.parts.attendance}><table class="report">
      <thead><tr><td></td>${[attendance.invited, attendance.accepted, attendance.people, attendance.attended, attendance.stayed].map((it) => html`<th scope="col">${it}</th>`)}</tr></thead>
      <tbody>${row(attendance.total, found.total)}${found.sittings.length > 1 ? found.sittings.map((it) => row(sitting(it.sitting), it)) : nothing}
        ${found.advisors.map((it) => row(it.name || attendance.nobody, it))}</tbody></table></div>`;
  }
}
