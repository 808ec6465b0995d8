/** The night as lanes: cities as bands, rounds as lanes, doors as bars in their windows; pure. Instants are milliseconds. */
import type { Household } from "./shapes.js";

const HALF_HOUR = 1_800_000;
const MARGIN = 600_000;
/** The film's own hour stands in the place of those so near to it. */
const NEAR = 1_200_000;

export interface Bar {
  one: Household;
  /** Per cent of the band, from its beginning. */
  from: number;
  size: number;
}

export interface Band {
  city: string;
  zone: string;
  ticks: { at: number; x: number }[];
  film: number;
  /** Where it is now, or null outside. */
  now: number | null;
  lanes: { round: string; label: string; bars: Bar[] }[];
}

const ms = Date.parse;

/** What belongs together, in the order in which it is met. */
export function grouped<T>(items: readonly T[], of: (it: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const it of items) {
    const list = found.get(of(it));
    if (list) list.push(it);
    else found.set(of(it), [it]);
  }
  return found;
}

/** A window is shared by the doors of its round: each has its part of it, in the order in which they are reached. */
function bars(doors: readonly Household[], x: (at: number) => number): Bar[] {
  const windows = grouped(doors, (it) => `${it.window!.start} ${it.window!.end}`);
  return [...windows.values()].flatMap((same) => {
    const ordered = [...same].sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.household < b.household ? -1 : 1));
    const from = x(ms(same[0]!.window!.start));
    const size = (x(ms(same[0]!.window!.end)) - from) / ordered.length;
    return ordered.map((one, at) => ({ one, from: from + at * size, size }));
  });
}

/** The bands of a night, of the households that have a window; the film begins at `film`. */
export function bands(items: readonly Household[], film: string, now: number): Band[] {
  const due = items.filter((it) => it.window);
  const places = [...grouped(due, (it) => `${it.city} ${it.zone}`).values()];
  return places
    .map((doors) => {
      const begins = Math.min(...doors.map((it) => ms(it.window!.start)));
      const from = Math.floor((begins - MARGIN) / HALF_HOUR) * HALF_HOUR;
      const to = Math.max(ms(film), ...doors.map((it) => ms(it.window!.end))) + MARGIN;
      const x = (at: number): number => ((at - from) / (to - from)) * 100;
      const step = to - from > 5 * 2 * HALF_HOUR ? 2 * HALF_HOUR : HALF_HOUR;
      const ticks = [];
      for (let at = from; at < to; at += step) if (Math.abs(at - ms(film)) > NEAR) ticks.push({ at, x: x(at) });
      const rounds = [...grouped(doors, (it) => it.round ?? "").entries()];
      const first = (list: readonly Household[]): number => Math.min(...list.map((it) => ms(it.window!.start)));
      const called = (list: readonly Household[]): string => list[0]!.label ?? "";
      return {
        city: doors[0]!.city,
        zone: doors[0]!.zone,
        ticks,
        film: x(ms(film)),
        now: now > from && now < to ? x(now) : null,
        lanes: rounds.sort(([a, one], [b, other]) => first(one) - first(other) || called(one).localeCompare(called(other), "en", { numeric: true }) || (a < b ? -1 : 1)).map(([round, list]) => ({ round, label: called(list), bars: bars(list, x) })),
      };
    })
    .sort((a, b) => (`${a.city} ${a.zone}` < `${b.city} ${b.zone}` ? -1 : 1));
}

/** By how many minutes a household waits past its window. */
export function lateBy(one: Household, now: number): number {
  if (!one.late || !one.window) return 0;
  return Math.max(0, Math.floor((now - ms(one.window.end)) / 60_000));
}

/** Who needs somebody first: late and not served, then what came back, then by the window; served ones last. */
export function byNeed(items: readonly Household[]): Household[] {
  const rank = (it: Household): number => (it.state === "delivered" ? 4 : it.late ? 0 : it.state === "attempted" || it.state === "returned" ? 1 : it.window ? 2 : 3);
  const due = (it: Household): number => (it.window ? ms(it.window.end) : 0);
  return [...items].sort((a, b) => rank(a) - rank(b) || due(a) - due(b) || (a.order ?? 0) - (b.order ?? 0) || (a.household < b.household ? -1 : 1));
}
