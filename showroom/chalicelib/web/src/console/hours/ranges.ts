/** Hours as they are typed: several ranges a day, each from and to. */
import { html, type TemplateResult } from "lit";
import type { ShowroomConsole } from "../element.js";
import type { Hours } from "./shapes.js";

/** "9", "930", "9.30" or "09:30" as "09:30"; past midnight goes on to 48:00. What cannot be read stays as it is. */
export function hourOf(typed: string): string {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(typed.trim().replace(/\s/g, ""));
  if (!found) return typed.trim();
  return `${found[1]!.padStart(2, "0")}:${found[2] ?? "00"}`;
}

/** Rows of from and to, with one more and one fewer. `wrong` says which the house could not take. */
export function ranges(desk: ShowroomConsole, about: string, list: Hours[], changed: (list: Hours[]) => void, wrong: (at: number) => boolean): TemplateResult {
  const { hours } = desk.t.desk;
  const field = (at: number, end: "start" | "end", label: string): TemplateResult => html`<input
    type="text"
    dir="ltr"
    inputmode="numeric"
    maxlength="5"
    placeholder="00:00"
    aria-label="${about}, ${label}"
    aria-invalid=${wrong(at) ? "true" : "false"}
    .value=${list[at]![end]}
    @change=${(event: Event) => changed(list.map((it, n) => (n === at ? { ...it, [end]: hourOf((event.target as HTMLInputElement).value) } : it)))}
  />`;
  return html`<span class="ranges">
    ${list.length ? null : html`<span class="quiet">${hours.off}</span>`}
    ${list.map((_, at) => html`<span class="range">${field(at, "start", hours.from)}<span aria-hidden="true">–</span>${field(at, "end", hours.to)}
      <button type="button" class="plain" aria-label="${hours.fewer}: ${about}" title=${hours.fewer} @click=${() => changed(list.filter((_, n) => n !== at))}>×</button></span>`)}
    <button type="button" class="plain" @click=${() => changed([...list, list.length ? { start: list.at(-1)!.end, end: "" } : { start: "10:00", end: "19:00" }])}>${hours.more}</button>
  </span>`;
}
