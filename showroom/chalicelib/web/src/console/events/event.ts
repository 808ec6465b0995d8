/** One occasion: how it stands, what may be done with it, and its parts: guests, who waits, invitations. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { Attempts } from "../../common/attempts.js";
import type { ShowroomConsole } from "../element.js";
import { Acts } from "./acts.js";
import { WhoCame } from "./attendance.js";
import { bar } from "./bar.js";
import { DinnerPart } from "./dinner/dinner.js";
import type { Draft } from "./draft.js";
import { Guests } from "./guests.js";
import { Invite } from "./invite.js";
import { type Guest, type Occasion, said } from "./shapes.js";
import { RunOfShow } from "./show.js";
import { count, countWords, hosts, languageName, named, sittingWords, span, stateMark } from "./told.js";
import { WaitingList } from "./waiting.js";

type Part = "guests" | "waiting" | "invite" | "dinner" | "show" | "attendance";

export class EventSheet {
  event: Occasion | null = null;
  guests: Guest[] | null = null;
  waiting: Guest[] = [];
  private part: Part = "guests";
  private readonly acts: Acts;
  private readonly list: Guests;
  private readonly queue: WaitingList;
  private readonly inviting: Invite;
  private readonly running: RunOfShow;
  private readonly came: WhoCame;
  private readonly dinner: DinnerPart;
  private readonly attempts = new Attempts();

  constructor(
    readonly desk: ShowroomConsole,
    private readonly draft: Draft,
    private readonly back: () => void,
  ) {
    this.acts = new Acts(this);
    this.list = new Guests(this);
    this.queue = new WaitingList(this);
    this.inviting = new Invite(this);
    this.running = new RunOfShow(this);
    this.came = new WhoCame(this);
    this.dinner = new DinnerPart(this);
  }

  open(event: Occasion): void {
    const { desk } = this;
    if (event.id !== this.event?.id) {
      this.guests = null;
      this.waiting = [];
      this.part = "guests";
      this.list.open();
      this.inviting.open();
      this.running.open();
      this.came.open();
      this.dinner.open();
    }
    this.event = event;
    this.acts.shut();
    desk.requestUpdate();
    void this.read();
  }

  shut(): void {
    this.event = this.guests = null;
    this.acts.shut();
  }

  private async read(): Promise<void> {
    try {
      await this.quiet();
    } catch (error) {
      this.desk.notice = this.desk.explain(error, () => void this.read());
    }
  }

  /** Read again what is shown. */
  async quiet(): Promise<void> {
    const { desk } = this;
    const id = this.event!.id;
    const known = this.event!.state !== "draft";
    const none = { items: [] as Guest[] };
    const [event, guests, waiting] = await Promise.all([
      desk.api.own<Occasion>(`/events/${id}`),
      known ? desk.api.own<{ items: Guest[] }>(`/events/${id}/guests`) : none,
      known && this.part === "waiting" ? desk.api.own<{ items: Guest[] }>(`/events/${id}/waitlist`) : null,
      this.more[this.shown]?.quiet(),
    ]);
    if (this.event?.id !== id) return;
    // An answer that was on its way while something was done here is older than what is shown.
    if (event.version >= this.event.version) this.event = event;
    this.guests = guests.items;
    if (waiting) this.waiting = waiting.items;
    desk.requestUpdate();
  }

  /** Change the occasion itself; a refusal says why, and how it stands now is read again. */
  change(act: string, body: object, done: string, why: (problem: Problem) => string | null = () => null): void {
    const { desk } = this;
    const { events } = desk.t.desk;
    const { id, version } = this.event!;
    void desk.act(async () => {
      const path = `/events/${id}/${act}`;
      try {
        this.event = await desk.api.post<Occasion>(path, body, { key: this.attempts.key(path, body, version), version });
        this.acts.shut();
        desk.done(done);
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 412, 422].includes(error.status)) throw error;
        await this.quiet();
        desk.notice = { text: error.status === 412 ? events.newer : (why(error) ?? events.refused), alarm: true };
        return;
      }
      await this.quiet();
    }, () => this.change(act, body, done, why));
  }

  /** The parts that read for themselves, while they are looked at. */
  private get more(): Partial<Record<Part, { quiet(): Promise<void> }>> {
    return { show: this.running, attendance: this.came, dinner: this.dinner, ...(this.event!.can.includes("invite") ? { invite: this.inviting.tiers } : {}) };
  }

  /** What is looked at. Of a draft there is nothing yet beside a dinner's plan. */
  private get shown(): Part {
    if (this.event!.state === "draft") return this.event!.kind === "launch_dinner" ? "dinner" : "guests";
    return this.part === "invite" && !this.event!.can.includes("invite") ? "guests" : this.part;
  }

  look(part: Part): void {
    this.part = part;
    this.desk.notice = null;
    this.desk.requestUpdate();
    void this.read();
  }

  edit(): void {
    this.draft.begin(this.event);
    void this.desk.focusTitle();
  }

  render(): TemplateResult {
    const { desk } = this;
    const event = this.event!;
    const { events } = desk.t.desk;
    const text = said(event.description, desk.words!.code);
    const counted = countWords(desk, event);
    return html`<section class="hours events one" aria-labelledby="event-title">
      <button type="button" class="plain" @click=${() => this.back()}>${events.back}</button>
      <header class="bar"><div><h1 id="event-title" tabindex="-1"><bdi>${named(desk, event)}</bdi>${stateMark(desk, event)}</h1>
        <p class="lead">${span(desk, event.zone, event)}</p>
        <p class="quiet">${events.kinds[event.kind]} · ${events.hostedBy(hosts(desk, event))} · ${event.languages.map((it) => languageName(desk, it)).join(desk.t.comma)}</p>
        ${counted ? html`<p class="quiet">${counted}</p>` : nothing}
        ${text ? html`<p class="text" dir="auto">${text}</p>` : nothing}</div></header>
      ${this.acts.render()}
      <div class="sittings wide">${event.sittings.map((one) => html`<div><p class="sitting-name"><span>${sittingWords(desk, event, one)}</span>
        ${event.can.includes("capacity") ? html`<button type="button" class="plain" @click=${() => this.acts.seats(one)}>${events.capacity}</button>` : nothing}</p>
        ${event.state === "cancelled" ? nothing : bar(desk, one)}</div>`)}</div>
      ${event.state === "draft" && event.kind !== "launch_dinner" ? nothing : this.parts(event)}
    </section>`;
  }

  private parts(event: Occasion): TemplateResult {
    const { desk, shown, guests } = this;
    const { events } = desk.t.desk;
    const waiting = count(event, "waitlisted");
    const tab = (which: Part, n = 0): TemplateResult =>
      html`<button type="button" class="tab" aria-pressed=${shown === which ? "true" : "false"} @click=${() => this.look(which)}>${which === "dinner" ? desk.t.desk.dinner.tab : events.parts[which]}${n ? html` <span class="count">${n}</span>` : nothing}</button>`;
    const shows: Record<Part, (guests: Guest[]) => TemplateResult> = {
      guests: (all) => this.list.render(all),
      waiting: () => this.queue.render(this.waiting, this.list),
      invite: (all) => this.inviting.render(all),
      dinner: () => this.dinner.render(),
      show: () => this.running.render(),
      attendance: () => this.came.render(),
    };
    if (event.state === "draft") return html`<div class="parts" role="group" aria-label=${events.partsName}>${tab("dinner")}</div>${this.dinner.render()}`;
    return html`<div class="parts" role="group" aria-label=${events.partsName}>
        ${tab("guests", guests?.length)}${tab("waiting", waiting)}${event.can.includes("invite") ? tab("invite") : nothing}${event.kind === "launch_dinner" ? tab("dinner") : nothing}${tab("show")}${tab("attendance")}
      </div>
      ${guests === null ? html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>` : shows[shown](guests)}`;
  }
}
