/** Why an hour is not free, in one sentence, and which rule says so. */
import { time } from "../common/dates.js";
import type { ConsoleMessages } from "../languages/console/en.js";
import type { Diary, Refusal } from "./shapes.js";

export interface Teller {
  readonly t: ConsoleMessages;
  readonly locale: string;
}

const MOST_NAMED = 2;
const ABSENT = new Set(["not_working", "away", "travelling"]);
const OF_THE_HOUSE = ["closed", "off_grid", "too_soon", "too_far", "day_limit", "client_engaged"] as const;

/** One refusal of one person, as a clause. */
function clause({ t, locale }: Teller, refusal: Refusal, who: string, zone: string): string {
  const { because } = t.desk;
  const until = refusal.end ? time(refusal.end, zone, locale) : "";
  switch (refusal.rule) {
    case "booked":
    case "held":
    case "busy":
      return because[refusal.rule](who, until);
    case "buffer":
    case "daily_maximum":
    case "away":
    case "travelling":
      return because[refusal.rule](who);
    default:
      return because.not_working(who);
  }
}

/** The sentence. `own` is the appointment that is being moved, which does not stand in its own way; `whose` is asked about first. */
export function sentence(teller: Teller, all: readonly Refusal[], diary: Diary, own = "", whose = ""): string {
  const { t } = teller;
  const refusals = all.filter((one) => !own || one.ref !== own);
  const rule = OF_THE_HOUSE.find((name) => refusals.some((one) => one.rule === name));
  if (rule) return t.desk.why[rule];
  const people = new Map<string, Refusal>();
  for (const one of refusals) {
    // Of somebody who does not work then, nothing else needs to be said.
    if (one.role === "advisor" && one.resource && (!people.has(one.resource) || ABSENT.has(one.rule))) people.set(one.resource, one);
  }
  if (people.size) {
    const named = [...people].sort(([a], [b]) => Number(b === whose) - Number(a === whose) || Number(ABSENT.has(people.get(a)!.rule)) - Number(ABSENT.has(people.get(b)!.rule)));
    const clauses = named.slice(0, MOST_NAMED).map(([id, one]) => clause(teller, one, diary.staff.find((it) => it.id === id)?.name ?? id, diary.zone));
    if (named.length > MOST_NAMED) clauses.push(t.desk.andOthers(named.length - MOST_NAMED));
    return t.desk.why.nobody(clauses.join(t.comma));
  }
  if (refusals.some((one) => one.role === "room")) return t.desk.why.noRoom;
  const rest = refusals.find((one) => one.rule === "shared_out" || one.rule === "one_role_each" || one.rule === "too_few");
  return rest ? t.desk.why[rest.rule as "too_few"] : t.desk.why.other;
}
