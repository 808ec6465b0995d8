/** The boutique's wall clock: faces such as "2027-01-14T15:00:00", which a calendar draws, and the instants behind them. */

/** What the boutique's clock shows at an instant that carries its offset: the offset is the venue's own. */
export const faceOf = (instant: string): string => instant.slice(0, 19);

/** What a zone's clock shows now. */
export function faceNow(now: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(now);
  const get = (type: string): string => parts.find((part) => part.type === type)!.value;
  return `${get("year")}-${get("month")}-${get("day")}T${get("hour")}:${get("minute")}:${get("second")}`;
}

const asUtc = (face: string): number => Date.parse(`${face.length === 16 ? `${face}:00` : face}Z`);

/** The instant at which a zone's clock shows this face; the later of none, the earlier of two. */
export function instantOf(face: string, zone: string): string {
  const wanted = asUtc(face);
  let guess = wanted;
  for (let tried = 0; tried < 3; tried++) guess += wanted - asUtc(faceNow(new Date(guess), zone));
  return `${new Date(guess).toISOString().slice(0, 19)}Z`;
}

/** A face so many minutes later. */
export const later = (face: string, minutes: number): string => new Date(asUtc(face) + minutes * 60_000).toISOString().slice(0, 19);

/** "HH:MM" of a face. */
export const hourIn = (face: string): string => face.slice(11, 16);

/** Hours since a day's midnight, which may be more than 24 for an evening that goes on. */
export const hoursSince = (day: string, face: string): number => (asUtc(face) - asUtc(`${day}T00:00:00`)) / 3_600_000;

interface Faces {
  start: string;
  end: string;
}

/** What of a day's stretch no span covers. */
export function uncovered(from: string, to: string, spans: readonly Faces[]): Faces[] {
  const found: Faces[] = [];
  let at = from;
  for (const { start, end } of [...spans].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    if (end <= at || start >= to) continue;
    if (start > at) found.push({ start: at, end: start });
    at = end;
  }
  if (at < to) found.push({ start: at, end: to });
  return found;
}
