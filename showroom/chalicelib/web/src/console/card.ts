/** One appointment, opened: what there is to know of it, and everything that may be done. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { Attempts } from "../common/attempts.js";
import { time } from "../common/dates.js";
import { action, choices, type Form, input, select } from "../common/fields.js";
import type { Availability, Booking } from "../common/shapes.js";
import { Times } from "../common/times.js";
import { advisorOf, lines, marks, who } from "./brief.js";
import { faceOf, hourIn, instantOf } from "./clock.js";
import { Repeat } from "./desk/repeat.js";
import type { ShowroomConsole } from "./element.js";
import type { Entry, Explained, Member } from "./shapes.js";
import { hourTyped } from "./telephone.js";
import { soon, when } from "./told.js";
import { sentence } from "./why.js";

export type CardView = "show" | "decline" | "cancel" | "move" | "propose" | "hand" | "outside" | "length" | "repeat";
const NO_SHOW_GRACE = 15 * 60_000;
const MOST_PROPOSED = 3;
const LENGTHS = [15, 30, 45, 60, 75, 90, 120, 150, 180];

export class Card implements Form {
  entry: Entry | null = null;
  view: CardView = "show";
  private readonly values: Record<string, string> = { reason: "not_free", colleague: "", date: "", hour: "", outside: "", minutes: "" };
  private wrong: Record<string, string> = {};
  /** Times to be proposed. */
  private picked: string[] = [];
  private readonly attempts = new Attempts();
  readonly times: Times;
  private readonly repeat: Repeat;

  constructor(readonly desk: ShowroomConsole) {
    this.times = new Times(desk);
    this.repeat = new Repeat(desk);
  }

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return this.values[name]!;
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.wrong[name];
  }

  open(entry: Entry, view: CardView = "show"): void {
    this.entry = entry;
    this.go(view);
  }

  go(view: CardView): void {
    this.view = view;
    this.desk.notice = null;
    this.picked = [];
    this.wrong = {};
    const { start, end } = this.entry!;
    Object.assign(this.values, { date: faceOf(start).slice(0, 10), hour: hourIn(faceOf(start)), outside: "", minutes: String((Date.parse(end) - Date.parse(start)) / 60_000) });
    if (view === "repeat") this.repeat.open();
    if (view === "hand") this.values.colleague = this.colleagues()[0]?.id ?? "";
    this.desk.requestUpdate();
    if (view === "move" || view === "propose") void this.openTimes();
  }

  private openTimes(): Promise<void> {
    const { id, zone, boutique } = this.entry!.booking;
    return this.times.open({
      load: (from, days) => this.desk.api.own<Availability>(`/bookings/${id}/availability`, { from, days }),
      now: () => this.desk.api.now(),
      city: () => boutique.city,
      zone,
      ownClock: false,
    }, null);
  }

  /** Who else receives this. */
  private colleagues(): Member[] {
    const { diary } = this.desk;
    const able = diary?.experiences.find((it) => it.id === this.entry!.booking.experience.id)?.able ?? [];
    return diary?.staff.filter((it) => able.includes(it.id) && it.id !== this.entry!.advisor) ?? [];
  }

  /** A time was chosen: where several may be proposed, it joins them. */
  chose(): void {
    const { chosen } = this.times;
    if (this.view === "propose" && chosen && !this.picked.includes(chosen) && this.picked.length < MOST_PROPOSED) this.picked = [...this.picked, chosen].sort((a, b) => Date.parse(a) - Date.parse(b));
    this.desk.requestUpdate();
  }

  private leaveOut(start: string): void {
    this.picked = this.picked.filter((it) => it !== start);
    this.times.chosen = null;
    this.desk.requestUpdate();
  }

  /** One act, under a key that a repeat keeps and on the version that is shown. The answer is what is shown next. */
  private async post(entry: Entry, act: string, body: object): Promise<Booking> {
    const { id, version } = entry.booking;
    const key = this.attempts.key(id, act, body, version);
    return this.desk.api.post<Booking>(`/bookings/${id}/${act}`, body, { key, version });
  }

  private send(act: string, body: object, done: (after: Booking) => string, entry = this.entry!): void {
    void this.desk.act(async () => {
      try {
        const after = await this.post(entry, act, body);
        this.desk.done(done(after));
        this.desk.shut();
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 412].includes(error.status)) throw error;
        if (act === "resize" && error.status === 409) {
          this.desk.notice = { text: this.t.desk.length.refused, alarm: true };
          return;
        }
        if (error.alternatives.length && this.desk.open === "card") void this.openTimes();
        else this.desk.shut();
        this.desk.done(error.alternatives.length ? this.t.takenNone : this.t.desk.settled);
      }
      await this.desk.refresh();
    }, () => this.send(act, body, done, entry));
  }

  accept(entry: Entry): void {
    this.send("accept", {}, () => this.t.desk.accepted, entry);
  }

  private movedWords(before: Entry, after: Booking): string {
    const to = when(this.desk, after.start);
    const other = after.advisor && after.advisor.name !== before.booking.advisor?.name ? after.advisor.name : "";
    return other ? this.t.desk.movedWith(to, other) : this.t.desk.moved(to);
  }

  /** Move by hand, from the calendar. The house decides: null when it is done, else why not, in a sentence. */
  async drop(entry: Entry, act: "reschedule" | "hand-over" | "resize", body: { start?: string; advisor?: string; minutes?: number }): Promise<string | null> {
    const { desk } = this;
    const start = body.start ?? entry.start;
    try {
      const after = await this.post(entry, act, body);
      if (act === "resize") desk.done(this.t.desk.length.done(time(after.end, desk.zone, desk.locale)));
      else desk.done(act === "hand-over" ? this.t.desk.handed(after.advisor?.name ?? "") : this.movedWords(entry, after));
      return null;
    } catch (error) {
      if (act === "resize" && error instanceof Problem && [409, 422].includes(error.status)) return [this.t.desk.length.refused, this.t.desk.snapped].join(this.t.gap);
      if (error instanceof Problem && error.status === 422) return [this.t.desk.notTheirs(advisorOf(desk, body.advisor ?? "")), this.t.desk.snapped].join(this.t.gap);
      if (!(error instanceof Problem) || error.status !== 409) {
        return [error instanceof Problem && error.status === 412 ? this.t.desk.settled : (desk.explain(error)?.text ?? ""), this.t.desk.snapped].join(this.t.gap);
      }
      const { experience, boutique, id } = entry.booking;
      const told = await desk.api.own<Explained>(`/boutiques/${boutique.id}/availability/explain`, { experience: experience.id, start }).catch(() => null);
      const why = told?.refusals.length ? sentence(desk, told.refusals, desk.diary!, id, body.advisor ?? entry.advisor) : body.advisor ? this.t.desk.notFree(advisorOf(desk, body.advisor)) : this.t.desk.why.other;
      const near = error.alternatives.slice(0, 3).map((it) => time(it, entry.booking.zone, desk.locale));
      return [why, near.length ? `${this.t.desk.nearest} ${near.join(this.t.comma)}.` : "", this.t.desk.snapped].filter(Boolean).join(this.t.gap);
    }
  }

  render(): TemplateResult {
    const { desk, t, entry } = this;
    if (!entry) return html``;
    const { booking } = entry;
    const titles = { show: who(desk, entry), decline: t.desk.declineTitle, cancel: t.desk.cancelTitle, move: t.desk.moveTitle, propose: t.desk.proposeTitle, hand: t.desk.handTitle, outside: t.desk.outside.moveTitle, length: t.desk.length.title, repeat: t.desk.repeat.title };
    return html`<h2 id="dialog-title" tabindex="-1"><bdi>${titles[this.view]}</bdi></h2>
      <p class="when">${this.view === "show" ? nothing : html`<bdi>${who(desk, entry)}</bdi><br />`}${when(this.desk, entry.start)}–${time(entry.end, booking.zone, desk.locale)}${marks(desk, entry)}</p>
      ${desk.notice ? desk.noticeView(desk.notice) : nothing}
      ${this.view === "show" ? this.showing(entry) : this.view === "decline" ? this.declining() : this.view === "cancel" ? this.cancelling() : this.view === "hand" ? this.handing() : this.view === "outside" ? this.outside() : this.view === "length" ? this.length() : this.view === "repeat" ? this.repeat.render(entry, () => this.go("show")) : this.choosing()}`;
  }

  private showing(entry: Entry): TemplateResult {
    const { t, desk } = this;
    const { booking } = entry;
    const may = new Set(booking.can);
    const now = desk.api.now().getTime();
    const attended = ["confirmed", "done", "no_show"].includes(booking.state) && desk.self!.role !== "planner";
    const button = (label: string, press: () => void): TemplateResult => html`<button type="button" class="second" @click=${press}>${label}</button>`;
    return html`${entry.proposed ? nothing : booking.proposals.map((one) => html`<p class="quiet">${t.desk.proposedWaits(when(desk, one.start), soon(desk, one.expires_at))}</p>`)}
      ${lines(desk, entry)}
      <div class="doings">
        ${may.has("accept") ? action(t.desk.accept, desk.busy, t.oneMoment, () => this.accept(entry)) : nothing}
        ${may.has("decline") ? button(t.desk.decline, () => this.go("decline")) : nothing}
        ${attended && now >= Date.parse(booking.start) && booking.state !== "done" ? action(t.desk.came, desk.busy, t.oneMoment, () => this.attend("attended")) : nothing}
        ${attended && now >= Date.parse(booking.end) + NO_SHOW_GRACE && booking.state !== "no_show" ? button(t.desk.didNotCome, () => this.attend("no_show")) : nothing}
        ${may.has("reschedule") ? button(t.desk.move, () => this.go("move")) : nothing}
        ${may.has("reschedule") ? button(t.desk.outside.move, () => this.go("outside")) : nothing}
        ${may.has("resize") ? button(t.desk.length.change, () => this.go("length")) : nothing}
        ${booking.state === "confirmed" && !entry.proposed && desk.self!.role !== "planner" ? button(t.desk.repeat.open, () => this.go("repeat")) : nothing}
        ${may.has("hand_over") && this.colleagues().length ? button(t.desk.hand, () => this.go("hand")) : nothing}
        ${may.has("propose") ? button(t.desk.propose, () => this.go("propose")) : nothing}
        ${may.has("cancel") && !may.has("decline") ? button(t.desk.cancel, () => this.go("cancel")) : nothing}
      </div>`;
  }

  private attend(outcome: "attended" | "no_show"): void {
    this.send("attendance", { outcome }, () => this.t.desk.noted);
  }

  private declining(): TemplateResult {
    const { t, desk } = this;
    return html`<p>${t.desk.declineText}</p>
      ${choices(this, "reason", t.desk.declineReason, Object.entries(t.desk.reasons))}
      <div class="doings">
        ${action(t.desk.decline, desk.busy, t.oneMoment, () => this.send("decline", { reason: this.values.reason }, () => t.desk.declined))}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.desk.keep}</button>
      </div>`;
  }

  private cancelling(): TemplateResult {
    const { t, desk } = this;
    return html`<p>${t.desk.cancelText}</p>
      <div class="doings">
        ${action(t.desk.cancel, desk.busy, t.oneMoment, () => this.send("cancel", {}, () => t.desk.cancelled))}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.desk.keep}</button>
      </div>`;
  }

  /** An hour that is not offered, for a reason; an overlap is refused whatever the reason. */
  private outside(): TemplateResult {
    const { t, desk } = this;
    const entry = this.entry!;
    return html`<div class="form">${input(this, "date", t.desk.date, { type: "date", min: desk.today() })}${input(this, "hour", t.desk.phoneTime, { dir: "ltr", inputmode: "numeric" })}
        <div class="all">${input(this, "outside", t.desk.outside.reason, { hint: t.desk.outside.hint, maxlength: 200 })}</div></div>
      <div class="doings">
        ${action(t.desk.outside.move, desk.busy, t.oneMoment, () => {
          const { date, hour, outside } = this.values;
          this.wrong = { ...(!outside!.trim() && { outside: t.desk.outside.needReason }), ...(!hourTyped(hour!) && { hour: t.desk.wrong.time }) };
          desk.requestUpdate();
          if (!Object.keys(this.wrong).length) this.send("reschedule", { start: instantOf(`${date}T${hourTyped(hour!)}`, desk.zone), outside: outside!.trim() }, (after) => this.movedWords(entry, after));
        })}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.back}</button>
      </div>`;
  }

  private length(): TemplateResult {
    const { t, desk } = this;
    const { minutes } = this.values;
    const lengths = [...new Set([...LENGTHS, Number(minutes)])].sort((a, b) => a - b);
    return html`${select(this, "minutes", t.desk.length.change, lengths.map((it) => [String(it), t.desk.length.minutes(it)] as const))}
      <div class="doings">
        ${action(t.desk.length.change, desk.busy, t.oneMoment, () => this.send("resize", { minutes: Number(minutes) }, (after) => t.desk.length.done(time(after.end, desk.zone, desk.locale))))}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.back}</button>
      </div>`;
  }

  private handing(): TemplateResult {
    const { t, desk } = this;
    const to = this.values.colleague!;
    return html`<p>${t.desk.handText}</p>
      ${select(this, "colleague", t.desk.handTo, this.colleagues().map((it) => [it.id, it.name] as const))}
      <div class="doings">
        ${action(t.desk.hand, desk.busy, t.oneMoment, () => void this.give(to))}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.back}</button>
      </div>`;
  }

  private async give(to: string): Promise<void> {
    const { desk } = this;
    await desk.act(async () => {
      const why = await this.drop(this.entry!, "hand-over", { advisor: to });
      if (why) desk.notice = { text: why.replace(this.t.gap + this.t.desk.snapped, "") };
      else desk.shut();
      await desk.refresh();
    }, () => void this.give(to));
  }

  private choosing(): TemplateResult {
    const { t, desk, times } = this;
    const moving = this.view === "move";
    const entry = this.entry!;
    const { picked } = this;
    return html`${times.render()}
      ${picked.length ? html`<ul class="picked" aria-label=${t.desk.proposals}>${picked.map((it) => html`<li>${times.words(it)} <button type="button" class="plain" @click=${() => this.leaveOut(it)}>${t.desk.leaveOut}</button></li>`)}</ul>` : nothing}
      <div class="doings sticky">
        ${moving && times.chosen
          ? action(t.desk.moveTo(times.words(times.chosen)), desk.busy, t.oneMoment, () => this.send("reschedule", { start: times.chosen! }, (after) => this.movedWords(entry, after)))
          : nothing}
        ${picked.length
          ? action(t.desk.proposeThese(picked.length), desk.busy, t.oneMoment, () => this.send("propose", { times: picked.map((start) => ({ start })) }, () => t.desk.proposed))
          : nothing}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.back}</button>
      </div>`;
  }
}
