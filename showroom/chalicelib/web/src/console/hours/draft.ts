/** A calendar as it is being changed: the week by day, and what is sent of it. */
import type { Calendar, Hours } from "./shapes.js";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

export interface Draft {
  week: Record<Day, Hours[]>;
  dates: { date: string; hours: Hours[] }[];
  travels: { first: string; last: string; zone: string }[];
  languages: string[];
  skills: string[];
  maximum: string;
  deputy: string;
  morning: boolean;
}

const minutes = (text: string): number => Number(text.slice(0, -3)) * 60 + Number(text.slice(-2));
const text = (count: number): string => `${String(Math.floor(count / 60)).padStart(2, "0")}:${String(count % 60).padStart(2, "0")}`;

/** Ranges without their breaks, as people say them: ten to one, two to seven. */
function without(spans: readonly Hours[], breaks: readonly Hours[]): Hours[] {
  let left = spans.map((it) => [minutes(it.start), minutes(it.end)] as const);
  for (const pause of breaks) {
    const [from, to] = [minutes(pause.start), minutes(pause.end)];
    left = left.flatMap(([start, end]) => ([[start, Math.min(end, from)], [Math.max(start, to), end]] as const).filter(([a, b]) => a < b));
  }
  return left.sort((a, b) => a[0] - b[0]).map(([start, end]) => ({ start: text(start), end: text(end) }));
}

export function drafted(calendar: Calendar): Draft {
  const on = (list: Calendar["hours"], day: Day): Hours[] => list.filter((it) => it.days.includes(day)).map(({ start, end }) => ({ start, end }));
  return {
    week: Object.fromEntries(DAYS.map((day) => [day, without(on(calendar.hours, day), on(calendar.breaks, day))])) as Draft["week"],
    dates: calendar.overrides,
    travels: calendar.travels,
    languages: calendar.languages,
    skills: calendar.skills,
    maximum: calendar.daily_maximum ? String(calendar.daily_maximum) : "",
    deputy: calendar.deputy ?? "",
    morning: calendar.morning_letter,
  };
}

/** The days of the week in the order in which their hours are sent, so that a pointer finds its row. */
export const rows = (draft: Draft): [Day, number][] => DAYS.flatMap((day) => draft.week[day].map((_, at) => [day, at] as [Day, number]));

export const body = (draft: Draft): object => ({
  hours: rows(draft).map(([day, at]) => ({ days: [day], ...draft.week[day][at]! })),
  breaks: [],
  overrides: draft.dates,
  travels: draft.travels,
  languages: draft.languages,
  skills: draft.skills,
  daily_maximum: draft.maximum ? Number(draft.maximum) : null,
  deputy: draft.deputy || null,
  morning_letter: draft.morning,
});
