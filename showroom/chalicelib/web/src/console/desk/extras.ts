/** What a telephone call may come to beside one free hour: an hour outside the house's, or several to choose from. */
import { html, nothing, type TemplateResult } from "lit";
import { type Form, input, select } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import type { Offer } from "../shapes.js";
import { when } from "../told.js";

export const MOST_OPTIONS = 3;

/** Who may receive this, by name. */
export const receivers = (desk: ShowroomConsole, offer: Offer | undefined): (readonly [string, string])[] =>
  (desk.diary?.staff ?? []).filter((it) => offer?.able.includes(it.id)).map((it) => [it.id, it.name] as const);

/** Outside hours nobody is drawn to stay late: who receives is named, and why is said. */
export function outsideFields(form: Form, desk: ShowroomConsole, offer: Offer | undefined): TemplateResult {
  const { outside } = desk.t.desk;
  return html`<p class="quiet">${outside.offer}</p>
    ${input(form, "outside", outside.reason, { hint: outside.hint, maxlength: 200, optional: true })}
    ${form.value("outside") ? select(form, "advisor", outside.who, receivers(desk, offer)) : nothing}`;
}

/** Times that are to be kept for a choice, and the one that may join them. */
export function optionsList(desk: ShowroomConsole, picked: readonly string[], start: string, add: () => void, leaveOut: (start: string) => void): TemplateResult {
  const { options } = desk.t.desk;
  const may = start && !picked.includes(start) && picked.length < MOST_OPTIONS;
  return html`${may ? html`<button type="button" class="plain" @click=${add}>${options.add}</button>` : nothing}
    ${picked.length
      ? html`<h3>${options.title}</h3><ul class="picked">${picked.map((it) => html`<li>${when(desk, it)} <button type="button" class="plain" @click=${() => leaveOut(it)}>${desk.t.desk.leaveOut}</button></li>`)}</ul>`
      : nothing}`;
}
