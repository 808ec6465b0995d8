/** What `/v1/invitation` and what belongs to it answer. */
export type GuestState =
  | "invited"
  | "lapsed"
  | "viewed"
  | "accepted"
  | "declined"
  | "waitlisted"
  | "offered"
  | "offer_expired"
  | "cancelled"
  | "revoked"
  | "attended"
  | "no_show";

export type Can = "accept" | "decline" | "change" | "cancel" | "take_offer" | "refuse_offer" | "join";

export interface Companion {
  given?: string | null;
  family?: string | null;
}

export interface Sitting {
  id: string;
  start: string;
  end: string;
  language: string;
  full: boolean;
}

/** What she has asked for since the last hour for changes, and what became of it. */
export interface Asked {
  state: "open" | "granted" | "declined" | "ended";
  at: string;
  party: number;
  companions: Companion[];
  note: string;
  /** The house's word with a no. */
  word: string;
  answered_at: string | null;
}

export interface Invitation {
  state: GuestState;
  version: number;
  /** How she is addressed, and by whom. */
  name: string;
  maison: string;
  /** The language of her letters. */
  language: string;
  event: {
    id: string;
    kind: "group_presentation" | "launch_dinner";
    state: "draft" | "published" | "closed" | "held" | "cancelled";
    title: string;
    description: string;
    zone: string;
    start: string;
    end: string;
    /** When it was to begin before it was moved; null when it never was. */
    previous_start: string | null;
    /** Until when somebody new may come, and until when she changes who comes herself. */
    cutoff: string;
    freeze: string;
    boutique: { id: string; name: string; city: string; telephone: string };
    hosts: string[];
  };
  sittings: Sitting[];
  /** Hers, or "" while she has none. */
  sitting: string;
  /** How many they are, herself among them. */
  party: number;
  max_plus_ones: number;
  companions: Companion[];
  note: string;
  expires_at: string | null;
  offer_expires_at: string | null;
  /** Is a change a request from now on, which the house grants or not? */
  frozen: boolean;
  request: Asked | null;
  join: { state: "early" | "open" | "over"; opens_at: string };
  can: Can[];
}

/** The film's own door, and while it is open, a ticket to it. */
export interface Film {
  /** `elsewhere`: two other screens of hers play it. */
  state: "early" | "open" | "replay" | "over" | "elsewhere";
  now: string;
  opens_at: string;
  begins_at: string;
  /** It waits for everybody, and begins then or later. */
  waits: boolean;
  closes_at: string;
  beat_seconds: number;
  play: { provider: "local" | "cloudfront" | "ivs"; url: string | null; query: string } | null;
}

/** The film as this screen has it: in a video, in a clip that is drawn, or not to be seen just now. */
export interface FilmSeen {
  film: Film;
  failed: boolean;
  picture: "video" | "clip" | null;
  /** Of the clip: is it heard, what is read beneath it, and in which of which languages? */
  heard: boolean;
  said: string;
  language: string;
  languages: string[];
}

/** The door, and while it is open, what she is let in with. */
export interface Joined {
  state: "early" | "open" | "over";
  /** `overflow`: the room is full, and the evening comes to her as a film. */
  place: "room" | "overflow" | null;
  /** Is she asked to be seen and heard? */
  speaks: boolean;
  provider: "local" | "chime" | "external" | null;
  url: string | null;
  /** Rooms of this machine's own tell how many are in. */
  join: ({ present?: number } & Record<string, unknown>) | null;
}
