/** Only with her own advisor, or whoever is free first: two answers, never a row of faces. */
import { html, type TemplateResult } from "lit/html.js";
import type { Availability } from "../common/shapes.js";
import type { Messages } from "../common/words.js";

export function whom(t: Messages, advisor: string, own: boolean, choose: (own: boolean) => void): TemplateResult {
  const one = (is: boolean, label: string): TemplateResult =>
    html`<label class="choice"><input type="radio" name="whom" .checked=${is === own} @change=${() => choose(is)} /><span class="box">${label}</span></label>`;
  return html`<fieldset part="whom"><legend class="hidden">${t.advisorLabel}</legend>
    <div class="choices">${one(true, t.onlyWith(advisor))} ${one(false, t.whoeverFirst)}</div></fieldset>`;
}

/** As long as she has not said in which language, it is one that her own advisor speaks; nothing where that is so already. */
export function rather({ your_advisor: hers }: Availability, language: string, spoken: readonly string[]): string | undefined {
  return hers?.languages.includes(language) ? undefined : hers?.languages.find((it) => spoken.includes(it));
}
