/** The part of those who gave a telephone alone: the field for the code in her short message, and another code. */
import { html, type TemplateResult } from "lit/html.js";
import type { Problem } from "../common/api.js";
import { action, input } from "../common/fields.js";
import type { ShowroomBooking } from "./element.js";

/** What she typed as six digits of ours: a keyboard may write them in its own script, a pasted code may hold spaces. */
const digits = (said: string): string => said.replace(/[٠-٩۰-۹０-９]/g, (sign) => String(sign.charCodeAt(0) & 15)).replace(/\D/g, "");

/** What each widget's field holds; never kept, so after a reload she types it again. */
const typed = new WeakMap<ShowroomBooking, string>();

export function view(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const form = {
    t,
    value: () => typed.get(host) ?? "",
    error: (name: string) => host.error(name),
    put: (name: string, said: string) => {
      typed.set(host, said);
      if (host.errors.delete(name)) host.errors = new Map(host.errors);
    },
  };
  return html`<form class="stack noprint" novalidate @submit=${(event: Event) => (event.preventDefault(), say(host))}>
    ${input(form, "code", t.code.label, { autocomplete: "one-time-code", inputmode: "numeric", dir: "ltr", maxlength: 20 })}
    ${action(t.confirm, host.busy, t.oneMoment, () => say(host))}
    <button type="button" class="link" @click=${() => ask(host, "code/another", {})}>${t.code.another}</button>
  </form>`;
}

function say(host: ShowroomBooking): void {
  const code = digits(typed.get(host) ?? "");
  if (code.length === 6) ask(host, "code", { code });
  else host.wrong(new Map([["code", host.t.code.six]]));
}

function ask(host: ShowroomBooking, what: string, body: object): void {
  void host.answerHold(what, body).then((done) => done && typed.delete(host));
}

/** Show under the field what a code is refused for; a hold that has gone says so itself. False for every other trouble. */
export function refused(host: ShowroomBooking, { kind, told: { tries_left: left } }: Problem): boolean {
  const { code } = host.t;
  const gone = kind === "hold-expired" || kind === "state-conflict";
  if (gone) host.booking = { ...host.booking!, state: "expired" };
  const said = { "wrong-code": left ? code.wrong(left) : code.spent, "code-spent": code.spent, "code-too-soon": code.soon, "no-more-codes": code.none }[kind];
  if (said) host.wrong(new Map([["code", said]]));
  return gone || said !== undefined;
}
