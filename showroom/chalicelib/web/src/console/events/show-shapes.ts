/** What `/v1` answers about a run of show, and about who came. */
import type { Person } from "./shapes.js";

export interface Cue {
  id: string;
  title: string;
  offset: number;
  minutes: number;
  owner: Person;
  note: string;
  planned: string;
  due: string;
  state: "waiting" | "on" | "over" | "missed";
  started: string | null;
  finished: string | null;
}

export const HOLDS = ["guests", "host", "technical", "deliveries", "other"] as const;

export interface Show {
  event: string;
  version: number;
  start: string;
  cues: Cue[];
  rehearsal: { start: string; end: string } | null;
  threshold: number;
  began: string | null;
  on: string[];
  next: string | null;
  late: number;
  holding: "by_hand" | "deliveries" | null;
  hold: { at: string; by: Person; reason: string } | null;
  waiver: { at: string; by: Person } | null;
  served: { delivered: number; households: number } | null;
  can: string[];
}

interface Figures {
  invited: number;
  accepted: number;
  people: number;
  attended: number;
  no_shows: number;
  rate: number | null;
}

export interface Attendance {
  event: string;
  state: string;
  total: Figures;
  sittings: (Figures & { sitting: string })[];
  advisors: (Figures & { advisor: string | null; name: string })[];
}
