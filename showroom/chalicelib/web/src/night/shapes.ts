/** What the house answers on the night, as the two pages read it. Instants are RFC 3339 on the clock of the door or the kitchen. */

export interface House {
  name: string;
  telephone: string;
}

export interface Evening {
  title: string;
  /** When the film begins. */
  film: string;
  zone: string;
}

export type State = "planned" | "dispatched" | "delivered" | "attempted" | "returned";
export const REASONS = ["nobody_there", "no_entry", "wrong_address", "refused", "damaged"] as const;
export type Reason = (typeof REASONS)[number];

export interface Stop {
  household: string;
  order: number;
  start: string;
  end: string;
  zone: string;
  address: string[];
  access: string;
  recipient: string;
  /** Its last digits alone: the house calls, never the courier. */
  telephone: string;
  temperature: "chilled" | "ambient";
  boxes: { person: string; menu: string; contains: string[] }[];
  state: State;
  at: string | null;
  late: boolean;
  reason: Reason | null;
}

export interface Round {
  version: number;
  event: Evening;
  id: string;
  label: string;
  /** The version of the manifest. */
  manifest: number;
  superseded: boolean;
  /** Called off, or past. */
  over: boolean;
  house: House;
  departs: string | null;
  state: "planned" | "out" | "done";
  stops: Stop[];
}

export interface Box {
  person: string;
  menu: string;
  declared: string[];
  contains: string[];
  slot: string;
  departs: string;
  round: string;
}

export interface Kitchen {
  event: Evening;
  id: string;
  name: string;
  zone: string;
  /** The version of the manifest; 0 before the first is released. */
  manifest: number;
  digest: string;
  over: boolean;
  house: House;
  slots: { start: string; end: string; boxes: number; menus: { id: string; name: string; boxes: number; allergens: { code: string; count: number }[] }[] }[];
  boxes: Box[];
  menus: { id: string; name: string; courses: string[]; finishing: string[] }[];
}

/** So long after the film begins, in milliseconds, links are good. */
const CARRIES_AFTER = 6 * 3_600_000;

/** Why there is nothing more to do: an evening that is over before its time was called off. */
export const whyOver = (seen: { over: boolean; event: Evening }, now: number): "calledOff" | "past" | null =>
  !seen.over ? null : now < Date.parse(seen.event.film) + CARRIES_AFTER ? "calledOff" : "past";

/** The fourteen of Annex II, in its order: the catalogues name them so. */
const ALLERGENS = "gluten crustaceans eggs fish peanuts soybeans milk nuts celery mustard sesame sulphites lupin molluscs".split(" ");

/** A code in words, as the catalogue of `names` has it. */
export const allergen = (code: string, names: string): string => names.split("|")[ALLERGENS.indexOf(code)] ?? code;
