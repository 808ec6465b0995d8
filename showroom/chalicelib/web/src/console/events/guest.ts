/** One guest's line: what she answered, whom she brings, and what may be done for her. The house says what, in `can`. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import { action, type Form, input, select } from "../../common/fields.js";
import { soon, when } from "../told.js";
import { Asked } from "./asked.js";
import type { EventSheet } from "./event.js";
import type { Guest } from "./shapes.js";
import { names, sittingWords } from "./told.js";

type Act = "accept" | "change" | "decline" | "cancel" | "revoke" | "offer" | "seat";

const REASONS = ["promised", "our_mistake", "guest_of_honour", "other"] as const;

const ORDER: readonly Act[] = ["accept", "offer", "change", "decline", "cancel", "revoke", "seat"];

export class GuestLine implements Form {
  private open = "";
  private asked: Act | null = null;
  private values: Record<string, string> = {};
  private readonly attempts = new Attempts();

  private readonly requested: Asked;

  constructor(private readonly sheet: EventSheet) {
    this.requested = new Asked(sheet);
  }

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.sheet.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  shut(): void {
    this.open = "";
    this.asked = null;
    this.requested.shut();
  }

  private fold(one: Guest): void {
    this.asked = null;
    this.requested.shut();
    this.open = this.open === one.id ? "" : one.id;
    this.sheet.desk.notice = null;
    this.sheet.desk.requestUpdate();
  }

  private ask(one: Guest, act: Act): void {
    const { desk } = this.sheet;
    this.asked = act;
    this.values = { reason: REASONS[0], party: String(one.party || 1), sitting: one.sitting || this.sheet.event!.sittings[0]!.id };
    one.companions.forEach((it, n) => Object.assign(this.values, { [`given${n}`]: it.given, [`family${n}`]: it.family }));
    desk.requestUpdate();
    void desk.updateComplete.then(() => desk.renderRoot.querySelector<HTMLElement>("#guest-asked")?.focus());
  }

  private send(one: Guest, act: Act): void {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const { name } = one.client;
    const path = `/events/${this.sheet.event!.id}/guests/${one.id}/${act}`;
    const body = act === "accept" || act === "change" ? this.reply(one) : act === "seat" ? { ...this.reply(one), reason: this.value("reason") } : {};
    void desk.act(async () => {
      try {
        const sent = { key: this.attempts.key(path, body, one.version), ...(act === "change" ? { version: one.version } : {}) };
        const after = await desk.api.post<Guest>(path, body, sent);
        this.asked = null;
        desk.done(act === "accept" && after.state === "waitlisted" ? events.done.waits(name) : events.done[act](name));
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 412, 422].includes(error.status)) throw error;
        desk.notice = { text: error.kind === "overlapping" ? events.overlapping : act === "offer" || act === "change" ? events.tooLarge : events.refused, alarm: true };
      }
      await this.sheet.quiet();
    }, () => this.send(one, act));
  }

  private reply(one: Guest): object {
    const party = Number(this.value("party"));
    const companions = Array.from({ length: party - 1 }, (_, n) => ({ given: this.value(`given${n}`).trim(), family: this.value(`family${n}`).trim() }));
    return { party, companions: companions.filter((it) => it.given || it.family), note: one.note, sitting: this.value("sitting") };
  }

  render(one: Guest, advisor: string, more: unknown = nothing): TemplateResult {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const open = this.open === one.id;
    const alarm = one.state === "no_show" || one.state === "offer_expired";
    const asks = one.state === "offered" || one.state === "waitlisted";
    const withWhom = one.companions.map((it) => [it.given, it.family].filter(Boolean).join(" ")).filter(Boolean);
    const comes = one.party > 0 && !["invited", "viewed", "declined", "revoked", "cancelled"].includes(one.state);
    const facts = [
      comes ? events.party(one.party) : one.max_plus_ones ? events.upTo(one.max_plus_ones) : "",
      withWhom.length ? events.with(names(desk, withWhom)) : "",
      comes && one.party - 1 > withWhom.length ? events.unnamed(one.party - 1 - withWhom.length) : "",
      one.offer_expires_at && one.state === "offered" ? events.offerUntil(soon(desk, one.offer_expires_at)) : "",
      one.forced && comes ? events.force.seated : "",
      one.checked_in ? events.here : "",
    ].filter(Boolean);
    const behind = [advisor, one.tier ? `${events.tier} ${one.tier}` : "", one.sent ? events.letterSent : events.letterWaits].filter(Boolean);
    return html`<div class="guest">
        <p><button type="button" class="plain name" aria-expanded=${open ? "true" : "false"} @click=${() => this.fold(one)}><bdi>${one.client.name || desk.t.desk.somebody}</bdi></button>
          <span class="mark ${alarm ? "alarm" : asks ? "asks" : ""}">${events.guestStates[one.state]}</span>${this.requested.mark(one)}</p>
        <p class="facts">${facts.map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)}</p>
        <p class="quiet">${behind.map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)}</p>
        ${more}
      </div>
      ${open ? this.opened(one) : one.can.includes("offer") ? html`<button type="button" class="plain beside" @click=${() => this.send(one, "offer")}>${events.offerNow}</button>` : nothing}`;
  }

  private opened(one: Guest): TemplateResult {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const event = this.sheet.event!;
    const sitting = event.sittings.length > 1 && one.sitting ? event.sittings.find((it) => it.id === one.sitting) : undefined;
    const words: Record<Act, string> = { accept: events.accept, offer: events.offer, change: events.alter, decline: events.decline, cancel: events.cancel, revoke: events.revoke, seat: events.force.act };
    const asks = (act: Act): boolean => act === "accept" || act === "change" || act === "revoke" || act === "seat";
    return html`<div class="opened">
      ${sitting ? html`<p>${sittingWords(desk, event, sitting)}</p>` : nothing}
      ${one.note ? html`<p class="brief"><span class="label">${this.t.desk.note}</span> ${one.note}</p>` : nothing}
      ${one.expires_at ? html`<p class="quiet">${events.expires(when(desk, one.expires_at))}</p>` : nothing}
      ${this.requested.render(one)}
      ${this.asked ? this.panel(one, this.asked) : html`<p class="acts">${ORDER.filter((it) => one.can.includes(it)).map((it) => html`<button type="button" class="plain" @click=${() => (asks(it) ? this.ask(one, it) : this.send(one, it))}>${words[it]}</button>`)}</p>`}
    </div>`;
  }

  private panel(one: Guest, act: Act): TemplateResult {
    const { desk } = this.sheet;
    const { t } = this;
    const { events } = t.desk;
    const event = this.sheet.event!;
    const revoke = act === "revoke";
    const seat = act === "seat";
    const party = Number(this.value("party"));
    const most = Math.max(1 + one.max_plus_ones, one.party);
    return html`<div class="asked" role="group" aria-labelledby="guest-asked"><h2 id="guest-asked" tabindex="-1">${revoke ? events.revokeTitle : seat ? events.force.title : events.acceptTitle}</h2>
      ${seat ? html`<p>${events.force.text}</p>${select(this, "reason", events.force.why, REASONS.map((it) => [it, events.force.reasons[it]] as const))}` : nothing}
      ${revoke
        ? html`<p>${events.revokeText}</p>`
        : html`<div class="fours">${select(this, "party", events.people, Array.from({ length: most }, (_, n) => [String(n + 1), String(n + 1)] as const))}
            ${event.sittings.length > 1 ? select(this, "sitting", events.sittingOf, event.sittings.map((it) => [it.id, sittingWords(desk, event, it)] as const)) : nothing}</div>
          ${Array.from({ length: party - 1 }, (_, n) => html`<fieldset><legend>${events.companion(n + 2)}</legend><div class="pair narrow">${input(this, `given${n}`, events.given, { optional: true, maxlength: 80 })}${input(this, `family${n}`, events.family, { optional: true, maxlength: 80 })}</div></fieldset>`)}`}
      <div class="doings">${action(revoke ? events.revoke : seat ? events.force.sure : act === "accept" ? events.yes : events.keepParty, desk.busy, t.oneMoment, () => this.send(one, act))}
        <button type="button" class="second" @click=${() => { this.asked = null; desk.requestUpdate(); }}>${t.desk.keep}</button></div></div>`;
  }
}
