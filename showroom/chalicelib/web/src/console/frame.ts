/** What stands round everything: whose house and clock it is, where one may go, what was done, and what lies open on top. */
import { html, nothing, type TemplateResult } from "lit";
import { action } from "../common/fields.js";
import { LANGUAGES } from "../common/words.js";
import { calendarView } from "./calendar.js";
import type { ShowroomConsole } from "./element.js";
import { clockNow, ownName, pending } from "./told.js";
import { todayView } from "./today.js";

export function frame(desk: ShowroomConsole): TemplateResult {
  const { t } = desk;
  if (!desk.self) return shutDoor(desk);
  if (desk.maison && !desk.boutique) return html`<p class="lead door">${t.desk.nowhere}</p>`;
  if (!desk.day) return html`<div class="door">${desk.notice ? desk.noticeView(desk.notice) : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`}</div>`;
  return html`${head(desk)}
    <div class="sheet">
      <div class="said noprint">
        ${desk.result ? html`<p class="result">${desk.result}</p>` : nothing}
        ${desk.notice && !desk.open ? desk.noticeView(desk.notice) : nothing}
        ${desk.live ? nothing : html`<p class="result quiet">${t.desk.notLive}</p>`}
      </div>
      ${desk.page ? desk.page.render() : desk.view === "today" ? todayView(desk) : calendarView(desk)}
    </div>
    ${desk.open ? drawer(desk) : nothing}`;
}

function shutDoor(desk: ShowroomConsole): TemplateResult {
  const { t } = desk;
  return html`<div class="door"><h1 tabindex="-1">${t.desk.signIn}</h1><p class="lead">${desk.over ? t.desk.signInAgain : t.desk.signInText}</p>
    ${desk.notice ? desk.noticeView(desk.notice) : nothing}
    <div class="doings">${action(t.desk.enter, desk.busy, t.oneMoment, () => desk.signIn())}</div></div>`;
}

function head(desk: ShowroomConsole): TemplateResult {
  const { t, maison, diary } = desk;
  const mine = maison?.boutiques.filter((it) => desk.self!.role === "admin" || desk.self!.boutiques.includes(it.id)) ?? [];
  const count = pending(desk).requests.length;
  const tab = (view: string, text: string): TemplateResult =>
    html`<button type="button" class="tab" aria-current=${desk.view === view ? "page" : "false"} @click=${() => desk.go({ view, ...(view === "today" ? { span: "day" as const, day: desk.today() } : {}) })}>${text}${view === "today" && count ? html` <span class="count">${count}</span>` : nothing}</button>`;
  const names = new Intl.DisplayNames([desk.locale], { type: "language" });
  return html`<header class="head noprint">
    <p class="maison"><bdi>${maison?.name ?? ""}</bdi></p>
    <nav aria-label=${t.desk.name}>${tab("today", t.desk.today)}${tab("calendar", t.desk.calendar)}${diary ? desk.pages.filter((it) => it.may).map((it) => tab(it.view, it.name)) : nothing}</nav>
    <div class="about">
      ${desk.view === "today" && ownName(desk)
        ? html`<div class="segs" role="group" aria-label=${t.desk.whose}>
            <button type="button" class="seg" aria-pressed=${desk.mine ? "true" : "false"} @click=${() => desk.go({ mine: true })}>${t.desk.mine}</button>
            <button type="button" class="seg" aria-pressed=${desk.mine ? "false" : "true"} @click=${() => desk.go({ mine: false })}>${t.desk.everyone}</button>
          </div>`
        : nothing}
      ${mine.length > 1
        ? html`<label><span class="hidden">${t.desk.boutique}</span><span class="select"><select @change=${(event: Event) => desk.go({ boutique: (event.target as HTMLSelectElement).value })}>
            ${mine.map((it) => html`<option value=${it.id} ?selected=${it.id === desk.boutique}>${it.city}</option>`)}
          </select></span></label>`
        : nothing}
      ${diary ? html`<p class="clock" title=${desk.live ? t.desk.live : t.desk.notLive}>${t.desk.clock(clockNow(desk), diary.city)}</p>` : nothing}
      <label><span class="hidden">${t.desk.language}</span><span class="select"><select lang="" @change=${(event: Event) => desk.chooseLanguage((event.target as HTMLSelectElement).value)}>
        ${LANGUAGES.map((it) => html`<option value=${it} ?selected=${it === desk.words!.code}>${names.of(it)}</option>`)}
      </select></span></label>
      <button type="button" class="plain" @click=${() => desk.signOut()}>${t.desk.leave}</button>
      ${desk.self!.role === "planner" ? nothing : html`<button type="button" class="primary" aria-keyshortcuts="Alt+N" ?disabled=${!diary} @click=${() => desk.telephone()}>${t.desk.newByTelephone}</button>`}
    </div>
  </header>`;
}

/** Closed by its key at once, so that the next key finds the page as it looks. */
function closed(desk: ShowroomConsole, event: Event): void {
  event.preventDefault();
  (event.target as HTMLDialogElement).close();
  desk.shut();
}

function drawer(desk: ShowroomConsole): TemplateResult {
  const content = { card: () => desk.card.render(), telephone: () => desk.phone.render(), ask: () => desk.asking.render(), away: () => desk.away.render(), walkin: () => desk.walkIn.render() };
  return html`<dialog aria-labelledby="dialog-title" @cancel=${(event: Event) => closed(desk, event)} @close=${(event: Event) => (event.target as HTMLDialogElement).isConnected && desk.shut()} @click=${(event: Event) => event.target === event.currentTarget && desk.shut()}>
    <div class="inner">
      <button type="button" class="plain shut" @click=${() => desk.shut()}>${desk.t.desk.close}</button>
      ${content[desk.open!]()}
    </div>
  </dialog>`;
}
