/** What `/v1/table` and what belongs to it answer. */
export interface Course {
  name: string;
  contains: string[];
  suits: string[];
  alcohol: boolean;
}

export interface Menu {
  id: string;
  name: string;
  contains: string[];
  suits: string[];
  alcohol: boolean;
  courses: Course[];
  finishing: string[];
}

export interface Diner {
  code: string;
  name: string;
  you: boolean;
  answer: "not_asked" | "none" | "declared";
  allergens: string[];
  diets: string[];
  alcohol: boolean;
  of_age: boolean;
  note: string;
  /** What she is given as things stand; null while nobody can say. */
  menu: string | null;
  wish: string | null;
  requested: boolean;
}

export interface Door {
  id: string;
  address: { lines: string[]; city: string; area: string; access: string } | null;
  telephone: string;
  wish: string | null;
  window: { start: string; end: string; zone: string } | null;
  delivery: "planned" | "dispatched" | "delivered" | "attempted" | "returned" | null;
  late: boolean;
  expected_at: string | null;
  persons: Diner[];
  complete: boolean;
}

export interface TableSeen {
  version: number;
  kind: "client" | "companion";
  event: { id: string; state: string; title: string; zone: string; start: string; end: string; boutique: { id: string; name: string; city: string; telephone: string } };
  maison: string;
  language: string;
  inviter: string | null;
  name: string;
  film: string;
  cutoff: string;
  /** Changes are asked for rather than made. */
  closed: boolean;
  allergens: string[];
  diets: string[];
  menus: Menu[];
  cities: { id: string; name: string; zone: string; areas: string[] }[];
  door: Door;
  others: { id: string; persons: { code: string; name: string }[]; sent: boolean; answered: boolean }[];
  can: ("needs" | "address" | "share" | "gather")[];
}
