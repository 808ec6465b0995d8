/** What is asked of the house: the reach, the booking, the wish, the move; and what its refusals mean here. */
import { Problem } from "../common/api.js";
import type { Booking } from "../common/shapes.js";
import { download, type Notice } from "../common/sheet.js";
import { bookingBody, fromPointers, missing, wishBody } from "./body.js";
import { part } from "../common/parts.js";
import type * as ForCode from "./code.js";
import { attempt, emptyDraft } from "./draft.js";
import type { ShowroomBooking } from "./element.js";
import { BookingSteps } from "./steps.js";

export abstract class BookingActs extends BookingSteps {
  /** The part that only those need who gave a telephone alone, once it is here. */
  forCode?: typeof ForCode;

  /** Whether what ends here waits for the code of a short message. */
  get waits(): boolean {
    return this.draft.view === "end" && !this.lapsed && this.booking?.can.includes("code") === true;
  }

  protected async readCode(): Promise<void> {
    try {
      this.forCode = await part<typeof ForCode>("code", this.home);
      this.requestUpdate();
    } catch {
      this.notice = { text: this.t.unreachable, again: () => (this.notice = null), telephone: true };
    }
  }

  /** What only the code's part asks: whether it was done. */
  async answerHold(what: string, body: object): Promise<boolean> {
    const { id, version } = this.booking!;
    const sent = attempt(this.draft, `${what} ${id} ${version}`, body);
    let done = false;
    await this.act(async () => {
      this.booking = await this.api.post<Booking>(`/bookings/${id}/${what}`, sent.body, { key: sent.key });
      this.errors = new Map();
      done = true;
      void this.focusTitle();
    }, () => void this.answerHold(what, body));
    return done;
  }

  checkReach(): void {
    if (!this.value("postal").trim()) return this.wrong(new Map([["postal", this.t.missing.postal]]));
    void this.act(async () => {
      const { boutique } = await this.api.get<{ boutique: string | null }>("/availability/reach", {
        experience: this.draft.experience!, country: this.value("country"), postal_code: this.value("postal").trim(),
      });
      this.outOfReach = !boutique;
      if (boutique) this.chooseBoutique(boutique);
    }, () => this.checkReach());
  }

  submit(): void {
    const sent = attempt(this.draft, "bookings", bookingBody(this.draft, this.experienceNow!, this.known, this.t.familyFirst, this.written));
    this.change({});
    void this.act(async () => {
      const booking = await this.api.post<Booking>("/bookings", sent.body, { key: sent.key });
      this.shelf.remove("draft");
      this.shelf.set("done", booking.id);
      this.booking = booking;
      this.draft = { ...emptyDraft(), view: "end" };
      this.tell("booked", { id: booking.id, state: booking.state, start: booking.start, experience: booking.experience.id, boutique: booking.boutique.id });
      void this.focusTitle();
    }, () => this.submit());
  }

  sendWish(): void {
    const wrong = missing(this.draft, this.experienceNow, this.known, this.t, true);
    if (wrong.size) return this.wrong(wrong);
    const sent = attempt(this.draft, "wishes", wishBody(this.draft, this.known, this.t.familyFirst, this.written));
    this.change({});
    void this.act(async () => {
      await this.api.post("/wishes", sent.body, { key: sent.key });
      this.shelf.remove("draft");
      this.draft = { ...emptyDraft(), boutique: this.draft.boutique, view: "wished" };
      void this.focusTitle();
    }, () => this.sendWish());
  }

  addDay(): void {
    this.moreDays = true;
    this.requestUpdate();
  }

  move(): void {
    const { id, version } = this.booking!;
    const body = { start: this.times.chosen! };
    const sent = attempt(this.draft, `move ${id} ${version}`, body);
    void this.act(async () => {
      this.booking = await this.api.post<Booking>(`/bookings/${id}/reschedule`, sent.body, { key: sent.key, version });
      this.draft = { ...emptyDraft(), view: "end" };
      this.shelf.remove("draft");
      void this.focusTitle().then(() => this.announce(this.t.moved));
    }, () => this.move());
  }

  calendar(): void {
    void this.act(async () => download(await this.api.file(`/bookings/${this.booking!.id}/calendar`), "appointment.ics"), () => this.calendar());
  }

  /** A refusal that has a place of its own is shown there; the rest beside the button. */
  override explain(error: unknown, again?: () => void): Notice | null {
    this.tell("error", { status: error instanceof Problem ? error.status : 0, type: error instanceof Problem ? error.kind : "unreachable" });
    const notice = super.explain(error, again);
    if (!(error instanceof Problem)) return notice;
    if (this.waits && this.forCode?.refused(this as unknown as ShowroomBooking, error)) return null;
    if (error.status === 409 && !/^(quota|no-more)/.test(error.kind)) return this.taken(error, notice);
    if (error.status === 401 && this.known) return this.stranger();
    if (error.status === 422 || error.status === 400) return this.refused(error, notice);
    return notice;
  }

  private taken(error: Problem, notice: Notice | null): Notice | null {
    if (this.draft.view !== "confirm" && this.draft.view !== "change") return notice;
    this.gone(error);
    return null;
  }

  private stranger(): Notice {
    this.forgetLink();
    this.go(this.offered.some((it) => it.id === this.draft.experience) ? (this.draft.start ? "details" : this.draft.view) : "what");
    return { text: this.t.linkExpired };
  }

  private refused(error: Problem, notice: Notice | null): Notice | null {
    const wrong = fromPointers(error.fields, this.draft, this.t);
    if (!wrong.size) return notice;
    if (this.draft.view === "confirm") this.go("details");
    this.wrong(wrong);
    return { text: this.t.lookAgain(wrong.size) };
  }
}
