/** What becomes of an appointment that an absence touches: the ways there are, the least change first, and what is sent. */
import { html, nothing, type TemplateResult } from "lit";
import { dayOf, dayParts, time } from "../../common/dates.js";
import { whatOf, who } from "../brief.js";
import type { ShowroomConsole } from "../element.js";
import type { Entry } from "../shapes.js";
import { when } from "../told.js";
import type { Offered, Touched } from "./shapes.js";

const MOST_TIMES = 3;

const times = (one: Touched): Offered[] => one.offers.filter((it) => it.way === "time").slice(0, MOST_TIMES);
const key = (offer: Offered): string => `${offer.way} ${offer.boutique} ${offer.advisor?.id ?? ""} ${offer.start}`;

/** [what it is called in the form, what it is in words], the least change first. */
export function ways(desk: ShowroomConsole, one: Touched): [string, string][] {
  const { away } = desk.t.desk;
  const { booking } = one;
  const found: [string, string][] = one.offers
    .filter((it) => it.way !== "time")
    .map((it) => {
      const name = it.advisor?.name ?? "";
      const city = desk.maison?.boutiques.find((each) => each.id === it.boutique)?.city ?? it.boutique;
      return [key(it), it.way === "colleague" ? away.colleague(name) : it.way === "video" ? away.video(name) : away.sister(city)];
    });
  const several = times(one);
  if (booking.state === "requested") found.push(["decline", desk.t.desk.decline]);
  if (several.length) found.push(["times", away.times(several.length)]);
  if (booking.state === "confirmed") found.push(["none", away.none]);
  found.push(["leave", away.leave]);
  if (booking.state !== "requested") found.push(["cancel", desk.t.desk.cancel]);
  return found;
}

/** The hour alone on the same day, else with its day. */
const hour = (desk: ShowroomConsole, from: string, start: string): string =>
  dayOf(start, desk.zone) === dayOf(from, desk.zone) ? time(start, desk.zone, desk.locale) : `${dayParts(dayOf(start, desk.zone), desk.locale).join(" ")} ${time(start, desk.zone, desk.locale)}`;

/** What is sent for a way, or null where it is left as it is. */
export function choice(one: Touched, way: string): object | null {
  const about = { booking: one.booking.id, version: one.booking.version };
  const other = one.offers.find((it) => key(it) === way);
  if (other?.way === "colleague") return { ...about, advisor: other.advisor!.id };
  if (other) {
    const elsewhere = other.boutique !== one.booking.boutique.id;
    return {
      ...about,
      times: [{
        start: other.start,
        ...(elsewhere && { boutique: other.boutique }),
        ...(other.experience !== one.booking.experience.id && { experience: other.experience }),
        ...(other.advisor && { advisor: other.advisor.id }),
      }],
    };
  }
  if (way === "times") return { ...about, times: times(one).map((it) => ({ start: it.start, ...(it.advisor && { advisor: it.advisor.id }) })) };
  if (way === "none") return { ...about, times: [] };
  if (way === "cancel") return { ...about, cancel: true };
  if (way === "decline") return { ...about, decline: true };
  return null;
}

/** One line: who, when, what, and what becomes of it. `problem` says why it stayed as it was. */
export function touchedLine(desk: ShowroomConsole, one: Touched, way: string, chose: (way: string) => void, problem?: string): TemplateResult {
  const entry = { booking: one.booking, advisor: one.advisor, start: one.booking.start } as Entry;
  const id = `way-${one.booking.id}`;
  return html`<li>
    <p class="name"><bdi>${who(desk, entry)}</bdi></p>
    <p>${when(desk, one.booking.start)} · ${whatOf(desk, entry)}</p>
    ${one.proposed ? html`<p class="quiet">${desk.t.desk.away.onlyProposed}</p>` : nothing}
    ${problem ? html`<p class="error"><span>${problem}</span></p>` : nothing}
    <div class="field"><label for=${id}>${desk.t.desk.away.becomes}</label><div class="select"><select id=${id} @change=${(event: Event) => chose((event.target as HTMLSelectElement).value)}>
      ${ways(desk, one).map(([value, text]) => html`<option value=${value} ?selected=${value === way}>${text}</option>`)}
    </select></div></div>
    ${way === "times" ? html`<p class="quiet">${times(one).map((it) => hour(desk, one.booking.start, it.start)).join(desk.t.comma)}</p>` : nothing}
  </li>`;
}
