/** What a guest asks for since the last hour for changes: whom she would bring, to be granted or left as it was. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import { action, type Form, input } from "../../common/fields.js";
import { when } from "../told.js";
import type { EventSheet } from "./event.js";
import type { Guest } from "./shapes.js";
import { names } from "./told.js";

export class Asked implements Form {
  private word = "";
  private readonly attempts = new Attempts();

  constructor(private readonly sheet: EventSheet) {}

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(): string {
    return this.word;
  }

  put(_: string, value: string): void {
    this.word = value;
    this.sheet.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  shut(): void {
    this.word = "";
  }

  /** Her request as it was read: one that she has replaced meanwhile is not answered unseen. */
  private answer(one: Guest, granted: boolean): void {
    const { desk } = this.sheet;
    const { requests, refused } = this.t.desk.events;
    const path = `/events/${this.sheet.event!.id}/guests/${one.id}/request`;
    const word = this.word.trim();
    const body = granted || !word ? { granted } : { granted, word };
    void desk.act(async () => {
      try {
        await desk.api.post<Guest>(path, body, { key: this.attempts.key(path, body, one.version), version: one.version });
        this.word = "";
        desk.done((granted ? requests.granted : requests.left)(one.client.name));
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 412].includes(error.status)) throw error;
        desk.notice = { text: error.status === 412 ? requests.newer : granted ? requests.noRoom : refused, alarm: true };
      }
      await this.sheet.quiet();
    }, () => this.answer(one, granted));
  }

  render(one: Guest): unknown {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const { request } = one;
    if (!request || !one.can.includes("request")) return nothing;
    const withWhom = request.companions.map((it) => [it.given, it.family].filter(Boolean).join(" ")).filter(Boolean);
    const unnamed = request.party - 1 - withWhom.length;
    const facts = [events.party(request.party), withWhom.length ? events.with(names(desk, withWhom)) : "", unnamed > 0 ? events.unnamed(unnamed) : ""].filter(Boolean);
    return html`<div class="asked" role="group" aria-labelledby="asked-for"><h2 id="asked-for">${events.requests.title}</h2>
      <p>${facts.map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)} <span class="quiet">${when(desk, request.at)}</span></p>
      ${request.note ? html`<p class="brief" dir="auto"><span class="label">${this.t.desk.note}</span> ${request.note}</p>` : nothing}
      ${input(this, "word", events.requests.word, { optional: true, maxlength: 300 })}
      <div class="doings">${action(events.requests.grant, desk.busy, this.t.oneMoment, () => this.answer(one, true))}
        <button type="button" class="second" @click=${() => this.answer(one, false)}>${events.requests.leave}</button></div></div>`;
  }

  mark(one: Guest): TemplateResult | typeof nothing {
    return one.can.includes("request") ? html`<span class="mark asks">${this.t.desk.events.requests.mark}</span>` : nothing;
  }
}
