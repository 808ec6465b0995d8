/** The console's clock and its waiting list in words. */
import { LANGUAGES } from "../common/words.js";
import { addDays, dayInWords, dayOf, firstWeekday, time } from "../common/dates.js";
import type { ShowroomConsole } from "./element.js";
import type { TimeOff } from "./hours/shapes.js";
import type { Entry } from "./shapes.js";

/** What the boutique's clock shows now. */
export const clockNow = (desk: ShowroomConsole): string => time(desk.api.now().toISOString(), desk.zone, desk.locale);

/** How long ago, in words. */
export function ago(desk: ShowroomConsole, instant: string): string {
  const minutes = Math.max(0, Math.round((desk.api.now().getTime() - Date.parse(instant)) / 60_000));
  const words = new Intl.RelativeTimeFormat(desk.locale, { numeric: "auto" });
  return minutes < 60 ? words.format(-minutes, "minute") : minutes < 2880 ? words.format(-Math.round(minutes / 60), "hour") : words.format(-Math.round(minutes / 1440), "day");
}

/** "Thursday 14 January, 15:00" on the boutique's clock. */
export const when = (desk: ShowroomConsole, instant: string): string =>
  desk.t.dayTime(dayInWords(dayOf(instant, desk.zone), desk.locale), time(instant, desk.zone, desk.locale));

/** The hour alone when it is today, else with its day. */
export const soon = (desk: ShowroomConsole, instant: string): string =>
  dayOf(instant, desk.zone) === desk.today() ? time(instant, desk.zone, desk.locale) : when(desk, instant);

/** What waits, as far as it is shown: requests by age, times proposed, and who runs late today. */
export function pending(desk: ShowroomConsole): Record<"requests" | "moving" | "proposals" | "late", Entry[]> {
  const waiting = desk.shown(desk.waiting?.items ?? []);
  const now = desk.api.now().getTime();
  return {
    requests: waiting.filter((it) => it.booking.state === "requested"),
    moving: waiting.filter((it) => it.booking.to_be_moved),
    proposals: waiting.filter((it) => it.booking.state === "confirmed" && !it.booking.to_be_moved),
    late: desk.day === desk.today() ? desk.shown(desk.diary?.items ?? []).filter((it) => it.booking.late_by && Date.parse(it.booking.end) > now) : [],
  };
}

/** The day on which the week of a day begins, in the reader's region. */
export function firstOfWeek(day: string, locale: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
  return addDays(day, -((weekday - firstWeekday(locale) + 7) % 7));
}

/** Changes with each five minutes, so that the line of the present moves on. */
export const nowMark = (desk: ShowroomConsole): string => String(Math.floor(desk.api.now().getTime() / 300_000));

/** Her own name, where she receives in this boutique. */
export const ownName = (desk: ShowroomConsole): string => desk.diary?.staff.find((it) => it.id === desk.self?.subject)?.name ?? "";

/** The languages in which letters can be written, the reader's first. */
export const speaking = (desk: ShowroomConsole): string[] =>
  [...(desk.maison?.languages ?? LANGUAGES)].sort((a, b) => Number(b === desk.words!.code) - Number(a === desk.words!.code));

/** Where the boutique stands. */
export const country = (desk: ShowroomConsole): string => desk.maison?.boutiques.find((it) => it.id === desk.boutique)?.country ?? "";

/** From when to when somebody is away, days included as they were said. */
export function spanWords(desk: ShowroomConsole, one: TimeOff): string {
  const { locale, zone } = desk;
  if (!one.whole_days) return `${when(desk, one.from)}–${dayOf(one.from, zone) === dayOf(one.to, zone) ? time(one.to, zone, locale) : when(desk, one.to)}`;
  return one.from === one.to ? dayInWords(one.from, locale) : `${dayInWords(one.from, locale)} – ${dayInWords(one.to, locale)}`;
}

/** The same appointment as it stands now, or as it was where it is no longer shown. */
export const nowOf = (desk: ShowroomConsole, entry: Entry): Entry =>
  [...desk.diary!.items, ...desk.waiting!.items].find((it) => it.booking.id === entry.booking.id && it.proposed === entry.proposed && (!it.proposed || it.start === entry.start)) ?? entry;
