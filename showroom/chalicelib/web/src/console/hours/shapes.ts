/** What `/v1` answers about calendars, absences and feeds. */
import type { Booking } from "../../common/shapes.js";
import type { Hosted, Told } from "../shapes.js";

export interface Hours {
  start: string;
  end: string;
}

export interface TimeOff {
  id: string;
  from: string;
  to: string;
  whole_days: boolean;
  kinds: string[] | null;
  reason: string | null;
  note: string | null;
  name: string | null;
}

export interface Calendar {
  boutique: string;
  staff: string;
  name: string;
  zone: string;
  version: number;
  hours: (Hours & { days: string[] })[];
  breaks: (Hours & { days: string[] })[];
  overrides: { date: string; hours: Hours[] }[];
  travels: { first: string; last: string; zone: string }[];
  languages: string[];
  skills: string[];
  daily_maximum: number | null;
  deputy: string | null;
  morning_letter: boolean;
  absences: TimeOff[];
  can: string[];
}

export interface Offered {
  way: "colleague" | "video" | "sister" | "time";
  start: string;
  boutique: string;
  experience: string;
  advisor: { id: string; name: string } | null;
}

export interface Touched {
  booking: Booking & { private: Told | null };
  advisor: string;
  proposed: boolean;
  offers: Offered[];
}

/** What an absence touches: appointments, and what is hosted then, for which nothing is offered here. */
export interface Looked {
  items: Touched[];
  hosted: Hosted[];
}

export interface Kept {
  kept: TimeOff;
  conflicts: Touched[];
  hosted: Hosted[];
}

export interface Resolved {
  items: { booking_id: string; done: boolean; problem: { detail?: string } | null }[];
}

export interface Feed {
  subscribed: boolean;
  since: string | null;
  discretion: "names" | "initials" | "busy";
  busy: { since: string; read_at: string | null; stale: boolean; problem: string | null } | null;
  url?: string;
}
