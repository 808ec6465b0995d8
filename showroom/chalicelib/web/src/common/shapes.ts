/** What `/v1` answers, as far as the pages read it. */
export type Place = "video" | "telephone" | "boutique" | "client";
export type State = "held" | "requested" | "confirmed" | "done" | "no_show" | "cancelled" | "expired";
export type Action = "reschedule" | "cancel" | "confirm" | "code" | "join" | "accept" | "decline" | "propose" | "hand_over" | "resize" | "answer" | "late";

export interface Boutique {
  id: string;
  name: string;
  city: string;
  country: string;
  zone: string;
  telephone: string;
  languages: string[];
}

export interface Experience {
  id: string;
  kind: string;
  place: Place;
  name: string;
  summary: string;
  duration: number;
  bookable_by: "anyone" | "known" | "staff";
  confirmation: "instant" | "by_email_link" | "by_associate";
  boutiques: string[];
  party: { max_guests: number };
  policy: string;
  needs_address: boolean;
  needs_telephone: boolean;
}

export interface Maison {
  name: string;
  languages: string[];
  default_language: string;
  boutiques: Boutique[];
  experiences: Experience[];
}

export interface Start {
  start: string;
  your_advisor?: boolean;
}

export interface Availability {
  boutique: string;
  experience: string;
  zone: string;
  city: string;
  /** Told to known clients alone, where their own advisor receives this. */
  your_advisor: { name: string; languages: string[] } | null;
  days: { date: string; reason: string | null; starts: Start[] }[];
  next_free: string | null;
}

/** What a known client did last time, as far as it is still offered. */
export interface LastTime {
  experience: { id: string; place: Place };
  boutique: { id: string; zone: string };
  start: string;
  party: { adults: number; children: number };
}

export interface Name {
  title?: string;
  given?: string;
  family?: string;
  family_first?: boolean;
  full?: string;
}

export interface Private {
  client?: { name?: Name; email?: string; telephone?: string };
  address?: { lines?: string[]; postal_code?: string; city?: string; country?: string; entry_notes?: string };
  note?: string;
  access_needs?: string;
}

/** A time that the house proposes; her answer names it by its number. */
export interface Proposal {
  number: number;
  start: string;
  end: string;
  zone: string;
  boutique: { name: string; city: string };
  experience: { name: string; place: Place };
  advisor: { name: string } | null;
  expires_at: string;
}

export interface Booking {
  id: string;
  state: State;
  version: number;
  boutique: { id: string; name: string; city: string; zone: string; telephone: string };
  experience: { id: string; name: string; kind: string; place: Place; duration: number };
  start: string;
  end: string;
  zone: string;
  client_zone: string | null;
  advisor: { name: string } | null;
  language: string;
  party: { adults: number; children: number } | null;
  expires_at: string | null;
  /** Other times that the house proposes, while they are open; each as the appointment would be then. */
  proposals: Proposal[];
  /** Its time cannot stand. */
  to_be_moved: boolean;
  late_by: number | null;
  room: { opens_at: string; closes_at: string } | null;
  can: Action[];
  policy: { text: string; change_until: string; cancel_until: string; late: "mark" | "telephone" };
  first_name: string | null;
  private: Private | null;
}

export interface Room {
  state: "early" | "open" | "over";
  opens_at: string;
  closes_at: string;
  telephone: string;
  provider: "local" | "chime" | "external" | null;
  url: string | null;
  /** Local rooms tell who is in: "client", "host". */
  join: ({ present?: string[] } & Record<string, unknown>) | null;
}
