/** The video room's door: says when it opens, lets her in, and always shows the telephone. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { untilParts, whenWords } from "../common/appointment.js";
import { controls } from "../common/controls.js";
import { action } from "../common/fields.js";
import { LetterPage } from "../common/letter-page.js";
import { lists } from "../common/lists.js";
import { part } from "../common/parts.js";
import type { Booking, Room } from "../common/shapes.js";
import { call, type Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import { manageStyle } from "../manage/style.js";
import { NOBODY, type Carrier, type Conversation, type Seen } from "./picture.js";
import { roomStyle } from "./style.js";

const LOOK_MS = 20_000;
const WAIT_MS = 4_000;
/** Which part carries the picture, by who the house says provides the room. */
const CARRIERS = { chime: "chime", local: "nearby" };

export class ShowroomRoom extends LetterPage {
  static override styles = [theme, controls, lists, manageStyle, roomStyle];
  static override properties = { ...LetterPage.properties, room: { state: true }, minute: { state: true }, seen: { state: true } };

  /** What the house last answered about the room; null until she asked to join. */
  declare room: Room | null;
  declare minute: number;
  /** What there is to see and hear, while she is in. */
  declare seen: Seen;
  private timer = 0;
  private talk: Conversation | null = null;

  constructor(home: string) {
    super(home);
    this.room = null;
    this.minute = 0;
    this.seen = NOBODY;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("pagehide", this.gone);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("pagehide", this.gone);
    clearInterval(this.timer);
    this.gone();
  }

  /** Whoever closes the page has left: the other sees it at once, and the camera's light goes out. */
  private gone = (): void => {
    void this.talk?.leave().catch(() => undefined);
    this.talk = null;
  };

  protected override async begin(): Promise<void> {
    this.room = null;
    await super.begin();
    this.every(LOOK_MS, () => this.look());
  }

  private every(ms: number, work: () => Promise<void>): void {
    clearInterval(this.timer);
    this.timer = window.setInterval(() => void work().catch(() => undefined), ms);
  }

  /** The hour may come, move or be cancelled while the page is open. */
  private async look(): Promise<void> {
    this.minute++;
    if (this.booking && !this.over) await this.read();
    if (this.talk && this.state !== "open") this.leave();
  }

  private get state(): "closed" | Room["state"] {
    const { state, room } = this.booking!;
    if (!room || state === "cancelled" || state === "expired") return "closed";
    const now = this.api.now().getTime();
    if (state === "done" || state === "no_show" || this.room?.state === "over" || now >= Date.parse(room.closes_at)) return "over";
    if (this.booking!.can.includes("join") && now >= Date.parse(room.opens_at)) return "open";
    return now >= Date.parse(room.opens_at) ? "open" : "early";
  }

  join(): void {
    void this.act(async () => {
      await this.enter();
      if (this.room!.state !== "open") return this.announce(this.room!.state === "early" ? this.t.roomEarly : this.t.roomOver);
      if (this.room!.provider === "external" || !this.room!.provider) return;
      if (this.room!.provider === "local") this.every(WAIT_MS, () => this.enter());
      await this.focusTitle();
      await this.show(CARRIERS[this.room!.provider]);
    }, () => this.join());
  }

  private async show(name: string): Promise<void> {
    this.gone();
    this.seen = NOBODY;
    const [carrier] = await Promise.all([part<Carrier>(name, `${this.home}`), this.updateComplete]);
    const at = <T extends Element>(selector: string): T => this.renderRoot.querySelector<T>(selector)!;
    const screens = { mine: at<HTMLVideoElement>(".mine"), theirs: at<HTMLVideoElement>(".theirs"), sound: at<HTMLAudioElement>("audio") };
    const coming = { booking: this.bookingId, me: this.forHost ? ("host" as const) : ("client" as const), join: this.room!.join ?? {} };
    this.talk = await carrier.enter(coming, screens, (seen) => this.told(seen));
  }

  private told(seen: Seen): void {
    this.seen = seen;
    if (seen.trouble !== "lost") return;
    this.leave();
    this.notice = { text: this.t.roomLost };
  }

  /** Out of the room, in front of its door again. */
  leave(): void {
    this.gone();
    this.room = null;
    this.seen = NOBODY;
    this.every(LOOK_MS, () => this.look());
  }

