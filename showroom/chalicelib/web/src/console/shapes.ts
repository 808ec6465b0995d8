/** What `/v1` answers to staff, as far as the console reads it. */
import type { Booking, Place, Private } from "../common/shapes.js";

export interface Span {
  start: string;
  end: string;
}

export interface Member {
  id: string;
  name: string;
  role: "associate" | "manager";
  languages: string[];
  working: Span[];
}

export interface Offer {
  id: string;
  name: string;
  place: Place;
  duration: number;
  max_guests: number;
  needs_address: boolean;
  needs_telephone: boolean;
  able: string[];
}

/** What staff read of a client beside her name. */
export interface Told extends Private {
  interests?: string[];
  surprise?: boolean;
  on_behalf_of?: string;
}

export interface Entry {
  advisor: string;
  room: string | null;
  /** The time is only held for a booking that may move to it. */
  proposed: boolean;
  start: string;
  end: string;
  created_at: string;
  booking: Booking & { private: Told | null; house?: { outside: string | null; walk_in: boolean } | null };
}

export interface Diary {
  boutique: string;
  name: string;
  city: string;
  zone: string;
  dates: string[];
  open: Span[];
  staff: Member[];
  experiences: Offer[];
  items: Entry[];
  hosted: Hosted[];
}

/** What somebody hosts beside appointments. */
export interface Hosted extends Span {
  id: string;
  host: string;
  name: string;
}

export interface Waiting {
  items: Entry[];
}

export interface Wish {
  id: string;
  experience: string;
  client_name: string;
  created_at: string;
  days: string[];
  part: "morning" | "afternoon" | "evening" | "any";
  words: string;
}

export interface Refusal {
  rule: string;
  role: string;
  resource: string;
  ref: string;
  start: string | null;
  end: string | null;
  detail: string;
}

export interface Explained {
  start: string;
  offered: boolean;
  /** It may be had all the same, outside hours with a reason. */
  with_reason: boolean;
  refusals: Refusal[];
  nearest: string[];
}

/** Who signed in, as her token says. */
export interface Self {
  subject: string;
  role: "associate" | "manager" | "planner" | "admin";
  boutiques: string[];
}
