/** What a client has chosen and typed so far. It lives in the tab's storage until the booking is made, then it is gone. */
import { freshKey } from "../common/api.js";
import type { Shelf } from "../common/session.js";

export type View = "last" | "what" | "where" | "when" | "details" | "confirm" | "wish" | "end" | "wished" | "change";
/** The views that are steps, and their numbers. */
export const STEPS: Partial<Record<View, number>> = { what: 1, where: 1, when: 2, details: 3, confirm: 4 };

export interface Draft {
  view: View;
  experience: string | null;
  boutique: string | null;
  start: string | null;
  /** Her own advisor's name, when the start was offered as that advisor's: then it is to be with nobody else. */
  advisor: string | null;
  fields: Record<string, string>;
  /** The last body that was sent, by route, with its key: the same body goes again under the same key. */
  attempts: Record<string, { key: string; body: string }>;
}

const EMPTY: Draft = { view: "what", experience: null, boutique: null, start: null, advisor: null, fields: {}, attempts: {} };

export const emptyDraft = (): Draft => structuredClone(EMPTY);

export function readDraft(shelf: Shelf): Draft {
  try {
    const kept = JSON.parse(shelf.get("draft") ?? "null") as Partial<Draft> | null;
    return kept ? { ...emptyDraft(), ...kept } : emptyDraft();
  } catch {
    return emptyDraft();
  }
}

export const keepDraft = (shelf: Shelf, draft: Draft): void => shelf.set("draft", JSON.stringify(draft));

/** One key per attempt: a retry of the same body keeps its key, a changed body gets a new one. */
export function attempt(draft: Draft, route: string, body: object): { key: string; body: string } {
  const text = JSON.stringify(body);
  const last = draft.attempts[route];
  if (last?.body === text) return last;
  return (draft.attempts[route] = { key: freshKey(), body: text });
}
