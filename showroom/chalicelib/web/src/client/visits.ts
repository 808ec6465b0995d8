/** Her appointments: what is coming, each with its moves; what is past, a few at a time; and what she may arrange. */
import { html, nothing, type TemplateResult } from "lit";
import { asked, doings, freeTimes, lateTold, live, moving, optional, proposalView, standing } from "../appointment/views.js";
import { whenWords } from "../common/appointment.js";
import { dayOfYear } from "../common/dates.js";
import type { Booking } from "../common/shapes.js";
import type { ShowroomClient } from "./element.js";

/** How long before it opens the room's door is what matters most. */
const AN_HOUR = 3_600_000;

/** Where it is, in a few words. */
function where(page: ShowroomClient, { experience, boutique }: Booking): string {
  const { t } = page;
  return experience.place === "boutique" ? boutique.name : experience.place === "client" ? t.atYourAddress : t.place[experience.place];
}

export function coming(page: ShowroomClient): TemplateResult {
  const { t } = page;
  const all = page.coming;
  return html`<section aria-labelledby="coming">
    <h2 id="coming">${t.me.coming}</h2>
    ${all.length ? html`<ul class="visits">${all.map((booking) => html`<li>${entry(page, booking)}</li>`)}</ul>` : html`<p class="none">${t.me.nothing}</p>`}
  </section>`;
}

function entry(page: ShowroomClient, booking: Booking): TemplateResult {
  const { t, moves } = page;
  const { experience, boutique } = booking;
  const [day, hour, there] = whenWords(page, booking.start, experience.place, booking.zone, boutique.city);
  const here = page.at === booking.id;
  const done = here && moves.result;
  const still = live(moves, booking);
  const question = still && !done && asked(booking);
  const text = done || (booking.state === "cancelled" ? t.declined : standing(moves, booking));
  const name = `b-${booking.id}`;
  const soon = booking.room && Date.parse(booking.room.opens_at) - moves.now.getTime() < AN_HOUR;
  const room = (look: string): unknown =>
    booking.can.includes("join") ? html`<a class=${look} aria-describedby=${name} href="room#booking=${booking.id}">${t.toRoom}</a>` : nothing;
  return html`<article aria-labelledby=${name}>
    ${optional(booking)
      ? html`<h3 id=${name} tabindex="-1">${t.optionsTitle}</h3>`
      : html`<h3 id=${name} tabindex="-1"><time datetime=${booking.start}>${day}</time></h3>
        <p class="lead">${hour}</p>
        ${there ? html`<p class="quiet">${there}</p>` : nothing}`}
    <p class="gap small-gap">${experience.name}${t.comma}${t.duration(experience.duration)}</p>
    <p><bdi>${where(page, booking)}</bdi>${booking.advisor ? html`${t.comma}${t.me.withWhom(booking.advisor.name)}` : nothing}</p>
    ${experience.place === "boutique" ? html`<p class="quiet street"><bdi>${(page.streets.get(boutique.id) ?? []).join(", ")}</bdi></p>` : nothing}
    ${experience.place === "telephone" ? html`<p class="quiet">${t.weCall}</p>` : nothing}
    ${still && !done && !optional(booking) && moving(moves, booking) ? html`<p class="lead gap">${moving(moves, booking)}</p>` : nothing}
    ${text ? html`<p class=${done ? "gap result" : question ? "" : "gap"}>${text}</p>` : nothing}
    ${here ? html`${page.noticeAt(booking.id)} ${freeTimes(moves, booking)}` : nothing}
    ${question ? proposalView(moves, booking, page.busyAt(booking.id)) : nothing}
    ${still ? html`${lateTold(moves, booking)} ${soon ? html`<div class="actions">${room("primary")}</div>` : nothing}
      <div class="near">${doings(moves, booking, name, soon ? nothing : room("link"))}</div>` : nothing}
  </article>`;
}

export function arrange(page: ShowroomClient): TemplateResult {
  const { t } = page;
  const { last, arranging } = page;
  return html`<section class="noprint" aria-labelledby="arrange">
    <h2 id="arrange" tabindex="-1">${t.me.arrange}</h2>
    ${last ? html`<p class="lead gap">${t.me.asLast([last.experience.name, last.boutique.name].join(t.comma), last.advisor?.name ?? "")}</p>` : nothing}
    ${page.noticeAt("arrange")}
    ${arranging
      ? nothing
      : html`<div class="actions start"><button type="button" class="second" @click=${() => page.arrange()}>${last ? t.chooseTime : t.me.choose}</button></div>`}
    ${widget(page)}
  </section>`;
}

/** The widget itself, as on any other page: it knows her by the same link, and begins with her last time. */
export function widget(page: ShowroomClient): unknown {
  return page.arranging ? html`<div class="widget noprint"><showroom-booking @showroom:booked=${() => page.look()}></showroom-booking></div>` : nothing;
}

export function past(page: ShowroomClient): unknown {
  const { t } = page;
  const all = page.past;
  if (!all.length && !page.cursor) return nothing;
  return html`<section aria-labelledby="past">
    <h2 id="past">${t.me.earlier}</h2>
    <ul class="past">${all.slice(0, page.shown).map((booking) => row(page, booking))}</ul>
    ${page.noticeAt("past")}
    ${all.length > page.shown || page.cursor
      ? html`<button type="button" class="link noprint" aria-disabled=${page.busyAt("past") ? "true" : "false"} @click=${() => page.earlier()}>${t.me.more}</button>`
      : nothing}
  </section>`;
}

function row(page: ShowroomClient, booking: Booking): TemplateResult {
  const { t } = page;
  return html`<li tabindex="-1" id="b-${booking.id}">
    <p><time datetime=${booking.start}>${dayOfYear(booking.start, booking.zone, page.locale)}</time></p>
    <p class="quiet">${booking.experience.name}${booking.experience.place === "boutique" ? html`${t.comma}<bdi>${booking.boutique.name}</bdi>` : nothing}${booking.advisor ? html`${t.comma}${t.me.withWhom(booking.advisor.name)}` : nothing}</p>
    ${booking.state === "cancelled" ? html`<p class="quiet">${t.declined}</p>` : nothing}
  </li>`;
}
