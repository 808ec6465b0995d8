/** What may be done with an occasion, and what each means, told before the press. */
import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../../common/api.js";
import { action, choices, type Form, input } from "../../common/fields.js";
import { faceOf, hourIn, instantOf } from "../clock.js";
import { hourOf } from "../hours/ranges.js";
import { when } from "../told.js";
import type { EventSheet } from "./event.js";
import type { Sitting } from "./shapes.js";
import { kept, owners, shares, sharesOf, sharing } from "./shares.js";
import { hosts, names, sittingWords, span, toldOf } from "./told.js";

type Asked = "publish" | "move" | "seats" | "callOff";

const REASONS = ["too_few", "host_ill", "place", "weather", "other"] as const;

export class Acts implements Form {
  private asked: Asked | null = null;
  private sitting = "";
  private values: Record<string, string> = {};
  private wrong: Record<string, string> = {};

  constructor(private readonly sheet: EventSheet) {}

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.wrong = {};
    this.sheet.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  shut(): void {
    this.asked = null;
  }

  private ask(asked: Asked, values: Record<string, string> = {}): void {
    const { desk } = this.sheet;
    this.asked = asked;
    this.values = values;
    this.wrong = {};
    desk.notice = null;
    desk.requestUpdate();
    void desk.updateComplete.then(() => desk.renderRoot.querySelector<HTMLElement>("#asked-title")?.focus());
  }

  seats(one: Sitting): void {
    this.sitting = one.id;
    this.ask("seats", { capacity: String(one.capacity), ...kept(one) });
  }

  render(): TemplateResult {
    const { desk } = this.sheet;
    const event = this.sheet.event!;
    const { events } = this.t.desk;
    const button = (can: string, text: string, press: () => void, kind = "second"): unknown =>
      event.can.includes(can) ? html`<button type="button" class=${kind} @click=${press}>${text}</button>` : nothing;
    if (this.asked) return html`<div class="asked" role="group" aria-labelledby="asked-title">${this.panel()}</div>`;
    const face = faceOf(event.start);
    return html`<div class="tools acts-of">
      ${button("publish", events.publish, () => this.ask("publish"), "primary")}
      ${button("held", events.held, () => this.sheet.change("held", {}, events.heldDone))}
      ${button("change", events.change, () => this.sheet.edit())}
      ${button("move", events.move, () => this.ask("move", { day: face.slice(0, 10), hour: hourIn(face) }))}
      ${button("close", events.close, () => this.sheet.change("close", {}, events.closed))}
      ${button("reopen", events.reopen, () => this.sheet.change("reopen", {}, events.reopened))}
      ${desk.busy ? nothing : button("cancel", events.callOff, () => this.ask("callOff", { reason: "too_few" }), "plain")}
    </div>`;
  }

  private panel(): TemplateResult {
    const { t } = this;
    const { events } = t.desk;
    const event = this.sheet.event!;
    const found = { publish: () => this.publishing(), move: () => this.moving(), seats: () => this.seating(), callOff: () => this.callingOff() }[this.asked!]();
    const { desk } = this.sheet;
    const title = { publish: events.publishTitle, move: events.moveTitle, seats: events.capacityTitle(this.one ? sittingWords(desk, event, this.one) : ""), callOff: events.callOffTitle }[this.asked!];
    return html`<h2 id="asked-title" tabindex="-1">${title}</h2>${found.body}
      <div class="doings">${found.press ? action(found.label, desk.busy, t.oneMoment, found.press) : nothing}
        <button type="button" class="second" @click=${() => { this.shut(); desk.notice = null; desk.requestUpdate(); }}>${t.desk.keep}</button></div>`;
  }

  private get one(): Sitting | undefined {
    return this.sheet.event!.sittings.find((it) => it.id === this.sitting);
  }

  /** Whose time it is, where the house names them. */
  private readonly taken = (problem: Problem): string | null => {
    const { desk } = this.sheet;
    const who = problem.told.hosts;
    if (!who) return null;
    const known = [...this.sheet.event!.hosts, ...(desk.diary?.staff ?? [])];
    return this.t.desk.events.hostsTaken(names(desk, who.map((id) => known.find((it) => it.id === id)?.name ?? id)));
  };

