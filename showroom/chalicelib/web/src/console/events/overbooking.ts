/** How many more may accept than there are places, in the form of an occasion. Nobody at a dinner: each person is a meal. */
import { html, nothing, type TemplateResult } from "lit";
import { type Form, input, select, told } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import type { Occasion, Overbooking } from "./shapes.js";

type DeskForm = Form & { readonly t: ShowroomConsole["t"] };

/** As the form begins with it. */
export const kept = (one: Overbooking): Record<string, string> => ({
  policy: one.policy,
  extra: String(one.extra || ""),
  away: String(one.no_show_percent || ""),
});

/** As it is sent; what is wrong is said in `wrong`. */
export function overbookingOf(form: DeskForm, wrong: Record<string, string>, dines: boolean): Overbooking {
  const policy = dines ? "none" : (form.value("policy") as Overbooking["policy"]);
  const of = (wanted: boolean, name: "extra" | "away", to: number): number => {
    const typed = Number(form.value(name));
    if (wanted && (!Number.isInteger(typed) || typed < 1 || typed > to)) wrong[name] = form.t.desk.events.more.errors[name];
    return wanted ? typed : 0;
  };
  return { policy, extra: of(policy === "fixed", "extra", 500), no_show_percent: of(policy === "by_rate", "away", 90) };
}

/** Whether something else is wanted of an occasion that guests have answered to: fewer than are taken are refused. */
export const lowered = (event: Occasion | null, wanted: Overbooking): boolean =>
  event !== null && event.state !== "draft" && JSON.stringify(kept(event.overbooking)) !== JSON.stringify(kept(wanted));

export function overbooking(form: DeskForm): TemplateResult {
  const { more } = form.t.desk.events;
  const policy = form.value("policy");
  return html`${select(form, "policy", more.label, Object.entries(more.policies), { hint: more.hint })}${told(form, "policy")}
    ${policy === "fixed" ? input(form, "extra", more.extra, { type: "number", min: "1", max: "500" }) : nothing}
    ${policy === "by_rate" ? input(form, "away", more.away, { type: "number", min: "1", max: "90", hint: more.risk }) : nothing}`;
}