  private async enter(): Promise<void> {
    this.room = await this.api.post<Room>(`/bookings/${this.bookingId}/room`, {});
  }

  override explain(error: unknown, again?: () => void): Notice | null {
    if (error instanceof Problem && error.status === 409) {
      void this.read().catch(() => undefined);
      return { text: this.t.roomEarly };
    }
    return super.explain(error, again);
  }

  protected override pageTitle(): string {
    return this.t.roomTitle;
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(this.closed());
    if (!this.booking) return this.paper(this.waiting());
    return this.paper(this.door(this.booking));
  }

  private door(booking: Booking): TemplateResult {
    const { t } = this;
    const state = this.state;
    const [day, hour, there] = whenWords(this, booking.start, booking.experience.place, booking.zone, booking.boutique.city);
    const inside = this.room?.state === "open" && state === "open";
    return html`<article class="card rise ${inside ? "inside" : ""}">
      ${this.maisonNow ? html`<p class="maison">${this.maisonNow.name}</p>` : nothing}
      <h1 tabindex="-1">${t.roomTitle}</h1>
      <div class="rule"></div>
      ${inside
        ? nothing
        : html`<p class="day">${day}</p>
            <p class="serif">${hour}</p>
            ${there ? html`<p class="quiet">${there}</p>` : nothing}
            ${booking.advisor ? html`<p class="gap">${booking.advisor.name}</p>` : nothing}
            <div class="rule"></div>`}
      <div aria-live="polite">${inside ? this.inside(booking, this.room!) : html`<p class="count">${this.sentence(state, booking)}</p>`}</div>
      ${this.notice ? html`<div class="gap">${this.noticeView(this.notice)}</div>` : nothing}
      ${state === "open" && !inside ? html`<div class="actions">${action(t.join, this.busy, t.oneMoment, () => this.join())}</div>` : nothing}
      <p class="gap quiet">${t.roomTrouble}</p>
      <p>${call(this.room?.telephone ?? booking.boutique.telephone)}</p>
    </article>`;
  }

  private sentence(state: "closed" | Room["state"], booking: Booking): string {
    const { t } = this;
    if (state === "closed") return booking.state === "cancelled" ? t.declined : t.roomClosed;
    if (state === "over") return t.roomOver;
    if (state === "open") return t.roomOpen;
    const opens = booking.room!.opens_at;
    const minutes = Math.ceil((Date.parse(opens) - this.api.now().getTime()) / 60_000);
    if (minutes <= 180) return t.roomOpensIn(Math.max(minutes, 1));
    const [day, hour] = untilParts(this, opens, booking, this.api.now());
    return t.roomOpensAt(day ? t.atThe(day, hour) : t.atToday(hour));
  }

  private inside(booking: Booking, room: Room): TemplateResult {
    const { t } = this;
    if (room.url) return html`<p class="count">${t.roomOpen}</p><div class="actions"><a class="primary" href=${room.url} rel="noopener noreferrer" target="_blank">${t.join}</a></div>`;
    const other = this.forHost ? (booking.first_name ?? t.clientLabel) : (booking.advisor?.name ?? t.theBoutique);
    const { seen } = this;
    const together = seen.together || room.join?.present?.includes(this.forHost ? "client" : "host");
    return html`<p class="count">${together ? t.roomTogether(other) : t.roomWaiting(other)}</p>
      <div class="stage ${seen.theirs ? "" : "alone"}">
        <video class="theirs" autoplay playsinline aria-label=${other} ?hidden=${!seen.theirs}></video>
        <video class="mine" autoplay playsinline .muted=${true} aria-label=${t.roomYou} ?hidden=${!seen.camera}></video>
        <audio autoplay></audio>
      </div>
      ${seen.trouble === "devices" ? html`<p class="gap quiet" role="status">${t.roomNoDevices}</p>` : nothing}
      <div class="acts">
        <button type="button" class="link" @click=${() => this.talk?.microphone(!seen.microphone)}>${seen.microphone ? t.roomMute : t.roomUnmute}</button>
        <button type="button" class="link" @click=${() => this.talk?.camera(!seen.camera)}>${seen.camera ? t.roomCameraOff : t.roomCameraOn}</button>
        <button type="button" class="link" @click=${() => this.leave()}>${t.roomLeave}</button>
      </div>`;
  }
}
