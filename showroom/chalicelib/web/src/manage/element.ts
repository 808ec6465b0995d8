/** The page behind the link in a letter. GET shows, POST acts: opening it changes nothing. */
import { html, nothing, type TemplateResult } from "lit";
import { Moves } from "../appointment/moves.js";
import { asked, doings, freeTimes, lateTold, live, movesView, moving, optional, proposalView, standing } from "../appointment/views.js";
import { Problem } from "../common/api.js";
import { card } from "../common/appointment.js";
import { controls } from "../common/controls.js";
import { action, choices } from "../common/fields.js";
import { LetterPage } from "../common/letter-page.js";
import { lists } from "../common/lists.js";
import type { Booking } from "../common/shapes.js";
import type { Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import { timesStyle } from "../common/times-style.js";
import { hostView } from "./host.js";
import { manageStyle } from "./style.js";

export class ShowroomManage extends LetterPage {
  static override styles = [theme, controls, lists, timesStyle, manageStyle];

  readonly moves = new Moves(this);

  protected override prepare(): boolean {
    this.moves.reset();
    return super.prepare();
  }

  reread(): Promise<Booking> {
    return this.read();
  }

  chose(): void {
    this.requestUpdate();
  }

  /** What is shown to an advisor has its own answers. */
  accept(): void {
    this.moves.send("accept", {}, this.t.accepted);
  }

  decline(): void {
    this.moves.send("decline", { reason: this.moves.value("reason") }, this.t.declinedDone);
  }

  /** The room is opened by the same link. */
  roomLink(): string {
    return `room#${this.token}`;
  }

  override explain(error: unknown, again?: () => void): Notice | null {
    const notice = super.explain(error, again);
    if (error instanceof Problem && error.status === 401) {
      this.over = "over";
      return null;
    }
    return this.moves.explain(error, notice);
  }

  protected override pageTitle(): string {
    return this.forHost ? this.t.hostTitleSettled : this.t.yourAppointment;
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(this.closed());
    if (!this.booking) return this.paper(this.waiting());
    if (this.moves.view === "decline") return this.paper(this.declining());
    return this.paper(movesView(this.moves) ?? (this.forHost ? hostView(this, this.booking) : this.guest(this.booking)));
  }

  /** What is to be read first. */
  private heading(booking: Booking): string {
    const { t } = this;
    const place = booking.experience.place;
    if (this.moves.lapsed(booking)) return t.lapsed;
    if (booking.state === "cancelled") return t.declined;
    if (booking.state === "done" || booking.state === "no_show") return t.past;
    if (booking.state === "requested") return t.requestSent;
    if (booking.state === "held") return t.yourAppointment;
    return place === "video" ? t.expectYouVideo : place === "telephone" ? t.expectYouTelephone : t.expectYou;
  }

  private guest(booking: Booking): TemplateResult {
    const { t, moves } = this;
    const can = new Set(booking.can);
    const still = live(moves, booking);
    const question = still && !moves.result && asked(booking);
    const text = standing(moves, booking);
    if (question && optional(booking)) {
      const { experience, boutique } = booking;
      return html`<div class="stack column rise">
        <h1 tabindex="-1">${t.optionsTitle}</h1>
        <p>${experience.name}${t.comma}${t.duration(experience.duration)}${t.comma}<bdi>${boutique.name}</bdi></p>
        <p>${text}</p>
        ${this.notice ? this.noticeView(this.notice) : nothing} ${freeTimes(moves, booking)}
        ${proposalView(moves, booking, this.busy)}
        <p class="quiet"><bdi dir="ltr">${boutique.telephone}</bdi></p>
      </div>`;
    }
    return card(this, booking, this.maisonNow?.name ?? "", this.street, html`<h1 tabindex="-1">${(still && !moves.result && moving(moves, booking)) || this.heading(booking)}</h1>
        ${moves.result ? html`<p class="gap result">${moves.result}</p>` : text ? html`<p class="gap">${text}</p>` : nothing}`,
      html`<div class="gap">${this.notice ? this.noticeView(this.notice) : nothing} ${freeTimes(moves, booking)}</div>
        ${question ? proposalView(moves, booking, this.busy) : nothing}
        ${still ? html`${lateTold(moves, booking)}
          ${can.has("confirm") || can.has("join") ? html`<div class="actions">
            ${can.has("confirm") ? action(t.manageConfirm, this.busy, t.oneMoment, () => moves.send("confirm", {}, t.confirmed)) : nothing}
            ${can.has("join") ? html`<a class="${can.has("confirm") ? "second" : "primary"}" href=${this.roomLink()}>${t.toRoom}</a>` : nothing}
          </div>` : nothing}
          ${doings(moves, booking)}` : nothing}`);
  }

  private declining(): TemplateResult {
    const { t, moves } = this;
    return html`<div class="stack column rise">
      <button type="button" class="link" @click=${() => moves.go("show")}>${t.back}</button>
      <h1 tabindex="-1">${t.declineTitle}</h1>
      <p>${t.declineText}</p>
      ${choices(moves, "reason", t.declineReason, Object.entries(t.reasons))}
      ${this.notice ? this.noticeView(this.notice) : nothing}
      <div class="actions start">${action(t.declineYes, this.busy, t.oneMoment, () => this.decline())}</div>
    </div>`;
  }
}
