/** What `/v1` answers about events and their guests. */
export interface Person {
  id: string;
  name: string;
}

export interface Sitting {
  id: string;
  start: string;
  end: string;
  language: string;
  capacity: number;
  /** How many more may accept than there are places. */
  overbook: number;
  free: number;
  accepted: number;
  offered: number;
  overbooked_by: number;
  waiting: number;
  /** Places that are for one advisor's guests alone. */
  by_advisor: { advisor: Person; seats: number; free: number; waiting: number }[];
}

export interface Overbooking {
  policy: "none" | "fixed" | "by_rate";
  extra: number;
  no_show_percent: number;
}

export interface Occasion {
  id: string;
  version: number;
  kind: "group_presentation" | "launch_dinner";
  state: "draft" | "published" | "closed" | "held" | "cancelled";
  boutique: string;
  zone: string;
  title: Record<string, string>;
  description: Record<string, string>;
  languages: string[];
  hosts: Person[];
  start: string;
  end: string;
  sittings: Sitting[];
  cutoff: string;
  freeze: string;
  offer_minutes: number;
  strict_order: boolean;
  offer_in_hours: boolean;
  overbooking: Overbooking;
  counts: Partial<Record<GuestState, number>>;
  /** How many guests ask for a change and have no answer yet. */
  requests: number;
  can: string[];
}

export const STATES = ["invited", "viewed", "accepted", "waitlisted", "offered", "offer_expired", "declined", "cancelled", "revoked", "attended", "no_show"] as const;
export type GuestState = (typeof STATES)[number];

export interface Companion {
  given: string;
  family: string;
}

export interface Guest {
  id: string;
  version: number;
  client: { id: string; name: string; language: string };
  advisor: string | null;
  state: GuestState;
  tier: number;
  sitting: string;
  /** Whose places hers are, or she waits for: an advisor's by id, or everybody's. */
  allotment: string | null;
  party: number;
  max_plus_ones: number;
  companions: Companion[];
  note: string;
  expires_at: string | null;
  sent: boolean;
  joined_at: string | null;
  priority: number;
  offer_expires_at: string | null;
  forced: string | null;
  skips: { at: string; reason: string }[];
  checked_in: boolean;
  request: { state: "open" | "granted" | "declined" | "ended"; at: string; party: number; companions: Companion[]; note: string; word: string; answered_at: string | null } | null;
  can: string[];
}

/** What became of a list of invitations, line by line. */
export interface Report {
  rows: { line: number; outcome: "invited" | "already" | "refused"; rule: string | null; why: string | null; column?: string | null }[];
  invited: number;
  refused: number;
}

/** A bulk of letters: how many have left, and how many may not yet. */
export interface Sent {
  sent: number;
  waiting: number;
}

/** In the reader's language, else in the first in which it is written. */
export const said = (text: Record<string, string>, language: string): string => text[language] ?? Object.values(text)[0] ?? "";
