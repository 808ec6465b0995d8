/** A hold that waits for the code in her short message: one field, another code, a person's telephone. */
import { html, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { action, input } from "../common/fields.js";
import type { Booking } from "../common/shapes.js";
import type { Notice } from "../common/sheet.js";
import { BookingActs } from "./acts.js";
import { attempt } from "./draft.js";

/** What she typed as six digits of ours: a keyboard may write them in its own script, a pasted code may hold spaces. */
const digits = (said: string): string => said.replace(/[٠-٩۰-۹０-９]/g, (sign) => String(sign.charCodeAt(0) & 15)).replace(/\D/g, "");

export abstract class BookingCode extends BookingActs {
  /** Never kept: after a reload she types it again. */
  private typed = "";

  /** Whether what ends here waits for a code. */
  get waits(): boolean {
    return !this.lapsed && this.booking?.can.includes("code") === true;
  }

  codeView(): TemplateResult {
    const { t } = this;
    const form = {
      t,
      value: () => this.typed,
      error: (name: string) => this.error(name),
      put: (name: string, said: string) => {
        this.typed = said;
        if (this.errors.delete(name)) this.errors = new Map(this.errors);
      },
    };
    return html`<form class="stack noprint" novalidate @submit=${(event: Event) => (event.preventDefault(), this.sayCode())}>
      ${input(form, "code", t.code.label, { autocomplete: "one-time-code", inputmode: "numeric", dir: "ltr", maxlength: 20 })}
      ${action(t.confirm, this.busy, t.oneMoment, () => this.sayCode())}
      <button type="button" class="link" @click=${() => this.anotherCode()}>${t.code.another}</button>
      ${this.telephoneLines()}
    </form>`;
  }

  private sayCode(): void {
    const code = digits(this.typed);
    if (code.length !== 6) return this.wrong(new Map([["code", this.t.code.six]]));
    void this.act(() => this.ask("code", { code }), () => this.sayCode());
  }

  private anotherCode(): void {
    void this.act(async () => {
      await this.ask("code/another", {});
      this.announce(this.t.code.sent);
    }, () => this.anotherCode());
  }

  private async ask(what: string, body: object): Promise<void> {
    const { id, version } = this.booking!;
    const sent = attempt(this.draft, `${what} ${id} ${version}`, body);
    this.booking = await this.api.post<Booking>(`/bookings/${id}/${what}`, sent.body, { key: sent.key });
    this.typed = "";
    this.errors = new Map();
    void this.focusTitle();
  }

  /** What a code is refused for stands under its field; a hold that has gone says so itself. */
  override explain(error: unknown, again?: () => void): Notice | null {
    const notice = super.explain(error, again);
    if (!(error instanceof Problem)) return notice;
    const { code } = this.t;
    if (error.kind === "no-more-codes" && !this.waits) return { text: code.none, telephone: true };
    if (!this.waits) return notice;
    if (error.kind === "hold-expired" || error.kind === "state-conflict") {
      this.booking = { ...this.booking!, state: "expired" };
      return null;
    }
    const told = { "wrong-code": error.left ? code.wrong(error.left) : code.spent, "code-spent": code.spent, "code-too-soon": code.soon, "no-more-codes": code.none }[error.kind];
    if (!told) return notice;
    this.wrong(new Map([["code", told]]));
    return null;
  }
}
