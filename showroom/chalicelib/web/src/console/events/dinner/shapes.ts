/** What `/v1` answers about a launch dinner, and the codes that are said in words. */
export const ALLERGENS = ["gluten", "crustaceans", "eggs", "fish", "peanuts", "soybeans", "milk", "nuts", "celery", "mustard", "sesame", "sulphites", "lupin", "molluscs"] as const;
export const DIETS = ["halal", "kosher", "vegetarian", "vegan", "child"] as const;
export const STATES = ["planned", "dispatched", "delivered", "attempted", "returned"] as const;
export const FAILED = ["nobody_there", "no_entry", "wrong_address", "refused", "damaged"] as const;
export type State = (typeof STATES)[number];

type Texts = Record<string, string>;

export interface Course {
  name: Texts;
  contains: string[];
  suits: string[];
  alcohol: boolean;
}

export interface Menu {
  id: string;
  name: Texts;
  cold: boolean;
  finishing: Record<string, string[]>;
  courses: Course[];
}

/** Its hours are minutes before the film: the first is the larger. */
export interface Kitchen {
  id: string;
  name: string;
  zone: string;
  opens: number;
  closes: number;
  slot_minutes: number;
  boxes: number;
}

export interface City {
  id: string;
  name: Texts;
  zone: string;
  kitchen: string;
  areas: Record<string, number>;
  couriers: number;
}

export const TERMS = ["buffer", "width", "stop", "earliest", "freshness"] as const;
export type Terms = Record<(typeof TERMS)[number], number>;

export interface Misfit {
  menu: string;
  why: string;
  codes: string[];
}

export interface Without {
  guest: string;
  household: string;
  code: string;
  why: Misfit[];
}

export interface Asked {
  guest: string;
  code: string;
  at: string;
  allergens: string[];
  diets: string[];
  note: string;
}

export interface Link {
  kind: "round" | "kitchen";
  id: string;
  label: string;
  departs?: string | null;
  version: number;
}

export interface Dinner {
  version: number;
  film: string;
  cutoff: string;
  menus: Menu[];
  kitchens: Kitchen[];
  cities: City[];
  terms: Terms;
  counts: { persons: number; households: number; unasked: number; unaddressed: number; requests: number; notes: number };
  board: { menu: string; boxes: number; allergens: Record<string, number> }[];
  without: Without[];
  requests: Asked[];
  notes: { guest: string; code: string; note: string }[];
  unplaced: { guest: string; household: string; why: "no_courier_goes_there" | "kitchen_or_couriers_full" | "on_the_way_already" }[];
  manifest: { version: number; digest: string; released_at: string; boxes: number; households: number; stale: boolean } | null;
  links: Link[];
  can: string[];
}

export interface Household {
  guest: { id: string; name: string; advisor: string | null };
  household: string;
  own: boolean;
  recipient: string;
  city: string;
  area: string;
  zone: string;
  boxes: number;
  persons: { code: string; answer: string; menu: string | null }[];
  window: { start: string; end: string } | null;
  round: string | null;
  /** What its round is called. */
  label: string | null;
  order: number | null;
  /** Nothing before a manifest is released. */
  state: State | null;
  at: string | null;
  late: boolean;
  attempts: { at: string; why: string }[];
  proof: { kind: string; at: string; latitude: number | null; longitude: number | null } | null;
  expected_at: string | null;
  can: string[];
}

export interface Night {
  items: Household[];
  share: { served: number; of: number };
}
