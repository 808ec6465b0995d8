/** From the draft to the bodies that `/v1` takes, what is missing in them, and which field a pointer means. */
import { ownZone } from "../common/dates.js";
import type { Experience, Name } from "../common/shapes.js";
import type { Messages } from "../common/words.js";
import type { Draft } from "./draft.js";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const TELEPHONE = /^\+?[\d\s().-]{6,24}$/;

const trimmed = (draft: Draft, name: string): string => (draft.fields[name] ?? "").trim();

/** Leave out what is empty: the API takes absence, not empty strings. */
function compact<T extends Record<string, unknown>>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, it]) => it !== "" && it !== undefined && it !== false && !(Array.isArray(it) && !it.length))) as Partial<T>;
}

export function nameOf(draft: Draft, familyFirst: boolean): Name {
  const at = (name: string): string => trimmed(draft, name);
  if (draft.fields.oneName === "yes") return compact({ title: at("title"), full: at("full") });
  return compact({ title: at("title"), given: at("given"), family: at("family"), family_first: familyFirst });
}

export function clientOf(draft: Draft, familyFirst: boolean): object {
  return compact({ name: nameOf(draft, familyFirst), email: trimmed(draft, "email"), telephone: trimmed(draft, "telephone") });
}

/** The page's `interests="Watches, bridal: Engagement rings"` as [slug, label]; the slug follows from the label unless it is given. */
export function interestsOffered(attribute: string | null): [slug: string, label: string][] {
  return (attribute ?? "")
    .split(",")
    .map((it): [string, string] => {
      const [given, label] = it.includes(":") ? (it.split(":", 2) as [string, string]) : [it, it];
      const plain = given.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return [plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""), label.trim()];
    })
    .filter(([slug, label]) => slug && label)
    .slice(0, 12);
}

export function interestsOf(draft: Draft): string[] {
  return (draft.fields.interests ?? "").split("\n").filter(Boolean);
}

/** `written` is the language of our letters to her; the advisor's is her choice in step 2. */
export function bookingBody(draft: Draft, experience: Experience, known: boolean, familyFirst: boolean, written: string): object {
  const at = (name: string): string => trimmed(draft, name);
  const address = experience.needs_address
    ? compact({
        lines: [at("line1"), at("line2")].filter(Boolean),
        postal_code: at("postal"),
        city: at("town"),
        country: at("country"),
        kind: at("addressKind") || "home",
        entry_notes: at("entry"),
      })
    : undefined;
  return compact({
    boutique: draft.boutique,
    experience: experience.id,
    start: draft.start,
    language: written,
    advisor_language: at("language"),
    advisor: known && draft.advisor ? "own" : "",
    client_zone: ownZone(),
    party: { adults: Number(at("adults") || 1), children: Number(at("children") || 0) },
    client: known ? undefined : clientOf(draft, familyFirst),
    address,
    note: at("note"),
    access_needs: at("access"),
    interests: interestsOf(draft),
    surprise: draft.fields.surprise === "yes",
    on_behalf_of: draft.fields.behalf === "yes" ? at("behalfName") : "",
  });
}

export function wishBody(draft: Draft, known: boolean, familyFirst: boolean, written: string): object {
  const days = ["day1", "day2", "day3"].map((name) => trimmed(draft, name)).filter(Boolean);
  return {
    boutique: draft.boutique,
    experience: draft.experience,
    days: [...new Set(days)].sort(),
    part: trimmed(draft, "part") || "any",
    language: written,
    ...compact({ words: trimmed(draft, "words"), client: known ? undefined : clientOf(draft, familyFirst) }),
  };
}

/** Every field that still needs something, with the sentence that says so. */
export function missing(draft: Draft, experience: Experience | null, known: boolean, t: Messages, wish = false): Map<string, string> {
  const wrong = new Map<string, string>();
  const at = (name: string): string => trimmed(draft, name);
  const need = (name: string, say: string): unknown => at(name) || wrong.set(name, say);
  if (!known) {
    if (draft.fields.oneName === "yes") need("full", t.missing.full);
    else {
      need("family", t.missing.family);
      need("given", t.missing.given);
    }
    const called = !wish && experience?.needs_telephone;
    if (at("email") && !EMAIL.test(at("email"))) wrong.set("email", t.missing.email);
    if (called ? !TELEPHONE.test(at("telephone")) : at("telephone") && !TELEPHONE.test(at("telephone"))) wrong.set("telephone", t.missing.telephone);
    if (!called && !at("email") && !at("telephone")) wrong.set("email", t.missing.contact);
  }
  if (wish) return wrong;
  if (experience?.needs_address) {
    need("line1", t.missing.line1);
    need("town", t.missing.city);
  }
  if (draft.fields.behalf === "yes") need("behalfName", t.missing.behalfName);
  const most = experience?.party.max_guests ?? 1;
  if (Number(at("adults") || 1) + Number(at("children") || 0) > most) wrong.set("adults", t.missing.party(most));
  return wrong;
}

const FIELDS: readonly (readonly [RegExp, string, (t: Messages) => string])[] = [
  [/^\/client\/name\/given/, "given", (t) => t.missing.given],
  [/^\/client\/name\/family/, "family", (t) => t.missing.family],
  [/^\/client\/name/, "full", (t) => t.missing.full],
  [/^\/client\/telephone/, "telephone", (t) => t.missing.telephone],
  [/^\/client\/email/, "email", (t) => t.missing.email],
  [/^\/client/, "email", (t) => t.missing.contact],
  [/^\/address\/postal_code/, "postal", (t) => t.missing.postal],
  [/^\/address\/city/, "town", (t) => t.missing.city],
  [/^\/address\/entry_notes/, "entry", () => ""],
  [/^\/address/, "line1", (t) => t.missing.line1],
  [/^\/party/, "adults", () => ""],
  [/^\/on_behalf_of/, "behalfName", (t) => t.missing.behalfName],
  [/^\/access_needs/, "access", () => ""],
  [/^\/note/, "note", () => ""],
  [/^\/words/, "words", () => ""],
  [/^\/days/, "day1", () => ""],
];

/** The house's own findings, laid onto the fields; what has no field is left out. */
export function fromPointers(fields: readonly { pointer: string; detail: string }[], draft: Draft, t: Messages): Map<string, string> {
  const wrong = new Map<string, string>();
  for (const { pointer, detail } of fields) {
    const found = FIELDS.find(([pattern]) => pattern.test(pointer));
    if (!found) continue;
    const name = found[1] === "full" && draft.fields.oneName !== "yes" ? "family" : found[1];
    if (!wrong.has(name)) wrong.set(name, found[2](t) || detail);
  }
  return wrong;
}
