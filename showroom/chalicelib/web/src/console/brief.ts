/** An appointment as it is read before it begins: the row of a day, the brief, and all there is to know. */
import { html, nothing, type TemplateResult } from "lit";
import { nameWords } from "../common/appointment.js";
import { time } from "../common/dates.js";
import { call } from "../common/sheet.js";
import type { ShowroomConsole } from "./element.js";
import type { Entry } from "./shapes.js";

/** How to address her; "a client" where nothing may be known any more. */
export function who(desk: ShowroomConsole, entry: Entry): string {
  const name = entry.booking.private?.client?.name;
  return name ? nameWords(desk.t, name) : desk.t.desk.somebody;
}

export const advisorOf = (desk: ShowroomConsole, id: string): string => desk.diary?.staff.find((it) => it.id === id)?.name ?? id;

/** What it is, in the reader's language: a booking names it in the client's. */
export const whatOf = (desk: ShowroomConsole, { booking }: Entry): string =>
  desk.diary?.experiences.find((it) => it.id === booking.experience.id)?.name ?? booking.experience.name;

const speaks = (desk: ShowroomConsole, code: string): string =>
  desk.t.desk.speaks(new Intl.DisplayNames([desk.locale], { type: "language" }).of(code) ?? code);

/** What must not be overlooked, each as a short mark. */
export function marks(desk: ShowroomConsole, entry: Entry): TemplateResult[] {
  const { booking } = entry;
  const { desk: d } = desk.t;
  const found: [string, string][] = [];
  if (entry.proposed) found.push([d.proposedHere, ""]);
  else if (booking.to_be_moved) found.push([d.toBeMoved, "alarm"]);
  else if (booking.state !== "confirmed") found.push([d.states[booking.state], booking.state === "requested" ? "asks" : ""]);
  if (booking.house?.outside) found.push([d.outside.mark, ""]);
  if (booking.late_by) found.push([d.lateBy(booking.late_by), "alarm"]);
  return found.map(([text, kind]) => html`<span class="mark ${kind}">${text}</span>`);
}

/** One line of a day: the hour, who comes and for what, and the brief beneath. */
export function row(desk: ShowroomConsole, entry: Entry, withDay = ""): TemplateResult {
  const { t, locale } = desk;
  const { booking } = entry;
  const told = booking.private;
  const zone = booking.zone;
  const where = booking.experience.place === "boutique" ? entry.room : t.place[booking.experience.place === "client" ? "client" : booking.experience.place];
  const place = booking.experience.place === "client" ? [told?.address?.city].filter(Boolean).join("") || nothing : where;
  const guests = booking.party && booking.party.adults + booking.party.children > 1 ? t.guests(booking.party.adults, booking.party.children) : "";
  const facts = [desk.mine && desk.self!.role === "associate" ? "" : advisorOf(desk, entry.advisor), speaks(desk, booking.language), guests].filter(Boolean);
  return html`<li class="entry ${booking.state} ${booking.late_by || booking.to_be_moved ? "alarmed" : ""}">
    <button type="button" class="open" @click=${() => desk.show(entry)}>
      <span class="hour">${withDay ? html`<span class="small">${withDay}</span>` : nothing}<time datetime=${entry.start}>${time(entry.start, zone, locale)}</time>
        <span class="small">${time(entry.end, zone, locale)}</span></span>
      <span class="body">
        <span class="name"><bdi>${who(desk, entry)}</bdi>${marks(desk, entry)}</span>
        <span class="what">${whatOf(desk, entry)}${place && place !== nothing ? html`<span class="quiet"> · <bdi>${place}</bdi></span>` : nothing}</span>
        <span class="quiet facts">${facts.map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)}</span>
        ${told?.access_needs ? html`<span class="brief access"><span class="label">${t.desk.access}</span> ${told.access_needs}</span>` : nothing}
        ${told?.note ? html`<span class="brief"><span class="label">${t.desk.note}</span> ${told.note}</span>` : nothing}
        ${told?.surprise ? html`<span class="brief">${t.desk.surprise}</span>` : nothing}
      </span>
    </button>
  </li>`;
}

/** Everything, in lines. */
export function lines(desk: ShowroomConsole, entry: Entry): TemplateResult {
  const { t } = desk;
  const { booking } = entry;
  const told = booking.private;
  const line = (label: string, text: unknown): unknown => (text ? html`<div><dt>${label}</dt><dd>${text}</dd></div>` : nothing);
  const address = told?.address
    ? [...(told.address.lines ?? []), [told.address.postal_code, told.address.city].filter(Boolean).join(" "), told.address.entry_notes].filter(Boolean)
    : [];
  const guests = booking.party && booking.party.adults + booking.party.children > 1 ? t.guests(booking.party.adults, booking.party.children) : "";
  return html`<dl class="lines">
    ${line(t.whatLabel, `${whatOf(desk, entry)}${t.comma}${t.duration(booking.experience.duration)}`)}
    ${line(t.desk.advisor, html`<bdi>${advisorOf(desk, entry.advisor)}</bdi>`)} ${line(t.desk.room, entry.room && html`<bdi>${entry.room}</bdi>`)}
    ${line(t.desk.telephone, told?.client?.telephone && call(told.client.telephone))}
    ${line(t.desk.email, told?.client?.email && html`<a class="link" href="mailto:${told.client.email}"><bdi dir="ltr">${told.client.email}</bdi></a>`)}
    ${line(t.languageLabel, new Intl.DisplayNames([desk.locale], { type: "language" }).of(booking.language))}
    ${line(t.desk.guests, guests)} ${line(t.desk.access, told?.access_needs)} ${line(t.desk.note, told?.note)}
    ${line(t.desk.interests, told?.interests?.length ? told.interests.join(t.comma) : "")} ${line(t.desk.behalf, told?.on_behalf_of)}
    ${line(t.desk.address, address.length && address.map((it) => html`<bdi class="block">${it}</bdi>`))}
    ${told?.surprise ? html`<div><dt></dt><dd>${t.desk.surprise}</dd></div>` : nothing}
  </dl>`;
}
