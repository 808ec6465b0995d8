/** What she sees first: the day, and what waits for her. */
import { html, nothing, type TemplateResult } from "lit";
import { addDays, dayInWords, time } from "../common/dates.js";
import { action } from "../common/fields.js";
import { advisorOf, row, whatOf, who } from "./brief.js";
import type { ShowroomConsole } from "./element.js";
import type { Entry, Wish } from "./shapes.js";
import { ago, ownName, pending, soon, when } from "./told.js";

export function todayView(desk: ShowroomConsole): TemplateResult {
  return html`<div class="columns">
    <section class="day" aria-labelledby="day-title">${dayView(desk)}</section>
    <section class="waiting noprint" aria-labelledby="waiting-title">${waitingView(desk)}</section>
  </div>`;
}

function dayView(desk: ShowroomConsole): TemplateResult {
  const { t, locale, diary, day } = desk;
  const items = desk.shown(diary?.items ?? []);
  const isToday = day === desk.today();
  const first = items.find((it) => !it.proposed);
  return html`<header class="bar">
      <div>
        <h1 id="day-title" tabindex="-1">${dayInWords(day, locale)}</h1>
        <p class="quiet">${isToday ? t.desk.today : html`<button type="button" class="plain noprint" @click=${() => desk.go({ day: desk.today() })}>${t.desk.toToday}</button>`}
          ${first ? html` · ${t.desk.firstAt(items.filter((it) => !it.proposed).length, time(first.start, diary!.zone, locale))}` : nothing}</p>
      </div>
      <div class="tools noprint">
        ${stepper(desk, -1, t.desk.earlierDay)} ${stepper(desk, 1, t.desk.laterDay)}
        <button type="button" class="plain" @click=${() => print()}>${t.desk.print}</button>
        ${isToday && diary && desk.self!.role !== "planner" ? html`<button type="button" class="plain" @click=${() => desk.receive()}>${t.desk.walkIn.open}</button>` : nothing}
        ${isToday && ownName(desk) ? html`<button type="button" class="plain" @click=${() => desk.takeOff({ mode: "absence", staff: desk.self!.subject, ill: true })}>${t.desk.away.ill}</button>` : nothing}
      </div>
    </header>
    <p class="printed">${diary?.name} · ${desk.mine ? ownName(desk) : t.desk.everyone}</p>
    ${diary
      ? items.length
        ? html`<ol class="entries">${items.map((it) => row(desk, it))}</ol>`
        : html`<p class="lead empty">${desk.mine ? t.desk.nothingMine : t.desk.nothingToday}</p>`
      : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`}`;
}

/** One day, or one week, back or on. */
export function stepper(desk: ShowroomConsole, by: number, label: string): TemplateResult {
  return html`<button type="button" class="step ${by < 0 ? "back" : "on"}" aria-label=${label} title=${label} @click=${() => desk.go({ day: addDays(desk.day, by) })}></button>`;
}

function waitingView(desk: ShowroomConsole): TemplateResult {
  const { t } = desk;
  const { requests, moving, proposals, late } = pending(desk);
  const wishes = desk.wishes;
  const nothingWaits = desk.waiting && !requests.length && !moving.length && !proposals.length && !late.length && !wishes.length;
  const part = (title: string, list: readonly unknown[], content: () => unknown): unknown =>
    list.length ? html`<h3>${title} <span class="count">${list.length}</span></h3>${content()}` : nothing;
  return html`<header class="bar"><h2 id="waiting-title">${desk.mine ? t.desk.waiting : t.desk.waitingAll}</h2></header>
    ${nothingWaits ? html`<p class="lead empty">${t.desk.nothingWaits}</p>` : nothing}
    ${part(t.desk.late, late, () => html`<ol class="entries">${late.map((it) => row(desk, it))}</ol>`)}
    ${part(t.desk.requests, requests, () => html`<ol class="asks">${requests.map((it) => request(desk, it))}</ol>`)}
    ${part(t.desk.toBeMoved, moving, () => html`<ol class="asks">${moving.map((it) => proposal(desk, it))}</ol>`)}
    ${part(t.desk.proposals, proposals, () => html`<ol class="asks">${proposals.map((it) => proposal(desk, it))}</ol>`)}
    ${part(t.desk.wishes, wishes, () => html`<ol class="asks">${wishes.map((it) => wish(desk, it))}</ol>`)}`;
}

function title(desk: ShowroomConsole, entry: Entry): TemplateResult {
  return html`<button type="button" class="name plain" @click=${() => desk.show(entry)}><bdi>${who(desk, entry)}</bdi></button>
    <p>${whatOf(desk, entry)}</p>
    <p>${when(desk, entry.start)}–${time(entry.end, desk.zone, desk.locale)}</p>`;
}

function request(desk: ShowroomConsole, entry: Entry): TemplateResult {
  const { t } = desk;
  const { booking } = entry;
  const told = booking.private;
  const may = new Set(booking.can);
  return html`<li>
    ${title(desk, entry)}
    <p class="quiet">${[desk.mine && desk.self!.role === "associate" ? "" : advisorOf(desk, entry.advisor), t.desk.asked(ago(desk, entry.created_at))].filter(Boolean).join(" · ")}</p>
    ${told?.access_needs ? html`<p class="brief access"><span class="label">${t.desk.access}</span> ${told.access_needs}</p>` : nothing}
    ${told?.note ? html`<p class="brief"><span class="label">${t.desk.note}</span> ${told.note}</p>` : nothing}
    ${booking.expires_at ? html`<p class="mark asks">${t.desk.answerBy(soon(desk, booking.expires_at))}</p>` : nothing}
    <div class="doings">
      ${may.has("accept") ? action(t.desk.accept, desk.busy, t.oneMoment, () => desk.card.accept(entry)) : nothing}
      ${may.has("decline") ? html`<button type="button" class="second" @click=${() => desk.show(entry, "decline")}>${t.desk.decline}</button>` : nothing}
    </div>
  </li>`;
}

function proposal(desk: ShowroomConsole, entry: Entry): TemplateResult {
  const { booking } = entry;
  return html`<li>
    ${title(desk, entry)}
    ${booking.proposals.map((one) => html`<p class="quiet">${desk.t.desk.proposedWaits(when(desk, one.start), soon(desk, one.expires_at))}</p>`)}
  </li>`;
}

function wish(desk: ShowroomConsole, one: Wish): TemplateResult {
  const { t, locale } = desk;
  const what = desk.diary?.experiences.find((it) => it.id === one.experience)?.name ?? "";
  return html`<li>
    <p class="name"><bdi>${one.client_name || t.desk.somebody}</bdi></p>
    <p>${what}</p>
    <p>${[one.days.map((it) => dayInWords(it, locale)).join(t.comma), t.desk.parts[one.part]].filter(Boolean).join(" · ")}</p>
    ${one.words ? html`<p class="brief">${one.words}</p>` : nothing}
    <p class="quiet">${t.desk.asked(ago(desk, one.created_at))}</p>
  </li>`;
}
