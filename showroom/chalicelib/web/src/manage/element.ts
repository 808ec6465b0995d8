/** The page behind the link in a letter. GET shows, POST acts: opening it changes nothing. */
import { html, nothing, type TemplateResult } from "lit";
import { freshKey, Problem } from "../common/api.js";
import { card, ownClockLeads, untilWords, whenWords } from "../common/appointment.js";
import { controls } from "../common/controls.js";
import { action, choices, type Form } from "../common/fields.js";
import { LetterPage } from "../common/letter-page.js";
import { lists } from "../common/lists.js";
import type { Availability, Booking } from "../common/shapes.js";
import { download, type Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import { Times, type TimesHost } from "../common/times.js";
import { timesStyle } from "../common/times-style.js";
import { hostView } from "./host.js";
import { asked, lateView, proposalView } from "./moves.js";
import { manageStyle } from "./style.js";

type View = "show" | "change" | "cancel" | "decline" | "late";

export class ShowroomManage extends LetterPage implements Form, TimesHost {
  static override styles = [theme, controls, lists, timesStyle, manageStyle];
  static override properties = { ...LetterPage.properties, view: { state: true }, result: { state: true }, alternatives: { state: true } };

  declare view: View;
  /** What has just been done, in one sentence. */
  declare result: string;
  declare alternatives: readonly string[] | null;
  private reason = "not_free";
  private minutes = "10";
  /** The last act with its key: pressing again after a cut connection repeats it, it does not do it twice. */
  private last = { what: "", key: "" };
  readonly times = new Times(this);

  constructor(home: string) {
    super(home);
    this.view = "show";
    this.result = "";
    this.alternatives = null;
  }

  protected override async begin(): Promise<void> {
    this.view = "show";
    this.result = "";
    this.alternatives = null;
    await super.begin();
  }

  get now(): Date {
    return this.api.now();
  }

  until(instant: string): string {
    return untilWords(this, instant, this.booking!, this.now);
  }

  get lapsed(): boolean {
    const { state, expires_at } = this.booking!;
    return state === "expired" || ((state === "held" || state === "requested") && expires_at !== null && Date.parse(expires_at) <= this.now.getTime());
  }

  value(name: string): string {
    return name === "minutes" ? this.minutes : this.reason;
  }

  put(name: string, value: string): void {
    if (name === "minutes") this.minutes = value;
    else this.reason = value;
    this.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  trouble(): TemplateResult {
    return this.noticeView(this.notice!);
  }

  /** The room is opened by the same link. */
  roomToken(): string {
    return this.token;
  }

  chose(): void {
    this.requestUpdate();
  }

  go(view: View): void {
    this.view = view;
    this.notice = null;
    this.result = "";
    this.alternatives = null;
    if (view === "change") void this.openTimes();
    void this.focusTitle();
  }

  private openTimes(): Promise<void> {
    const { boutique, experience, zone, id } = this.booking!;
    return this.times.open({
      load: (from, days) => this.api.own<Availability>(`/bookings/${id}/availability`, { from, days }),
      now: () => this.now,
      city: () => boutique.city,
      zone,
      ownClock: ownClockLeads(experience.place),
    }, null);
  }

  /** One act on the booking: under a key that a repeat of the same act keeps, and on the version that is shown. */
  private change(act: "confirm" | "accept" | "decline" | "cancel" | "reschedule" | "answer" | "late", body: object, done: string, then?: () => void): void {
    const booking = this.booking!;
    const what = JSON.stringify([act, body, booking.version]);
    if (this.last.what !== what) this.last = { what, key: freshKey() };
    const { key } = this.last;
    void this.act(async () => {
      this.booking = await this.api.post<Booking>(`/bookings/${booking.id}/${act}`, body, { key, version: booking.version });
      this.view = "show";
      this.result = done;
      await this.focusTitle();
      this.announce(done);
      then?.();
    }, () => this.change(act, body, done, then));
  }

  confirm(): void {
    this.change("confirm", {}, this.t.confirmed);
  }

  accept(): void {
    this.change("accept", {}, this.t.accepted);
  }

  decline(): void {
    this.change("decline", { reason: this.reason }, this.t.declinedDone);
  }

  cancel(): void {
    this.change("cancel", {}, this.t.cancelled);
  }

  move(): void {
    this.change("reschedule", { start: this.times.chosen! }, this.t.moved);
  }

  /** Her answer to the house's proposal. "Another time" leads on to the times, where those can still be chosen here. */
  answer(said: "suits" | "another"): void {
    if (said === "suits") this.change("answer", { answer: said }, this.t.moved);
    else this.change("answer", { answer: said }, this.t.keptTime, () => this.booking!.can.includes("reschedule") && this.go("change"));
  }

  tellLate(): void {
    this.change("late", { minutes: Number(this.minutes) }, this.t.lateTold(this.t.duration(Number(this.minutes))));
  }

  /** What was true when the page was opened may not be any more: read it again, then say so. */
  override explain(error: unknown, again?: () => void): Notice | null {
    const notice = super.explain(error, again);
    if (!(error instanceof Problem)) return notice;
    if (error.status === 401) {
      this.over = "over";
      return null;
    }
    if (error.status === 409 && error.alternatives.length + Number(this.view === "change")) {
      this.alternatives = error.alternatives.slice(0, 6);
      if (this.view === "change") void this.openTimes();
      else void this.read().catch(() => undefined);
      return this.view === "change" ? null : { text: this.t.lapsedText, telephone: true };
    }
    if (error.status === 409 || error.status === 412) {
      void this.read().then(() => (this.view = "show"), () => undefined);
      return { text: this.t.oldPage };
    }
    return notice;
  }

  calendar(): void {
    void this.act(async () => download(await this.api.file(`/bookings/${this.bookingId}/calendar`), "appointment.ics"), () => this.calendar());
  }

  protected override pageTitle(): string {
    return this.forHost ? this.t.hostTitleSettled : this.t.yourAppointment;
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(this.closed());
    if (!this.booking) return this.paper(this.waiting());
    if (this.view === "change") return this.paper(this.changing());
    if (this.view === "cancel") return this.paper(this.cancelling());
    if (this.view === "late") return this.paper(lateView(this));
    if (this.view === "decline") return this.paper(this.declining());
    return this.paper(this.forHost ? hostView(this, this.booking) : this.guest(this.booking));
  }

  private guest(booking: Booking): TemplateResult {
    const { t } = this;
    const can = new Set(booking.can);
    const open = booking.state === "held" && !this.lapsed;
    const live = !this.lapsed && (open || booking.state === "requested" || booking.state === "confirmed");
    const place = booking.experience.place;
    const question = live && !this.result ? asked(booking) : null;
    const title = question ? t.proposedTitle : this.lapsed ? t.lapsed : booking.state === "cancelled" ? t.declined : booking.state === "done" || booking.state === "no_show" ? t.past
      : booking.state === "confirmed" ? (place === "video" ? t.expectYouVideo : place === "telephone" ? t.expectYouTelephone : t.expectYou) : booking.state === "requested" ? t.requestSent : t.yourAppointment;
    const text = question ? t.proposedText(this.until(question.expires_at)) : this.lapsed ? t.lapsedText
      : open && booking.expires_at && can.has("confirm") ? t.manageConfirmText(this.until(booking.expires_at))
        : booking.state === "requested" ? (booking.expires_at ? t.requestBy(booking.advisor?.name ?? t.theBoutique, this.until(booking.expires_at)) : t.requestText(booking.advisor?.name ?? t.theBoutique))
          : booking.state === "cancelled" ? t.cancelledText : "";
    return card(this, booking, this.maisonNow?.name ?? "", this.street, html`<h1 tabindex="-1">${title}</h1>
        ${this.result ? html`<p class="gap result">${this.result}</p>` : text ? html`<p class="gap">${text}</p>` : nothing}`,
      html`<div class="gap">${this.notice ? this.noticeView(this.notice) : nothing}
          ${this.alternatives?.length ? this.freeTimes() : nothing}</div>
        ${question ? proposalView(this, booking) : nothing}
        ${live ? html`${booking.late_by && !this.result ? html`<p class="gap">${t.lateTold(t.duration(booking.late_by))}</p>` : nothing}
          ${can.has("confirm") || can.has("join") ? html`<div class="actions">
            ${can.has("confirm") ? action(t.manageConfirm, this.busy, t.oneMoment, () => this.confirm()) : nothing}
            ${can.has("join") ? html`<a class="${can.has("confirm") ? "second" : "primary"}" href="room#${this.token}">${t.toRoom}</a>` : nothing}
          </div>` : nothing}
          <div class="actions">
            ${booking.state === "confirmed" ? html`<button type="button" class="link" @click=${() => this.calendar()}>${t.addToCalendar}</button>` : nothing}
            ${can.has("late") ? html`<button type="button" class="link" @click=${() => this.go("late")}>${t.late}</button>` : nothing}
            ${can.has("reschedule") && !question ? html`<button type="button" class="link" @click=${() => this.go("change")}>${t.changeTime}</button>` : nothing}
            ${can.has("cancel") ? html`<button type="button" class="link" @click=${() => this.go("cancel")}>${t.cancel}</button>` : nothing}
          </div>
          ${can.has("cancel") ? (can.has("reschedule") ? nothing : html`<p class="quiet gap">${t.changeTelephone}</p>`) : html`<p class="quiet gap">${t.cancelTelephone}</p>`}` : nothing}`);
  }

  private freeTimes(): TemplateResult {
    return html`<ul class="free">${this.alternatives!.map((start) => html`<li>${this.inWords(start)}</li>`)}</ul>`;
  }

  /** A start in one line, on the clock that leads. */
  inWords(start: string): string {
    const { experience, zone, boutique } = this.booking!;
    return whenWords(this, start, experience.place, zone, boutique.city).slice(0, 2).join(this.t.comma);
  }

  private changing(): TemplateResult {
    const { t } = this;
    return html`<div class="stack column rise">
      <button type="button" class="link" @click=${() => this.go("show")}>${t.back}</button>
      <h1 tabindex="-1">${t.changeTitle}</h1>
      ${this.alternatives ? html`<div class="notice stack" role="alert"><p>${this.alternatives.length ? t.taken : t.takenNone}</p>${this.alternatives.length ? this.times.near(this.alternatives) : nothing}</div>` : nothing}
      ${this.times.render()} ${this.notice ? this.noticeView(this.notice) : nothing}
      ${this.times.chosen ? html`<div class="foot">${action(t.takeThis(this.times.words(this.times.chosen)), this.busy, t.oneMoment, () => this.move())}</div>` : nothing}
    </div>`;
  }

  private cancelling(): TemplateResult {
    const { t } = this;
    const policy = this.booking!.policy;
    const late = Date.parse(policy.cancel_until) < this.now.getTime();
    return html`<div class="stack column rise">
      <h1 tabindex="-1">${t.cancelTitle}</h1>
      <p class="lead">${this.inWords(this.booking!.start)}</p>
      <p>${late ? t.cancelLate : policy.text}</p>
      ${this.notice ? this.noticeView(this.notice) : nothing}
      <div class="actions start">
        ${action(t.cancelYes, this.busy, t.oneMoment, () => this.cancel())}
        <button type="button" class="second" @click=${() => this.go("show")}>${t.cancelNo}</button>
      </div>
    </div>`;
  }

  private declining(): TemplateResult {
    const { t } = this;
    return html`<div class="stack column rise">
      <button type="button" class="link" @click=${() => this.go("show")}>${t.back}</button>
      <h1 tabindex="-1">${t.declineTitle}</h1>
      <p>${t.declineText}</p>
      ${choices(this, "reason", t.declineReason, Object.entries(t.reasons))}
      ${this.notice ? this.noticeView(this.notice) : nothing}
      <div class="actions start">${action(t.declineYes, this.busy, t.oneMoment, () => this.decline())}</div>
    </div>`;
  }
}
