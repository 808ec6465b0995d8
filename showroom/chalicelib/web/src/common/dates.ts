/** Days and hours in words. Instants are RFC 3339 strings; days are YYYY-MM-DD. Gregorian always; no offset is ever shown. */

const cache = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...options, calendar: "gregory", timeZone: zone });
    cache.set(key, made);
  }
  return made;
}

const parse = (instant: string): Date => new Date(instant);
/** Noon in UTC: a day without a zone that no zone can push over midnight when it is formatted in UTC. */
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** The zone of the client's own clock. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The calendar day of an instant in a zone, as YYYY-MM-DD. */
export function dayOf(instant: string | Date, zone: string): string {
  const parts = format("en-CA", zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(
    typeof instant === "string" ? parse(instant) : instant,
  );
  const get = (type: string): string => parts.find((part) => part.type === type)!.value;
  return `${get("year")}-${get("month")}-${get("day")}`;
}

/** The hour of day, 0 to 23, of an instant in a zone. */
export function hourOf(instant: string, zone: string): number {
  return Number(format("en-GB", zone, { hour: "2-digit", hourCycle: "h23" }).format(parse(instant)));
}

/** "09:00", or "9:00 AM" where the day is read in halves. */
export function time(instant: string, zone: string, locale: string): string {
  const halves = format(locale, zone, { hour: "numeric" }).resolvedOptions().hour12;
  return format(locale, zone, { hour: halves ? "numeric" : "2-digit", minute: "2-digit" }).format(parse(instant));
}

/** "Thursday 14 January". No year: nothing is arranged a year ahead, and a month names it where it could be asked. */
export function dayInWords(day: string, locale: string): string {
  const words = format(locale, "UTC", { weekday: "long", day: "numeric", month: "long" }).format(noon(day));
  return locale === "en-GB" ? words.replace(",", "") : words;
}

/** "Thursday 14 January 2027": of what is long past the year is asked. */
export const dayOfYear = (instant: string, zone: string, locale: string): string => {
  const words = format(locale, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(parse(instant));
  return locale === "en-GB" ? words.replace(",", "") : words;
};

/** The three lines of a day in the ribbon: "Thu", "14", "Jan". */
export function dayParts(day: string, locale: string): [weekday: string, date: string, month: string] {
  const at = noon(day);
  const part = (options: Intl.DateTimeFormatOptions): string => format(locale, "UTC", options).format(at);
  // The number alone: some languages write "14日" where the columns already say that these are days.
  const date = format(locale, "UTC", { day: "numeric" }).formatToParts(at).find((it) => it.type === "day")!.value;
  return [part({ weekday: "short" }), date, part({ month: "short" })];
}

export const weekday = (day: string, locale: string): string => format(locale, "UTC", { weekday: "long" }).format(noon(day));

export const monthInWords = (month: string, locale: string): string =>
  format(locale, "UTC", { month: "long", year: "numeric" }).format(noon(`${month}-01`));

export function addDays(day: string, n: number): string {
  const at = noon(day);
  at.setUTCDate(at.getUTCDate() + n);
  return at.toISOString().slice(0, 10);
}

export function addMonths(month: string, n: number): string {
  const at = noon(`${month}-01`);
  at.setUTCMonth(at.getUTCMonth() + n);
  return at.toISOString().slice(0, 7);
}

/** First day of the week of a region: 1 Monday … 7 Sunday. */
export function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}

/** The weeks of a month, each of seven days or null where the month does not reach. */
export function weeksOf(month: string, locale: string): (string | null)[][] {
  const first = noon(`${month}-01`);
  const lead = (((first.getUTCDay() || 7) - firstWeekday(locale)) % 7 + 7) % 7;
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells: (string | null)[] = Array<null>(lead).fill(null);
  for (let date = 1; date <= length; date++) cells.push(`${month}-${String(date).padStart(2, "0")}`);
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Do two zones show the same wall clock at this instant? */
export const sameClock = (instant: string, a: string, b: string): boolean =>
  time(instant, a, "en-GB") === time(instant, b, "en-GB") && dayOf(instant, a) === dayOf(instant, b);
