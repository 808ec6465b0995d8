/** What can be done with one appointment, on every page that shows it. A controller: the page owns the booking, this acts on it. */
import type { ReactiveController } from "lit";
import { type Api, Problem } from "../common/api.js";
import { ownClockLeads, untilWords, whenWords } from "../common/appointment.js";
import { Attempts } from "../common/attempts.js";
import type { Form } from "../common/fields.js";
import type { Availability, Booking, Proposal } from "../common/shapes.js";
import { download, type Notice } from "../common/sheet.js";
import { Times, type TimesHost } from "../common/times.js";
import type { PageMessages } from "../languages/pages/en.js";

export type View = "show" | "change" | "cancel" | "late" | "decline";
type Act = "confirm" | "accept" | "decline" | "cancel" | "reschedule" | "answer" | "late";

/** The page, as far as an appointment needs it. */
export interface MovesHost extends TimesHost {
  readonly t: PageMessages;
  readonly api: Api;
  /** The appointment that is acted on. Setting it shows the new one. */
  booking: Booking | null;
  notice: Notice | null;
  readonly busy: boolean;
  act(work: () => Promise<void>, again: () => void): Promise<void>;
  focusTitle(): Promise<void>;
  /** Read the appointment again. */
  reread(): Promise<unknown>;
  noticeView(notice: Notice): unknown;
}

export class Moves implements ReactiveController, Form {
  view: View = "show";
  /** What has just been done, in one sentence. */
  result = "";
  alternatives: readonly string[] | null = null;
  private readonly chosen: Record<string, string> = { reason: "not_free", minutes: "10" };
  private readonly attempts = new Attempts();
  readonly times: Times;

  constructor(readonly host: MovesHost) {
    host.addController(this);
    this.times = new Times(host);
  }

  hostConnected(): void {}

  get t(): PageMessages {
    return this.host.t;
  }

  get now(): Date {
    return this.host.api.now();
  }

  value(name: string): string {
    return this.chosen[name]!;
  }

  put(name: string, value: string): void {
    this.chosen[name] = value;
    this.host.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  /** Begin anew, as when the page is opened. */
  reset(): void {
    this.view = "show";
    this.result = "";
    this.alternatives = null;
  }

  go(view: View, booking = this.host.booking!): void {
    this.reset();
    this.host.booking = booking;
    this.host.notice = null;
    this.view = view;
    this.host.requestUpdate();
    if (view === "change") void this.openTimes();
    void this.host.focusTitle();
  }

  until(booking: Booking, instant: string): string {
    return untilWords(this.host, instant, booking, this.now);
  }

  /** A start in one line, on the clock that leads. */
  inWords(booking: Booking | Proposal, start: string): string {
    const { experience, zone, boutique } = booking;
    return whenWords(this.host, start, experience.place, zone, boutique.city).slice(0, 2).join(this.t.comma);
  }

  lapsed({ state, expires_at }: Booking): boolean {
    return state === "expired" || ((state === "held" || state === "requested") && expires_at !== null && Date.parse(expires_at) <= this.now.getTime());
  }

  private openTimes(): Promise<void> {
    const { boutique, experience, zone, id } = this.host.booking!;
    return this.times.open({
      load: (from, days) => this.host.api.own<Availability>(`/bookings/${id}/availability`, { from, days }),
      now: () => this.now,
      city: () => boutique.city,
      zone,
      ownClock: ownClockLeads(experience.place),
    }, null);
  }

  /** One act on the booking: under a key that a repeat of the same act keeps, and on the version that is shown. */
  send(act: Act, body: object, done: string, then?: () => void): void {
    const booking = this.host.booking!;
    const key = this.attempts.key(booking.id, act, body, booking.version);
    void this.host.act(async () => {
      this.host.booking = await this.host.api.post<Booking>(`/bookings/${booking.id}/${act}`, body, { key, version: booking.version });
      this.view = "show";
      this.result = done;
      this.host.requestUpdate();
      await this.host.focusTitle();
      this.host.announce(done);
      then?.();
    }, () => this.send(act, body, done, then));
  }

  cancel(): void {
    this.send("cancel", {}, this.t.cancelled);
  }

  move(): void {
    this.send("reschedule", { start: this.times.chosen! }, this.t.moved);
  }

  tellLate(): void {
    const minutes = Number(this.value("minutes"));
    this.send("late", { minutes }, this.t.lateTold(this.t.duration(minutes)));
  }

  /** Her answer to the house's proposal. "Another time" leads on to the times, where those can still be chosen here. */
  answer(said: "suits" | "another", booking: Booking, number?: number): void {
    this.reset();
    this.host.booking = booking;
    if (booking.state === "held") this.send("answer", { answer: said, ...(number && { number }) }, said === "suits" ? this.t.confirmed : this.t.optionsOver);
    else if (said === "suits") this.send("answer", { answer: said, ...(number && { number }) }, this.t.moved);
    else this.send("answer", { answer: said }, booking.to_be_moved ? this.t.mustMoveOpen : this.t.keptTime, () => this.host.booking!.can.includes("reschedule") && this.go("change"));
  }

  calendar(booking: Booking): void {
    this.host.booking = booking;
    void this.host.act(async () => download(await this.host.api.file(`/bookings/${booking.id}/calendar`), "appointment.ics"), () => this.calendar(booking));
  }

  /** What was true when the page was opened may not be any more: read it again, then say so. `notice` is what is said otherwise. */
  explain(error: unknown, notice: Notice | null): Notice | null {
    if (!(error instanceof Problem) || !this.host.booking) return notice;
    if (error.status === 409 && error.alternatives.length + Number(this.view === "change")) {
      this.alternatives = error.alternatives.slice(0, 6);
      if (this.view === "change") void this.openTimes();
      else void this.host.reread().catch(() => undefined);
      return this.view === "change" ? null : { text: this.t.lapsedText, telephone: true };
    }
    if (error.status === 409 || error.status === 412) {
      void this.host.reread().then(() => this.shown(), () => undefined);
      return { text: this.t.oldPage };
    }
    return notice;
  }

  private shown(): void {
    this.view = "show";
    this.host.requestUpdate();
  }
}
