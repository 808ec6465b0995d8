/** A known client's hour is kept while she writes, in silence: only that it has gone meanwhile is said. */
import { freshKey } from "../common/api.js";
import type { Draft } from "./draft.js";
import type { BookingSteps } from "./steps.js";

/** What is kept for the widgets of this page, and until when. */
const kept = new WeakMap<BookingSteps, { what: string; until: number }>();

function bodyOf({ boutique, experience, start, advisor, fields }: Draft): object {
  const party = { adults: Number(fields.adults || 1), children: Number(fields.children || 0) };
  return { boutique, experience, start, party, ...(fields.language ? { advisor_language: fields.language } : {}), ...(advisor ? { advisor: "own" } : {}) };
}

/** Keep what she has chosen, unless it is kept already. */
export async function keep(host: BookingSteps): Promise<void> {
  const chosen = host.draft;
  const what = JSON.stringify(bodyOf(chosen));
  const before = kept.get(host);
  if (!host.known || !chosen.start || (before?.what === what && host.now().getTime() < before.until)) return;
  const mine = { what, until: Infinity };
  kept.set(host, mine);
  try {
    mine.until = Date.parse((await host.post<{ expires_at: string }>("/holds", what, freshKey())).expires_at);
  } catch (error) {
    mine.until = 0;
    const now = host.draft;
    const same = now.start === chosen.start && now.boutique === chosen.boutique && now.experience === chosen.experience;
    // The part has its own copy of the error's class: what tells it is what it carries.
    if ((error as { kind?: string }).kind === "slot-taken" && same) host.gone(error as { alternatives: readonly string[] });
  }
}
