/**
 * What a courier has pressed and the house does not know yet, and what the round looks like with it.
 *
 * A press keeps its own minute and its own key: sent late it is noted at its hour, and sent twice it is noted once.
 */
import type { Reason, Round, State, Stop } from "../night/shapes.js";

export interface Place {
  latitude: number;
  longitude: number;
}

export interface Proof extends Partial<Place> {
  kind: "signature" | "photo";
  image: string;
}

export interface Press {
  key: string;
  act: "depart" | "delivered" | "failed" | "again";
  /** None for leaving the kitchen: that is of the whole round. */
  household: string | null;
  /** The place of the stop in the round, for words. */
  order: number;
  /** The minute of the press, RFC 3339 in UTC. */
  at: string;
  proof?: Proof;
  reason?: Reason;
}

/** An instant's minute as the house reads it. */
export const minuteOf = (at: Date): string => `${at.toISOString().slice(0, 16)}:00Z`;

/** Where a press is sent. */
export const pathOf = ({ act, household }: Press): string => (household ? `/round/stops/${household}/${act}` : `/round/${act}`);

/** What is sent of it: nothing that only this telephone needs. */
export const bodyOf = ({ at, proof, reason }: Press): object => ({ at, ...(proof && { proof }), ...(reason && { reason }) });

export interface Shown extends Stop {
  /** What is seen of it is not with the house yet. */
  unsent: boolean;
}

export interface ShownRound extends Omit<Round, "stops"> {
  stops: Shown[];
}

const AFTER: Record<Press["act"], State> = { depart: "dispatched", delivered: "delivered", failed: "attempted", again: "dispatched" };
/** From which states the house lets a press through; one that it would refuse is not shown as done. */
const FROM: Record<Press["act"], readonly State[]> = {
  depart: ["planned"],
  delivered: ["dispatched"],
  failed: ["dispatched"],
  again: ["attempted", "returned", "planned"],
};

function after(stop: Shown, press: Press): Shown {
  if ((press.household && press.household !== stop.household) || !FROM[press.act].includes(stop.state)) return stop;
  const reason = press.act === "failed" ? (press.reason ?? null) : press.act === "delivered" ? null : stop.reason;
  return { ...stop, state: AFTER[press.act], at: press.at, reason, unsent: true };
}

/** The round as it is once everything that was pressed is with the house. `now` in milliseconds. */
export function shown(round: Round, presses: readonly Press[], now: number): ShownRound {
  const stops = round.stops
    .map((stop) => presses.reduce(after, { ...stop, unsent: false }))
    // No network tells of an hour that passes meanwhile.
    .map((stop) => ({ ...stop, late: stop.state !== "delivered" && (stop.late || now >= Date.parse(stop.end)) }))
    .sort((one, other) => one.order - other.order);
  const planned = stops.every((stop) => stop.state === "planned");
  const open = stops.some((stop) => stop.state === "dispatched" || stop.state === "planned");
  return { ...round, stops, state: planned ? "planned" : open ? "out" : "done" };
}

/** The door to go to: the first that still waits, in the order of the round. */
export const next = (round: ShownRound): Shown | null => round.stops.find((stop) => stop.state === "dispatched") ?? null;

/** What of a stop a courier goes by: another hour, another door, other boxes. What has become of it is no such change. */
const plan = ({ order, start, end, address, access, recipient, temperature, boxes }: Stop): string =>
  JSON.stringify([order, start, end, address, access, recipient, temperature, boxes]);

/** The households of the stops that are new or other than before. */
export function altered(before: readonly Stop[], now: readonly Stop[]): string[] {
  const known = new Map(before.map((stop) => [stop.household, plan(stop)]));
  return now.filter((stop) => known.get(stop.household) !== plan(stop)).map((stop) => stop.household);
}