  private publishing(): Panel {
    const { desk } = this.sheet;
    const event = this.sheet.event!;
    const { events } = this.t.desk;
    return {
      body: html`<p>${events.publishText(hosts(desk, event))}</p>
        <ul class="taken">${event.sittings.map((one) => html`<li>${span(desk, event.zone, one)}</li>`)}</ul><p class="quiet">${events.publishThen}</p>`,
      label: events.publishSure,
      press: () => this.sheet.change("publish", {}, events.published, this.taken),
    };
  }

  private start(): string | null {
    const { day, hour } = this.values;
    const typed = hourOf(hour ?? "");
    if (!/^\d{4}-\d\d-\d\d$/.test(day ?? "") || !/^([01]\d|2[0-3]):[0-5]\d$/.test(typed)) return null;
    const found = instantOf(`${day}T${typed}`, this.sheet.event!.zone);
    return Date.parse(found) > this.sheet.desk.api.now().getTime() ? found : null;
  }

  private moving(): Panel {
    const { desk } = this.sheet;
    const event = this.sheet.event!;
    const { events } = this.t.desk;
    const { draft } = events;
    const start = this.start();
    const same = start !== null && Date.parse(start) === Date.parse(event.start);
    return {
      body: html`<p>${events.moveText(toldOf(event))}</p><div class="pair narrow">${input(this, "day", draft.day, { type: "date", min: desk.today() })}${input(this, "hour", draft.hour, { dir: "ltr", inputmode: "numeric", maxlength: 5 })}</div>`,
      label: events.moveTo(start ? when(desk, start) : "…"),
      press: same
        ? null
        : () => {
            if (start) return this.sheet.change("move", { start }, events.moved(when(desk, start)), this.taken);
            this.wrong = { hour: events.moveWhen };
            desk.requestUpdate();
          },
    };
  }

  private seating(): Panel {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const one = this.one!;
    const wanted = Number(this.value("capacity"));
    const sound = Number.isInteger(wanted) && wanted >= 1 && wanted <= 5000;
    const more = wanted - one.capacity;
    const told = !sound ? "" : more > 0 ? events.capacityMore(more, one.waiting) : more < 0 ? events.capacityFewer(-more) : events.capacitySame;
    const staff = owners(desk, one);
    const own = sharesOf(this, {}, staff, one, wanted);
    const by_advisor = JSON.stringify(own) === JSON.stringify(shares(one)) ? null : own;
    return {
      body: html`<div class="pair narrow">${input(this, "capacity", events.draft.capacity, { type: "number", min: "1", max: "5000" })}</div><p aria-live="polite">${by_advisor && !more ? "" : told}</p>${sharing(this, staff, one)}`,
      label: events.capacityTo(sound ? wanted : one.capacity),
      press: more === 0 && !by_advisor
        ? null
        : () => {
            this.wrong = sound ? {} : { capacity: events.draft.errors.capacity };
            if (sound) sharesOf(this, this.wrong, staff, one, wanted);
            if (Object.keys(this.wrong).length) return desk.requestUpdate();
            const sent = { sitting: one.id, capacity: wanted, ...(by_advisor ? { by_advisor } : {}) };
            return this.sheet.change("capacity", sent, events.capacityDone(wanted), (it) => (it.kind === "state-conflict" ? events.capacityRefused : null));
          },
    };
  }

  private callingOff(): Panel {
    const { desk } = this.sheet;
    const event = this.sheet.event!;
    const { events } = this.t.desk;
    const written = event.state === "draft" ? 0 : toldOf(event);
    return {
      body: html`<p>${event.state === "draft" ? events.callOffDraft : events.callOffText(written, hosts(desk, event))}</p>
        ${choices(this, "reason", events.reason, REASONS.map((it) => [it, events.reasons[it]] as const))}`,
      label: events.callOffSure(written),
      press: () => this.sheet.change("cancel", { reason: this.value("reason") }, events.calledOff),
    };
  }
}

interface Panel {
  body: TemplateResult;
  label: string;
  /** Null where there is nothing to press for. */
  press: (() => void) | null;
}
