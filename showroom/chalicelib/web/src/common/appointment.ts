/** One appointment in words, and the invitation card that carries it. */
import { html, nothing, type TemplateResult } from "lit";
import type { Api } from "./api.js";
import { dayInWords, dayOf, ownZone, sameClock, time } from "./dates.js";
import { call } from "./sheet.js";
import type { Booking, Name, Place } from "./shapes.js";
import type { Messages } from "./words.js";

export interface Reader {
  readonly t: Messages;
  readonly locale: string;
}

/** Does the client's own clock lead? A visit shows the place's clock only. */
export const ownClockLeads = (place: Place): boolean => place === "video" || place === "telephone";

/** [the day, the hour with its city, the hour at the boutique when it differs]. */
export function whenWords(reader: Reader, start: string, place: Place, zone: string, city: string): [string, string, string] {
  const { t, locale } = reader;
  const own = ownZone();
  if (!ownClockLeads(place) || sameClock(start, own, zone)) {
    return [dayInWords(dayOf(start, zone), locale), t.timeInCity(time(start, zone, locale), city), ""];
  }
  const there = time(start, zone, locale);
  const day = dayOf(start, zone);
  const told = day === dayOf(start, own) ? there : t.dayTime(dayInWords(day, locale), there);
  return [dayInWords(dayOf(start, own), locale), t.timeYours(time(start, own, locale)), t.timeThere(told, city)];
}

/** ["Thursday 14 January", "15:00"] on the clock that leads; no day when it is today. */
export function untilParts(reader: Reader, instant: string, booking: Booking, now: Date): [day: string, hour: string] {
  const zone = ownClockLeads(booking.experience.place) ? ownZone() : booking.zone;
  const day = dayOf(instant, zone);
  return [day === dayOf(now, zone) ? "" : dayInWords(day, reader.locale), time(instant, zone, reader.locale)];
}

/** "Thursday 14 January, 15:00"; the hour alone when it is today. */
export function untilWords(reader: Reader, instant: string, booking: Booking, now: Date): string {
  const [day, hour] = untilParts(reader, instant, booking, now);
  return day ? reader.t.dayTime(day, hour) : hour;
}

/** A name as this language writes it: the title before or after, family names first where they are. */
export function nameWords(t: Messages, name: Name): string {
  const { title, given, family, full, family_first: first } = name;
  const glue = /^\p{Script=Han}+$/u.test(`${family ?? ""}${given ?? ""}`) ? t.nameGlue : " ";
  const own = full ?? (first ? [family, given] : [given, family]).filter(Boolean).join(glue);
  return (t.titleLast ? [own, title] : [title, own]).filter(Boolean).join(t.titleLast ? glue : " ");
}

/** Where a boutique stands: a booking names it, the catalogue knows the street. Nothing where it does not matter. */
export async function streetOf(api: Api, booking: Booking): Promise<string[]> {
  if (booking.experience.place !== "boutique") return [];
  const found = api.get<{ address: string[] }>(`/boutiques/${booking.boutique.id}`, { language: booking.language });
  return (await found.catch(() => ({ address: [] }))).address;
}

/** The card: the day in serif, the hour with its city, place, advisor, telephone. */
export function card(reader: Reader, booking: Booking, maison: string, street: readonly string[], above: unknown, actions: unknown): TemplateResult {
  const { t } = reader;
  const place = booking.experience.place;
  const [day, hour, there] = whenWords(reader, booking.start, place, booking.zone, booking.boutique.city);
  const where = place === "boutique" ? booking.boutique.name : place === "client" ? t.atYourAddress : t.place[place];
  return html`<article class="card rise" part="card">
    ${maison ? html`<p class="maison">${maison}</p>` : nothing} ${above}
    <div class="rule"></div>
    <p class="day"><time datetime=${booking.start}>${day}</time></p>
    <p class="serif">${hour}</p>
    ${there ? html`<p class="quiet">${there}</p>` : nothing}
    <p class="gap">${booking.experience.name}${t.comma}${t.duration(booking.experience.duration)}</p>
    <p><bdi>${where}</bdi></p>
    ${place === "boutique" ? html`<p class="quiet street"><bdi>${street.join(", ")}</bdi></p>` : nothing}
    ${place === "telephone" ? html`<p class="quiet">${t.weCall}</p>` : nothing}
    ${booking.advisor ? html`<p class="gap"><span class="quiet">${t.advisorLabel}</span><br />${booking.advisor.name}</p>` : nothing}
    <div class="rule"></div>
    <p><span class="quiet">${booking.boutique.name}</span><br />${call(booking.boutique.telephone)}</p>
    ${actions}
  </article>`;
}
