/** What the advisor sees behind the link in her letter: the request, two answers, and the result. */
import { html, nothing, type TemplateResult } from "lit";
import { nameWords, whenWords } from "../common/appointment.js";
import { action } from "../common/fields.js";
import type { Booking } from "../common/shapes.js";
import { call } from "../common/sheet.js";
import type { ShowroomManage } from "./element.js";

export function hostView(host: ShowroomManage, booking: Booking): TemplateResult {
  const { t, moves } = host;
  const lapsed = moves.lapsed(booking);
  const can = new Set(booking.can);
  const waits = (can.has("accept") || can.has("decline")) && !lapsed;
  const [day, hour] = whenWords(host, booking.start, "boutique", booking.zone, booking.boutique.city);
  const told = booking.private;
  const state = lapsed ? "expired" : booking.state;
  const line = (label: string, text: unknown): unknown => (text ? html`<div><dt>${label}</dt><dd>${text}</dd></div>` : nothing);
  const lines = told?.address ? [...(told.address.lines ?? []), [told.address.postal_code, told.address.city].filter(Boolean).join(" "), told.address.entry_notes].filter(Boolean) : [];
  const party = booking.party && booking.party.adults + booking.party.children > 1 ? t.guests(booking.party.adults, booking.party.children) : "";
  const languages = new Intl.DisplayNames([host.locale], { type: "language" });
  return html`<div class="stack column rise">
    <h1 tabindex="-1">${waits ? t.hostTitle : t.hostTitleSettled}</h1>
    <p class=${moves.result ? "result" : ""}>${moves.result || (waits && booking.expires_at ? t.hostUntil(moves.until(booking, booking.expires_at)) : t.settled[state])}</p>
    <dl class="lines wide">
      ${line(t.whenLabel, html`<span class="serif">${day}</span><br />${hour}`)}
      ${booking.proposals.map((one) => line(t.proposedTime, whenWords(host, one.start, "boutique", one.zone, one.boutique.city).slice(0, 2).join(t.comma)))}
      ${line(t.lateBy, booking.late_by && t.duration(booking.late_by))}
      ${line(t.whatLabel, `${booking.experience.name}${t.comma}${t.duration(booking.experience.duration)}`)}
      ${line(t.whereLabel, booking.experience.place === "boutique" ? booking.boutique.name : booking.experience.place === "client" ? t.atClients : t.place[booking.experience.place])}
      ${line(t.clientLabel, told?.client?.name && nameWords(t, told.client.name))}
      ${line(t.email, told?.client?.email && html`<bdi dir="ltr">${told.client.email}</bdi>`)}
      ${line(t.call, told?.client?.telephone && call(told.client.telephone))}
      ${line(t.addressLabel, lines.length && lines.map((it) => html`<bdi class="block">${it}</bdi>`))}
      ${line(t.languageLabel, languages.of(booking.language))} ${line(t.guestsLabel, party)} ${line(t.accessLabel, told?.access_needs)} ${line(t.noteLabel, told?.note)}
    </dl>
    ${host.notice ? host.noticeView(host.notice) : nothing}
    ${waits
      ? html`<div class="actions start">
          ${can.has("accept") ? action(t.accept, host.busy, t.oneMoment, () => host.accept()) : nothing}
          ${can.has("decline") ? html`<button type="button" class="second" @click=${() => moves.go("decline")}>${t.decline}</button>` : nothing}
        </div>`
      : nothing}
    ${booking.can.includes("join") ? html`<div class="actions start"><a class="second" href=${host.roomLink()}>${t.toRoom}</a></div>` : nothing}
  </div>`;
}
