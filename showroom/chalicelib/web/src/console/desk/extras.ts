/** What a telephone call may come to beside one free hour: an hour outside the house's, or several to choose from. */
import { html, nothing, type TemplateResult } from "lit";
import { type Form, input, select } from "../../common/fields.js";
import type { Hit, Hits } from "../clients/shapes.js";
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

/** Whoever is known by the name that is being typed: one press, and nothing more is asked. */
export const foundLines = (desk: ShowroomConsole, hits: Hits | null, chose: (hit: Hit) => void): TemplateResult | typeof nothing =>
  hits?.items.length
    ? html`<ul class="all picked" aria-label=${desk.t.desk.clients.known}>${hits.items.map((it) => html`<li><button type="button" class="plain" @click=${() => chose(it)}><bdi>${it.display}</bdi></button> <span class="quiet"><bdi dir="ltr">${it.hint}</bdi></span></li>`)}</ul>`
    : nothing;

/** She is known: her name, and the way back where it is somebody else. */
export const knownLine = (desk: ShowroomConsole, known: { display: string }, leave: () => void): TemplateResult =>
  html`<p class="all">${desk.t.desk.clients.known}: <span class="serif"><bdi>${known.display}</bdi></span> <button type="button" class="plain" @click=${leave}>${desk.t.desk.clients.notHer}</button></p>`;
