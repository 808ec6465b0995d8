/** Who signed in, as her token says, and where in the console she is. The house checks the token; this is for display. */
import { claims } from "../common/session.js";
import type { Self } from "./shapes.js";

const STAFF = ["associate", "manager", "planner", "admin"];

/** Where she is; kept as long as the page is. */
export interface Place {
  /** "today", "calendar", or the name of a page. */
  view: string;
  day: string;
  span: "day" | "week";
  /** Whose calendar; empty for the whole boutique. */
  whom: string;
  asList: boolean;
  mine: boolean;
  boutique: string;
}

/** Null for a token that is not one of staff. */
export function selfOf(token: string): Self | null {
  const said = claims(token);
  if (!STAFF.includes(String(said.role))) return null;
  return { subject: String(said.sub), role: said.role as Self["role"], boutiques: (said.boutiques as string[]) ?? [] };
}
