/** Moved by the house: old and new with two answers. And "I am running late", in the hour in which it can be said. */
import { html, nothing, type TemplateResult } from "lit";
import { action, choices } from "../common/fields.js";
import type { Booking } from "../common/shapes.js";
import type { ShowroomManage } from "./element.js";

const MINUTES = [5, 10, 15, 20, 30];

/** What the house proposes, if it is hers to answer now. */
export function asked(booking: Booking): Booking["proposed"] {
  return booking.can.includes("answer") ? booking.proposed : null;
}

/** Both times in words, and the two answers. */
export function proposalView(page: ShowroomManage, booking: Booking): TemplateResult {
  const { t } = page;
  const proposed = asked(booking)!;
  const other = proposed.advisor && proposed.advisor.name !== booking.advisor?.name ? proposed.advisor.name : "";
  return html`<dl class="lines wide gap">
      <div><dt>${t.agreedTime}</dt><dd>${page.inWords(booking.start)}</dd></div>
      <div><dt>${t.proposedTime}</dt><dd><span class="serif">${page.inWords(proposed.start)}</span>${other ? html`<span class="block">${other}</span>` : nothing}</dd></div>
    </dl>
    <div class="actions">
      ${action(t.suits, page.busy, t.oneMoment, () => page.answer("suits"))}
      <button type="button" class="second" ?disabled=${page.busy} @click=${() => page.answer("another")}>${t.anotherTime}</button>
    </div>`;
}

/** By how many minutes; one press tells the advisor. */
export function lateView(page: ShowroomManage): TemplateResult {
  const { t } = page;
  return html`<div class="stack column rise">
    <button type="button" class="link" @click=${() => page.go("show")}>${t.back}</button>
    <h1 tabindex="-1">${t.late}</h1>
    <p>${t.lateText}</p>
    ${choices(page, "minutes", t.lateTitle, MINUTES.map((n) => [String(n), t.duration(n)] as const))}
    ${page.notice ? page.trouble() : nothing}
    <div class="actions start">${action(t.lateTell, page.busy, t.oneMoment, () => page.tellLate())}</div>
  </div>`;
}
