/** All dates: one month, in which only days that have times can be pressed. A part, fetched when it is asked for. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Reader } from "./appointment.js";
import { dayInWords, dayParts, monthInWords, weekday, weeksOf } from "./dates.js";

export { monthInWords };

export interface Shown {
  month: string;
  /** The month it is: no earlier one is turned to. */
  first: string;
  day: string | null;
  loading: boolean;
  has(day: string): boolean;
  /** Any day of this month has times. */
  any: boolean;
}

export function monthView({ t, locale }: Reader, shown: Shown, turn: (by: number) => void, choose: (day: string) => void): TemplateResult {
  const { month } = shown;
  const weeks = weeksOf(month, locale);
  return html`<div class="month" part="month">
    <div class="turn">
      <button type="button" class="link" ?disabled=${month <= shown.first} @click=${() => turn(-1)} aria-label=${t.earlierMonth}><span class="arrow before"></span></button>
      <p class="serif" aria-live="polite">${monthInWords(month, locale)}</p>
      <button type="button" class="link" @click=${() => turn(1)} aria-label=${t.laterMonth}><span class="arrow after"></span></button>
    </div>
    <table>
      <thead><tr>${Array.from({ length: 7 }, (_, i) => {
        const day = weeks.map((week) => week[i]).find(Boolean)!;
        return html`<th scope="col"><span class="hidden">${weekday(day, locale)}</span><span aria-hidden="true">${dayParts(day, locale)[0]}</span></th>`;
      })}</tr></thead>
      <tbody>
        ${weeks.map((week) => html`<tr>${week.map((day) => html`<td>${
          day && shown.has(day)
            ? html`<button type="button" aria-pressed=${day === shown.day ? "true" : "false"} aria-label=${dayInWords(day, locale)} @click=${() => choose(day)}>${dayParts(day, locale)[1]}</button>`
            : day ? html`<span aria-hidden="true">${dayParts(day, locale)[1]}</span>` : nothing
        }</td>`)}</tr>`)}
      </tbody>
    </table>
    ${shown.any || shown.loading ? nothing : html`<p class="quiet">${t.noTimesInMonth}</p>`}
  </div>`;
}
