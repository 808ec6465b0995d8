/** Places that are for one advisor's guests alone: in the panel that changes the places of a sitting, and as they stand. */
import { html, nothing, type TemplateResult } from "lit";
import { type Form, input } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import type { Person, Sitting } from "./shapes.js";

type DeskForm = Form & { readonly t: ShowroomConsole["t"] };
interface Share {
  advisor: string;
  seats: number;
}

const field = (id: string): string => `own.${id}`;

/** As it was sent, or is sent again where nothing of it changes. */
export const shares = (one: Sitting | undefined): Share[] => (one?.by_advisor ?? []).map((it) => ({ advisor: it.advisor.id, seats: it.seats }));

/** As the form begins with it. */
export const kept = (one: Sitting): Record<string, string> => Object.fromEntries(shares(one).map((it) => [field(it.advisor), String(it.seats)]));

/** Everybody who receives here, and whoever has places of her own already. */
export function owners(desk: ShowroomConsole, one: Sitting): Person[] {
  const here = (desk.diary?.staff ?? []).map(({ id, name }) => ({ id, name }));
  return [...here, ...one.by_advisor.map((it) => it.advisor).filter((it) => !here.some((each) => each.id === it.id))];
}

/** As it is sent; what is wrong is said in `wrong`. Whoever has had places of her own is given none rather than left out. */
export function sharesOf(form: DeskForm, wrong: Record<string, string>, staff: Person[], one: Sitting, places: number): Share[] {
  const { events } = form.t.desk;
  const found: Share[] = [];
  for (const { id } of staff) {
    const typed = form.value(field(id)).trim();
    if (!typed && !one.by_advisor.some((it) => it.advisor.id === id)) continue;
    const seats = Number(typed);
    if (!Number.isInteger(seats) || seats < 0 || seats > 5000) wrong[field(id)] = events.more.ownWrong;
    found.push({ advisor: id, seats });
  }
  if (found.reduce((sum, it) => sum + it.seats, 0) > places) wrong.capacity ??= events.more.ownMany;
  return found;
}

export function sharing(form: DeskForm, staff: Person[], one: Sitting): TemplateResult | typeof nothing {
  const { more } = form.t.desk.events;
  if (!staff.length) return nothing;
  return html`<details class="own" ?open=${one.by_advisor.length > 0}><summary>${more.own}</summary><p class="quiet">${more.ownHint}</p>
    <div class="fours">${staff.map((it) => input(form, field(it.id), it.name, { type: "number", min: "0", max: "5000", optional: true }))}</div></details>`;
}

/** Whose places they are, and how many of them are left. */
export function shared(desk: ShowroomConsole, one: Sitting): TemplateResult | typeof nothing {
  const { more } = desk.t.desk.events;
  const { by_advisor: own } = one;
  if (!own.length) return nothing;
  const sum = (of: "seats" | "free" | "waiting"): number => own.reduce((n, it) => n + it[of], 0);
  const line = (name: unknown, seats: number, free: number, waiting: number): TemplateResult => html`<li><bdi>${name}</bdi><span>${more.ownOf(seats, free, waiting)}</span></li>`;
  return html`<ul class="own">${own.map((it) => line(it.advisor.name, it.seats, it.free, it.waiting))}
    ${line(more.ownRest, one.capacity + one.overbook - sum("seats"), one.free - sum("free"), one.waiting - sum("waiting"))}</ul>`;
}
