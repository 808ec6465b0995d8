/** Step 4: everything in lines, the policy in one sentence, one button. Then the end: an invitation card. */
import { html, nothing, type TemplateResult } from "lit";
import { card, nameWords, untilWords, whenWords } from "../common/appointment.js";
import { action } from "../common/fields.js";
import type { Name } from "../common/shapes.js";
import { clientOf } from "./body.js";
import type { View } from "./draft.js";
import type { ShowroomBooking } from "./element.js";

interface Line {
  label: string;
  text: unknown;
  view: View;
}

/** What is chosen so far, each line leading back to its step. */
export function lines(host: ShowroomBooking, all: boolean): Line[] {
  const { t, draft } = host;
  const experience = host.experienceNow;
  const boutique = host.boutiqueNow;
  const made: Line[] = [];
  if (experience) made.push({ label: t.whatLabel, text: experience.name, view: "what" });
  if (experience && boutique) {
    const place = experience.place === "client" ? html`${t.place.client}${t.comma}<bdi>${host.value("postal")}</bdi>` : experience.place === "boutique" ? boutique.name : `${t.place[experience.place]}${t.comma}${boutique.name}`;
    made.push({ label: t.whereLabel, text: place, view: "where" });
  }
  if (experience && boutique && draft.start) {
    const [day, hour, there] = whenWords(host, draft.start, experience.place, boutique.zone, boutique.city);
    made.push({ label: t.whenLabel, text: html`${day}<br />${hour}${there ? html`<br /><span class="quiet">${there}</span>` : nothing}`, view: "when" });
    if (draft.advisor) made.push({ label: t.advisorLabel, text: html`<bdi>${draft.advisor}</bdi>`, view: "when" });
    if (boutique.languages.length > 1 && host.value("language")) {
      made.push({ label: t.languageLabel, text: new Intl.DisplayNames([host.locale], { type: "language" }).of(host.value("language")), view: "when" });
    }
  }
  if (!all) return made;
  if (!host.known) {
    const client = clientOf(draft, t.familyFirst) as { name: Name; email?: string; telephone?: string };
    made.push({ label: t.nameLabel, text: html`<bdi>${nameWords(t, client.name)}</bdi>`, view: "details" });
    made.push({ label: t.contactLabel, text: html`<bdi dir="ltr">${client.email ?? client.telephone}</bdi>`, view: "details" });
  }
  const adults = Number(host.value("adults") || 1);
  const children = Number(host.value("children") || 0);
  if (adults + children > 1) made.push({ label: t.guestsLabel, text: t.guests(adults, children), view: "details" });
  return made;
}

export function confirm(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const experience = host.experienceNow!;
  const how = host.confirmationNow;
  const label = how === "instant" ? t.confirm : how === "by_email_link" ? t.keepHour : experience.place === "client" ? t.request : t.requestAny;
  return html`<h2 tabindex="-1" part="title">${how === "by_associate" ? t.requestTitle : t.confirmTitle}</h2>
    <dl class="lines wide" part="lines">
      ${lines(host, true).map((line) => html`<div><dt>${line.label}</dt><dd>${line.text}</dd>
        <dd class="noprint"><button type="button" class="link small" aria-label="${t.change}: ${line.label}" @click=${() => host.go(line.view)}>${t.change}</button></dd></div>`)}
    </dl>
    <p class="wide">${experience.policy}</p>
    <p>${how === "by_email_link" && !host.value("email").trim() ? t.code.next : t.next[how]}</p>
    ${host.noticeNow()}
    <div class="foot">${action(label, host.busy, t.oneMoment, () => host.submit())}</div>`;
}

export function end(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const booking = host.booking!;
  const place = booking.experience.place;
  const until = booking.expires_at ? untilWords(host, booking.expires_at, booking, host.now()) : "";
  const who = booking.advisor?.name ?? t.theBoutique;
  const gone = host.lapsed;
  const expect = place === "video" ? t.expectYouVideo : place === "telephone" ? t.expectYouTelephone : t.expectYou;
  const [title, text] = gone
    ? [t.lapsed, t.lapsedText]
    : booking.state === "held"
      ? host.waits
        ? [t.code.sent, t.code.text(until)]
        : [t.written, t.writtenText(until)]
      : booking.state === "requested"
        ? [t.requestSent, until ? t.requestBy(who, until) : t.requestText(who)]
        : booking.state === "cancelled"
          ? [t.declined, t.cancelledText]
          : [expect, place === "video" ? t.videoLink : ""];
  const confirmed = booking.state === "confirmed";
  return card(host, booking, host.maisonName, host.street,
    html`<h2 tabindex="-1" part="title">${title}</h2>${text ? html`<p class="gap">${text}</p>` : nothing}`,
    html`${host.waits ? host.forCode?.view(host) : nothing} ${host.noticeNow()}
      <div class="actions">
        ${confirmed ? html`<button type="button" class="link" @click=${() => host.calendar()}>${t.addToCalendar}</button>` : nothing}
        ${!gone && booking.can.includes("reschedule") ? html`<button type="button" class="link" @click=${() => host.go("change")}>${t.change}</button>` : nothing}
        ${confirmed ? html`<button type="button" class="link" @click=${() => window.print()}>${t.print}</button>` : nothing}
        <button type="button" class="link" @click=${() => host.restart()}>${gone || booking.state === "cancelled" ? t.chooseOther : t.another}</button>
      </div>`);
}

export function wished(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  return html`<article class="card rise" part="card">
    ${host.maisonName ? html`<p class="maison">${host.maisonName}</p>` : nothing}
    <h2 tabindex="-1" part="title">${t.wishSent}</h2>
    <div class="rule"></div>
    <p>${t.wishSentText}</p>
    <div class="gap">${host.telephoneLines()}</div>
    <div class="actions"><button type="button" class="link" @click=${() => host.restart()}>${t.another}</button></div>
  </article>`;
}
