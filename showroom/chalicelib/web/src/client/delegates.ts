/** Who may arrange for her: whom she has named, another letter, the end of it with a second press, and a form for one more. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { Attempts } from "../common/attempts.js";
import { dayOfYear, ownZone } from "../common/dates.js";
import { action, type Form, input, select } from "../common/fields.js";
import type { Notice } from "../common/sheet.js";
import type { PageMessages } from "../languages/pages/en.js";
import type { ShowroomClient } from "./element.js";
import type { Delegate } from "./shapes.js";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export class Delegates implements Form {
  private items: readonly Delegate[] = [];
  private fields = new Map<string, string>();
  private errors = new Map<string, string>();
  private readonly attempts = new Attempts();
  /** Whose end was asked for, and waits for the second press. */
  private ending = "";
  private result = { at: "", text: "" };

  constructor(private readonly host: ShowroomClient) {}

  get t(): PageMessages {
    return this.host.t;
  }

  async read(): Promise<void> {
    this.items = (await this.host.api.own<{ items: Delegate[] }>("/me/delegates")).items;
  }

  forget(): void {
    this.items = [];
    this.fields.clear();
    this.errors.clear();
    this.ending = "";
    this.result = { at: "", text: "" };
  }

  value(name: string): string {
    return this.fields.get(name) ?? (name === "delegate-language" ? this.host.me!.language : "");
  }

  put(name: string, value: string): void {
    this.fields.set(name, value);
    this.errors.delete(name);
    this.host.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.errors.get(name);
  }

  private wrong(errors: Map<string, string>): void {
    this.errors = errors;
    this.host.requestUpdate();
    if (!errors.size) return;
    this.host.announce(this.t.lookAgain(errors.size));
    void this.host.updateComplete.then(() => this.host.focusOn(`#${[...errors.keys()][0]}`));
  }

  private said(at: string, text: string): void {
    this.result = { at, text };
    this.host.requestUpdate();
    this.host.announce(text);
  }

  private replace(one: Delegate): void {
    this.items = this.items.map((it) => (it.id === one.id ? one : it));
  }

  add(): void {
    const { wrong } = this.t.me;
    const at = (name: string): string => this.value(name).trim();
    const missing = new Map<string, string>();
    if (!at("delegate-name")) missing.set("delegate-name", wrong.name);
    if (!EMAIL.test(at("delegate-email"))) missing.set("delegate-email", wrong.email);
    this.wrong(missing);
    if (missing.size) return;
    const body = { name: { full: at("delegate-name") }, email: at("delegate-email"), language: at("delegate-language") };
    this.host.perform("delegates", async () => {
      const one = await this.host.api.post<Delegate>("/me/delegates", body, { key: this.attempts.key("add", body) });
      this.items = [one, ...this.items.filter((it) => it.id !== one.id)];
      this.fields.clear();
      this.said("delegates", this.t.me.written(one.name));
    }, () => this.add());
  }

  private again(one: Delegate): void {
    this.host.perform(one.id, async () => {
      this.replace(await this.host.api.post<Delegate>(`/me/delegates/${one.id}/resend`, {}, { key: this.attempts.key("resend", one.id) }));
      this.said(one.id, this.t.me.written(one.name));
    }, () => this.again(one));
  }

  private end(one: Delegate): void {
    this.host.perform(one.id, async () => {
      this.replace(await this.host.api.post<Delegate>(`/me/delegates/${one.id}/revoke`, {}, { key: this.attempts.key("revoke", one.id) }));
      this.ending = "";
      this.said(one.id, this.t.me.ended(one.name));
      await this.host.updateComplete;
      this.host.focusOn(`#d-${one.id}`);
    }, () => this.end(one));
  }

  private ask(id: string): void {
    this.ending = id;
    this.result = { at: "", text: "" };
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => this.host.focusOn(id ? ".really" : `#d-${this.host.at}`));
  }

  explain(error: unknown, notice: Notice | null): Notice | null {
    if (!(error instanceof Problem)) return notice;
    if (error.kind.startsWith("quota")) return { text: this.host.at === "delegates" ? this.t.me.enough : this.t.me.lately, telephone: true };
    if (error.status === 409) {
      void this.read().then(() => this.host.requestUpdate(), () => undefined);
      return { text: this.host.at === "delegates" ? this.t.me.already : this.t.oldPage };
    }
    if (error.status !== 422) return notice;
    const { wrong } = this.t.me;
    const found = new Map<string, string>();
    for (const { pointer } of error.fields) {
      if (pointer.startsWith("/email")) found.set("delegate-email", wrong.email);
      else if (pointer.startsWith("/name")) found.set("delegate-name", wrong.name);
      else if (pointer.startsWith("/language")) found.set("delegate-language", wrong.language);
    }
    if (!found.size) return notice;
    this.wrong(found);
    return null;
  }

  view(): TemplateResult {
    const { t, host } = this;
    const { me } = t;
    const names = new Intl.DisplayNames([host.locale], { type: "language" });
    return html`<details class="noprint" id="delegates">
      <summary><h2>${me.delegates}</h2></summary>
      <div class="stack">
        <p>${me.delegatesText}</p>
        ${this.items.length ? html`<ul class="people">${this.items.map((one) => this.row(one))}</ul>` : html`<p class="quiet">${me.noDelegates}</p>`}
        <form class="stack wide" novalidate @submit=${(event: Event) => (event.preventDefault(), this.add())}>
          <h3>${me.addTitle}</h3>
          <div class="pair">
            ${input(this, "delegate-name", me.delegateName, { maxlength: 100 })}
            ${input(this, "delegate-email", t.email, { type: "email", dir: "ltr", inputmode: "email" })}
          </div>
          ${select(this, "delegate-language", me.delegateLanguage, host.me!.languages.map((code) => [code, names.of(code) ?? code] as const))}
          ${host.noticeAt("delegates")} ${this.told("delegates")}
          <div class="actions start">${action(me.add, host.busyAt("delegates"), t.oneMoment, () => this.add(), "second")}</div>
        </form>
      </div>
    </details>`;
  }

  private told(at: string): unknown {
    return this.result.at === at && this.result.text ? html`<p class="result">${this.result.text}</p>` : nothing;
  }

  private row(one: Delegate): TemplateResult {
    const { t, host } = this;
    const { me } = t;
    const day = (instant: string): string => dayOfYear(instant, ownZone(), host.locale);
    const busy = host.busyAt(one.id);
    const name = `d-${one.id}`;
    return html`<li>
      <p class="lead" id=${name} tabindex="-1"><bdi>${one.name}</bdi></p>
      <p class="quiet"><bdi dir="ltr">${one.email_masked}</bdi></p>
      <p class="quiet">${one.state === "active" ? me.between(day(one.since), day(one.expires_at)) : me.states[one.state]}</p>
      ${host.noticeAt(one.id)} ${this.told(one.id)}
      ${one.state !== "active"
        ? nothing
        : this.ending === one.id
          ? html`<p class="gap">${me.endText(one.name)}</p>
            <div class="actions start really" tabindex="-1">
              ${action(me.endYes, busy, t.oneMoment, () => this.end(one))}
              <button type="button" class="second" @click=${() => ((host.at = one.id), this.ask(""))}>${me.endNo}</button>
            </div>`
          : html`<div class="actions start near">
              <button type="button" class="link" aria-describedby=${name} @click=${() => busy || this.again(one)}>${me.letterAgain}</button>
              <button type="button" class="link" aria-describedby=${name} @click=${() => this.ask(one.id)}>${me.end}</button>
            </div>`}
    </li>`;
  }
}
