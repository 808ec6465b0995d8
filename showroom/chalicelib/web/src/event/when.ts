/** When it is, in words: her own clock leads, the boutique's stands beside it where it differs. */
import { whenWords } from "../common/appointment.js";
import { dayInWords, dayOf, ownZone, time } from "../common/dates.js";
import type { ShowroomEvent } from "./element.js";
import type { Invitation } from "./shapes.js";

/** A page that says when things are. */
export type Speaking = Pick<ShowroomEvent, "t" | "locale" | "now">;

const A_DAY = 86_400_000;
const AN_HOUR = 3_600_000;
/** Below this many hours the wait is counted in hours and minutes. */
const NEAR = 12;

/** Where she is meant to be, or the whole of it while she has not chosen. */
export function ownTimes(seen: Invitation): { start: string; end: string; language: string } {
  const hers = seen.sittings.find((it) => it.id === seen.sitting) ?? (seen.sittings.length === 1 ? seen.sittings[0] : undefined);
  return hers ?? { start: seen.event.start, end: seen.event.end, language: "" };
}

/** [the day, the hour on her clock, the hour at the boutique when it differs]. */
export const eventWhen = (page: ShowroomEvent, start: string): [string, string, string] =>
  whenWords(page, start, "video", page.seen!.event.zone, page.seen!.event.boutique.city);

/** "19:30" on her own clock. */
export const hourOf = (page: Speaking, instant: string): string => time(instant, ownZone(), page.locale);

/** "Thursday 14 January, 18:00", "today, 18:00" on her own clock. */
export function untilWords(page: Speaking, instant: string): string {
  const [day, hour] = parts(page, instant);
  return page.t.dayTime(day || new Intl.RelativeTimeFormat(page.locale, { numeric: "auto" }).format(0, "day"), hour);
}

/** "on Thursday 14 January at 19:15", "at 19:15". */
export function atWords(page: Speaking, instant: string): string {
  const [day, hour] = parts(page, instant);
  return day ? page.t.event.atThe(day, hour) : page.t.event.atToday(hour);
}

function parts(page: Speaking, instant: string): [day: string, hour: string] {
  const zone = ownZone();
  const day = dayOf(instant, zone);
  return [day === dayOf(page.now, zone) ? "" : dayInWords(day, page.locale), hourOf(page, instant)];
}

/** How long it is until then: "tomorrow", "in 12 days", "in 2 hours 10 minutes". */
export function waitWords(page: Speaking, instant: string): string {
  const left = Date.parse(instant) - page.now.getTime();
  if (left < NEAR * AN_HOUR) return page.t.event.inSpan(page.t.duration(Math.max(1, Math.ceil(left / 60_000))));
  const zone = ownZone();
  const days = Math.round((Date.parse(dayOf(instant, zone)) - Date.parse(dayOf(page.now, zone))) / A_DAY);
  const words = new Intl.RelativeTimeFormat(page.locale, { numeric: "auto" });
  return days ? words.format(days, "day") : words.format(Math.round(left / AN_HOUR), "hour");
}
