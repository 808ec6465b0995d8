/** An appointment's moves as she reads them: another time, cancelling, running late, the house's proposal, and what it has a link for. */
import { html, nothing, type TemplateResult } from "lit";
import { action, choices } from "../common/fields.js";
import type { Booking, Proposal } from "../common/shapes.js";
import type { Moves } from "./moves.js";

const MINUTES = [5, 10, 15, 20, 30];

/** What the house proposes, if it is hers to answer now; the first time to lapse comes first. */
export function asked(booking: Booking): Proposal[] | null {
  const open = booking.can.includes("answer") ? booking.proposals : [];
  return open.length ? open : null;
}

/** Is it no appointment yet, but times that are kept for her to choose from? */
export function optional(booking: Booking): boolean {
  return booking.state === "held" && asked(booking) !== null;
}

/** The title of an appointment that the house would move, or has to; else "". */
export function moving(moves: Moves, booking: Booking): string {
  if (booking.to_be_moved) return moves.t.mustMoveTitle;
  if (optional(booking)) return moves.t.optionsTitle;
  return asked(booking) ? moves.t.proposedTitle : "";
}

/** Is it still to come, and may something be done with it? */
export function live(moves: Moves, booking: Booking): boolean {
  return !moves.lapsed(booking) && ["held", "requested", "confirmed"].includes(booking.state);
}

/** What waits for somebody, in one sentence: for her answer, her word or the advisor's. */
export function standing(moves: Moves, booking: Booking): string {
  const { t } = moves;
  const { expires_at: expires, advisor, state } = booking;
  const who = advisor?.name ?? t.theBoutique;
  if (moves.lapsed(booking)) return t.lapsedText;
  const open = asked(booking);
  if (open) {
    const until = moves.until(booking, open.map((one) => one.expires_at).reduce((one, other) => (Date.parse(one) < Date.parse(other) ? one : other)));
    if (optional(booking)) return t.optionsText(until);
    return booking.to_be_moved ? t.mustMoveText(until) : open.length > 1 ? t.proposedTexts(until) : t.proposedText(until);
  }
  if (booking.to_be_moved && state === "confirmed") return t.mustMoveOpen;
  if (state === "held" && expires && booking.can.includes("confirm")) return t.manageConfirmText(moves.until(booking, expires));
  if (state === "requested") return expires ? t.requestBy(who, moves.until(booking, expires)) : t.requestText(who);
  return state === "cancelled" ? t.cancelledText : "";
}

/** The view that has taken the page, or null while it shows what is arranged. */
export function movesView(moves: Moves): TemplateResult | null {
  if (!moves.host.booking) return null;
  const views = { change: changing, cancel: cancelling, late, show: null, decline: null };
  return views[moves.view]?.(moves, moves.host.booking) ?? null;
}

const trouble = ({ host }: Moves): unknown => (host.notice ? host.noticeView(host.notice) : nothing);

/** All times in words, and the answers: one proposed time has its "That suits me" below, several have one each. */
export function proposalView(moves: Moves, booking: Booking, busy: boolean): TemplateResult {
  const { t } = moves;
  const proposals = asked(booking)!;
  const several = proposals.length > 1;
  const suits = ({ number }: Proposal): TemplateResult => action(t.suits, busy, t.oneMoment, () => moves.answer("suits", booking, several ? number : undefined));
  const different = ({ experience, boutique, advisor }: Proposal): string[] =>
    [experience.name, boutique.name, advisor?.name ?? ""].filter((name) => name && ![booking.experience.name, booking.boutique.name, booking.advisor?.name].includes(name));
  return html`<dl class="lines wide gap">
      ${optional(booking) ? nothing : html`<div><dt>${t.agreedTime}</dt><dd>${moves.inWords(booking, booking.start)}</dd></div>`}
      ${proposals.map((one) => html`<div><dt>${t.proposedTime}</dt><dd><span class="serif">${moves.inWords(one, one.start)}</span>${different(one).map((name) => html`<span class="block"><bdi>${name}</bdi></span>`)}${several ? html`<span class="actions">${suits(one)}</span>` : nothing}</dd></div>`)}
    </dl>
    <div class="actions">
      ${several ? nothing : suits(proposals[0]!)}
      <button type="button" class="second" ?disabled=${busy} @click=${() => moves.answer("another", booking)}>${optional(booking) ? t.optionsNone : t.anotherTime}</button>
    </div>`;
}

