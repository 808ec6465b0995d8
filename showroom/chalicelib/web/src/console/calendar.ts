/** The calendar and its twin, the list: one day or one week, of one advisor or of the whole boutique. */
import { html, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { addDays, dayInWords, dayOf, dayParts } from "../common/dates.js";
import { row } from "./brief.js";
import type { ShowroomConsole } from "./element.js";

export function calendarView(desk: ShowroomConsole): TemplateResult {
  const { t, locale, diary, span, day } = desk;
  const step = span === "week" ? 7 : 1;
  const title = span === "week" && diary ? `${words(diary.dates[0]!, locale)} – ${words(diary.dates.at(-1)!, locale)}` : dayInWords(day, locale);
  const choice = (on: boolean, text: string, press: () => void): TemplateResult =>
    html`<button type="button" class="seg" aria-pressed=${on ? "true" : "false"} @click=${press}>${text}</button>`;
  return html`<section class="calendar" aria-labelledby="calendar-title">
    <header class="bar">
      <div><h1 id="calendar-title" tabindex="-1">${title}</h1></div>
      <div class="tools noprint">
        <button type="button" class="step back" aria-label=${step > 1 ? t.desk.earlierWeek : t.desk.earlierDay} @click=${() => desk.go({ day: addDays(day, -step) })}></button>
        <button type="button" class="plain" @click=${() => desk.go({ day: desk.today() })}>${t.desk.today}</button>
        <button type="button" class="step on" aria-label=${step > 1 ? t.desk.laterWeek : t.desk.laterDay} @click=${() => desk.go({ day: addDays(day, step) })}></button>
        <label class="inline"><span class="hidden">${t.desk.date}</span><input type="date" .value=${day} @change=${(event: Event) => (event.target as HTMLInputElement).value && desk.go({ day: (event.target as HTMLInputElement).value })} /></label>
      </div>
    </header>
    <div class="bar second-bar noprint">
      <label class="inline">${t.desk.who}
        <span class="select"><select @change=${(event: Event) => desk.go({ whom: (event.target as HTMLSelectElement).value })}>
          <option value="" ?selected=${!desk.whom}>${t.desk.theBoutique}</option>
          ${diary?.staff.map((it) => html`<option value=${it.id} ?selected=${it.id === desk.whom}>${it.name}</option>`)}
        </select></span></label>
      <div class="segs">${choice(span === "day", t.desk.day, () => desk.go({ span: "day" }))}${choice(span === "week", t.desk.week, () => desk.go({ span: "week" }))}</div>
      <div class="segs">${choice(!desk.asList, t.desk.asGrid, () => desk.go({ asList: false }))}${choice(desk.asList, t.desk.asList, () => desk.go({ asList: true }))}</div>
    </div>
    ${diary
      ? desk.asList
        ? list(desk)
        : html`<div class="grid ${desk.whom ? "one" : "all"} ${span}" role="group" aria-labelledby="calendar-title" ${ref(desk.gridPlace)}></div><p class="quiet hint noprint">${t.desk.hint}</p>`
      : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`}
  </section>`;
}

const words = (day: string, locale: string): string => dayParts(day, locale).slice(1).join(" ");

/** Everything the calendar shows, day after day: whatever a hand does there, a keyboard does here. */
function list(desk: ShowroomConsole): TemplateResult {
  const { t, locale } = desk;
  const { items, dates, zone } = desk.diary!;
  const shown = items.filter((it) => !desk.whom || it.advisor === desk.whom);
  return html`${dates.map((date) => {
    const those = shown.filter((it) => dayOf(it.start, zone) === date);
    return html`${dates.length > 1 ? html`<h2 class="date">${dayInWords(date, locale)}</h2>` : nothing}
      ${those.length ? html`<ol class="entries">${those.map((it) => row(desk, it))}</ol>` : html`<p class="quiet empty">${t.desk.nothingToday}</p>`}`;
  })}`;
}
