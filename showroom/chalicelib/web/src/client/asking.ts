/** She asks for a link to her page: the answer is the same whoever has the address. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { Attempts } from "../common/attempts.js";
import { action, type Form, input } from "../common/fields.js";
import type { ShowroomClient } from "./element.js";

export class Asking implements Form {
  private email = "";
  private wrong = "";
  private sent = false;
  private readonly attempts = new Attempts();

  constructor(private readonly page: ShowroomClient) {}

  get t(): ShowroomClient["t"] {
    return this.page.t;
  }

  value(): string {
    return this.email;
  }

  put(_: string, value: string): void {
    this.email = value;
    this.wrong = "";
    this.page.requestUpdate();
  }

  error(): string | undefined {
    return this.wrong || undefined;
  }

  private send(): void {
    const { page, t } = this;
    const email = this.email.trim();
    this.wrong = /^\S+@\S+\.\S+$/.test(email) ? "" : t.missing.email;
    if (this.wrong) return page.requestUpdate();
    void page.act(async () => {
      try {
        await page.open().post("/signin/link", { email }, { key: this.attempts.key(email) });
        this.sent = true;
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 422) throw error;
        this.wrong = t.missing.email;
      }
    }, () => this.send()).then(() => page.announce(this.sent ? t.me.linkSent : this.wrong));
  }

  render(): TemplateResult {
    const { page, t } = this;
    if (this.sent) return html`<p class="gap">${t.me.linkSent}</p>`;
    return html`<form class="gap" novalidate @submit=${(event: Event) => { event.preventDefault(); if (!page.busy) this.send(); }}>
      <p>${t.me.askLink}</p>
      ${page.notice ? page.noticeView(page.notice) : nothing}
      <div class="gap">${input(this, "ask-email", t.email, { type: "email", autocomplete: "email", dir: "ltr", maxlength: 254 })}</div>
      <div class="actions start">${action(t.me.sendLink, page.busy, t.oneMoment, () => this.send())}<button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button></div>
    </form>`;
  }
}

const asked = new WeakMap<ShowroomClient, Asking>();

/** The one form of a page. */
export function asking(page: ShowroomClient): TemplateResult {
  if (!asked.has(page)) asked.set(page, new Asking(page));
  return asked.get(page)!.render();
}