/** What there is a link for: calendar, late, another time, cancel. `named` is the id of what says which appointment it is. */
export function doings(moves: Moves, booking: Booking, named?: string, first: unknown = nothing): TemplateResult {
  const { t } = moves;
  const can = new Set(booking.can);
  const link = (label: string, press: () => void): TemplateResult =>
    html`<button type="button" class="link" aria-describedby=${named ?? nothing} @click=${press}>${label}</button>`;
  return html`<div class="actions">
      ${first} ${booking.state === "confirmed" ? link(t.addToCalendar, () => moves.calendar(booking)) : nothing}
      ${can.has("late") ? link(t.late, () => moves.go("late", booking)) : nothing}
      ${can.has("reschedule") && !asked(booking) ? link(t.changeTime, () => moves.go("change", booking)) : nothing}
      ${can.has("cancel") ? link(t.cancel, () => moves.go("cancel", booking)) : nothing}
    </div>
    ${can.has("cancel") ? (can.has("reschedule") ? nothing : html`<p class="quiet gap">${t.changeTelephone}</p>`) : html`<p class="quiet gap">${t.cancelTelephone}</p>`}`;
}

/** Her advisor knows already. */
export function lateTold(moves: Moves, booking: Booking): unknown {
  const { t } = moves;
  return booking.late_by && !moves.result ? html`<p class="gap">${t.lateTold(t.duration(booking.late_by))}</p>` : nothing;
}

/** Free times near one that is gone. */
export function freeTimes(moves: Moves, booking: Booking): unknown {
  const { alternatives } = moves;
  return alternatives?.length ? html`<ul class="free">${alternatives.map((start) => html`<li>${moves.inWords(booking, start)}</li>`)}</ul>` : nothing;
}

function changing(moves: Moves): TemplateResult {
  const { t, times, alternatives, host } = moves;
  return html`<div class="stack column rise">
    <button type="button" class="link" @click=${() => moves.go("show")}>${t.back}</button>
    <h1 tabindex="-1">${t.changeTitle}</h1>
    ${alternatives ? html`<div class="notice stack" role="alert"><p>${alternatives.length ? t.taken : t.takenNone}</p>${alternatives.length ? times.near(alternatives) : nothing}</div>` : nothing}
    ${times.render()} ${trouble(moves)}
    ${times.chosen ? html`<div class="foot">${action(t.takeThis(times.words(times.chosen)), host.busy, t.oneMoment, () => moves.move())}</div>` : nothing}
  </div>`;
}

function cancelling(moves: Moves, booking: Booking): TemplateResult {
  const { t, host } = moves;
  const late = Date.parse(booking.policy.cancel_until) < moves.now.getTime();
  return html`<div class="stack column rise">
    <h1 tabindex="-1">${t.cancelTitle}</h1>
    <p class="lead">${moves.inWords(booking, booking.start)}</p>
    <p>${late ? t.cancelLate : booking.policy.text}</p>
    ${trouble(moves)}
    <div class="actions start">
      ${action(t.cancelYes, host.busy, t.oneMoment, () => moves.cancel())}
      <button type="button" class="second" @click=${() => moves.go("show")}>${t.cancelNo}</button>
    </div>
  </div>`;
}

/** By how many minutes; one press tells the advisor. */
function late(moves: Moves): TemplateResult {
  const { t, host } = moves;
  return html`<div class="stack column rise">
    <button type="button" class="link" @click=${() => moves.go("show")}>${t.back}</button>
    <h1 tabindex="-1">${t.late}</h1>
    <p>${t.lateText}</p>
    ${choices(moves, "minutes", t.lateTitle, MINUTES.map((n) => [String(n), t.duration(n)] as const))}
    ${trouble(moves)}
    <div class="actions start">${action(t.lateTell, host.busy, t.oneMoment, () => moves.tellLate())}</div>
  </div>`;
}
