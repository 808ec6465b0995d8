/** Templates for labelled controls: label above, error under the field with a mark, one id for both. */
import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Messages } from "./words.js";

/** What a form's templates need of the element they stand in. */
export interface Form {
  readonly t: Messages;
  value(name: string): string;
  put(name: string, value: string): void;
  error(name: string): string | undefined;
}

interface Options {
  type?: "text" | "email" | "tel" | "number" | "date";
  autocomplete?: string;
  hint?: string;
  optional?: boolean;
  wide?: boolean;
  maxlength?: number;
  min?: string;
  max?: string;
  dir?: "ltr";
  inputmode?: string;
}

/** What is wrong with a field, under it, with a mark. */
export function told(form: Form, name: string): unknown {
  const wrong = form.error(name);
  return wrong ? html`<p class="error" id="${name}-error" part="error"><span>${wrong}</span></p>` : nothing;
}

function frame(form: Form, name: string, label: string, options: Options, control: (described: string) => unknown): TemplateResult {
  const wrong = form.error(name);
  const described = [options.hint && `${name}-hint`, wrong && `${name}-error`].filter(Boolean).join(" ");
  return html`<div class="field ${options.wide ? "all" : ""}" part="field">
    <label for=${name} part="label">${label} ${options.optional ? form.t.ifYouWish : nothing}</label>
    ${control(described)}
    ${options.hint ? html`<p class="hint" id="${name}-hint">${options.hint}</p>` : nothing}
    ${told(form, name)}
  </div>`;
}

const typed = (form: Form, name: string) => (event: Event) =>
  form.put(name, (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value);

export function input(form: Form, name: string, label: string, options: Options = {}): TemplateResult {
  return frame(form, name, label, options, (described) => html`<input
    id=${name}
    name=${name}
    part="input"
    type=${options.type ?? "text"}
    dir=${options.dir ?? nothing}
    inputmode=${options.inputmode ?? nothing}
    autocomplete=${options.autocomplete ?? "off"}
    maxlength=${options.maxlength ?? (options.type === "number" ? nothing : 120)}
    min=${options.min ?? nothing}
    max=${options.max ?? nothing}
    aria-required=${options.optional ? nothing : "true"}
    aria-invalid=${form.error(name) ? "true" : nothing}
    aria-describedby=${described || nothing}
    .value=${form.value(name)}
    @input=${typed(form, name)}
  />`);
}

export function textarea(form: Form, name: string, label: string, options: Options = {}): TemplateResult {
  return frame(form, name, label, options, (described) => html`<textarea
    id=${name}
    name=${name}
    part="input"
    rows="3"
    maxlength=${options.maxlength ?? 1000}
    aria-invalid=${form.error(name) ? "true" : nothing}
    aria-describedby=${described || nothing}
    .value=${form.value(name)}
    @input=${typed(form, name)}
  ></textarea>`);
}

export function select(form: Form, name: string, label: string, choices: readonly (readonly [string, string])[], options: Options = {}): TemplateResult {
  return frame(form, name, label, options, (described) => html`<div class="select"><select
      id=${name}
      name=${name}
      part="input"
      autocomplete=${options.autocomplete ?? "off"}
      aria-describedby=${described || nothing}
      @change=${typed(form, name)}
    >
      ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === form.value(name)}>${text}</option>`)}
    </select></div>`);
}

export function check(form: Form, name: string, label: string): TemplateResult {
  return html`<label class="check"><input
      type="checkbox"
      id=${name}
      name=${name}
      .checked=${form.value(name) === "yes"}
      @change=${(event: Event) => form.put(name, (event.target as HTMLInputElement).checked ? "yes" : "")}
    /><span>${label}</span></label>`;
}

/** Radio buttons that look like hairline boxes: arrow keys and grouping come from the browser. */
export function choices(form: Form, name: string, legend: string, list: readonly (readonly [string, string])[]): TemplateResult {
  return html`<fieldset part="field">
    <legend>${legend}</legend>
    <div class="choices">
      ${list.map(([value, text]) => html`<label class="choice"><input
            type="radio"
            name=${name}
            value=${value}
            .checked=${form.value(name) === value}
            @change=${() => form.put(name, value)}
          /><span class="box">${text}</span></label>`)}
    </div>
  </fieldset>`;
}

/** A button that keeps its width while it works and takes a second press for the same press. */
export function action(label: string, busy: boolean, moment: string, press: () => void, kind: "primary" | "second" = "primary"): TemplateResult {
  return html`<button type="button" class=${kind} part="button ${kind}" aria-disabled=${busy ? "true" : "false"} @click=${() => busy || press()}>
    <span class="swap"><span aria-hidden=${busy ? "true" : "false"}>${label}</span><span aria-hidden=${busy ? "false" : "true"}>${moment}</span></span>
  </button>`;
}
