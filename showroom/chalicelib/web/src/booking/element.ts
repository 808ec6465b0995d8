/** `<showroom-booking>`: four steps to an appointment. This file is its life and its frame; acts, steps and views are beside it. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { streetOf } from "../common/appointment.js";
import { controls } from "../common/controls.js";
import { lists } from "../common/lists.js";
import type { Booking, Maison } from "../common/shapes.js";
import { theme } from "../common/theme.js";
import { load } from "../common/words.js";
import { timesStyle } from "../common/times-style.js";
import { BookingActs } from "./acts.js";
import { confirm, end, lines, wished } from "./confirm.js";
import { details, wish } from "./details.js";
import { emptyDraft, STEPS, type View } from "./draft.js";
import type { Again } from "./last.js";
import { bookingStyle } from "./style.js";
import { otherways, what, where } from "./what.js";
import { change, when } from "./when.js";

const BACK: Partial<Record<View, View>> = { what: "last", where: "what", when: "where", details: "when", confirm: "details", wish: "when", change: "end" };
const STILL = html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
const last = (host: ShowroomBooking): TemplateResult => (host.again ? host.forKnown!.last(host) : STILL);
const VIEWS = { last, what, where, when, details, confirm, wish, end, wished, change } as const;

export class ShowroomBooking extends BookingActs {
  private languages = 0;
  private linkLost = false;
  static override styles = [theme, controls, lists, timesStyle, bookingStyle];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("focus", this.look);
    this.claimShelf();
    if (!this.maisonNow) void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.look);
    this.leaveShelf();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.waits && !this.forCode && !this.notice) void this.readCode();
    if (changed.has("booking") && this.booking) void streetOf(this.api, this.booking).then((street) => (this.street = street));
    if (changed.has("lang") && this.words && this.maisonNow) void this.changeLanguage();
  }

  private async begin(): Promise<void> {
    this.prepare();
    let again: Promise<Again | null> | null = null;
    try {
      // The catalogue of words and that of the maison come at the same time.
      const early = this.readMaison();
      early.catch(() => undefined);
      if (this.known) again = this.readAgain();
      await this.readWords();
      this.maisonNow = await early;
      const read = this.api.language;
      // Only the maison knows which language is its own: where that decides, what it offers is read again in it.
      await this.readWords();
      if (this.api.language !== read) this.maisonNow = await this.readMaison();
    } catch (error) {
      if (this.words) this.notice = this.explain(error, () => ((this.notice = null), void this.begin()));
      // Without a single word nothing can be said: ask for them again until they come.
      else if (this.isConnected) setTimeout(() => void this.begin(), 4000);
      this.tell("error", { status: 0 });
      return;
    }
    const done = this.shelf.get("done");
    if (again && this.known) {
      this.again = undefined;
      void this.settleAgain(again);
    }
    if (done) await this.recall(done);
    else this.resume();
    this.sayLinkLost();
    this.tell("ready", { language: this.words!.code });
  }

  /** Words and the maison's own texts change together, and the last wish wins; what cannot be had now can be tried again. */
  private async changeLanguage(): Promise<void> {
    const run = ++this.languages;
    try {
      const words = await load(this.wishedLanguages(), this.home);
      const language = this.api.language;
      this.api.language = words.code;
      const maison = words.code === language ? this.maisonNow! : await this.readMaison();
      if (run === this.languages) [this.words, this.maisonNow] = [words, maison];
      this.sayLinkLost();
    } catch (error) {
      if (run === this.languages) this.notice = this.explain(error, () => ((this.notice = null), void this.changeLanguage()));
    }
  }

  private sayLinkLost(): void {
    if (this.linkLost) this.notice = { text: this.t.linkExpired };
    this.linkLost = false;
  }

  private async readMaison(): Promise<Maison> {
    const query = { language: this.api.language };
    try {
      return await this.api.get<Maison>("/maison", query);
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401 && this.known)) throw error;
      this.forgetLink();
      // The words to say so may still be on their way.
      this.linkLost = true;
      return this.api.get<Maison>("/maison", query);
    }
  }

  /** After a reload the end page is read from the house again; nothing of it was kept here. */
  private async recall(id: string): Promise<void> {
    try {
      this.booking = await this.api.own<Booking>(`/bookings/${id}`);
      this.draft = { ...emptyDraft(), view: "end" };
    } catch {
      this.shelf.remove("done");
      this.resume();
    }
  }

  /** Coming back to the tab: perhaps the link in the letter was used meanwhile. */
  private readonly look = (): void => {
    if (this.draft.view !== "end" || this.booking?.state !== "held") return;
    void this.api.own<Booking>(`/bookings/${this.booking.id}`).then((booking) => (this.booking = booking), () => undefined);
  };

  protected override otherwise(): unknown {
    return otherways(this);
  }

  protected override render(): TemplateResult {
    const { view } = this.draft;
    if (!this.words || !this.maisonNow) return this.paper(this.notice ? this.noticeView(this.notice) : STILL);
    const step = STEPS[view];
    const back = view === this.entryView() ? undefined : view === "wish" && this.outOfReach ? "where" : BACK[view];
    const aside = step && view !== "confirm" ? lines(this, false) : [];
    const body = html`<div class="stack step rise" part="step">${VIEWS[view](this)}</div>`;
    if (view === "end" || view === "wished") return this.paper(VIEWS[view](this));
    return this.paper(html`<div class="top">
        ${back ? html`<button type="button" class="link back" @click=${() => this.go(back)}>${this.t.back}</button>` : html`<span></span>`}
        ${step ? html`<p class="small">${this.t.stepOf(step, 4)}</p>` : nothing}
      </div>
      <div class="progress s${step ?? 0}" aria-hidden="true"></div>
      <div class="sheet ${aside.length ? "two" : ""}">
        ${body}
        ${aside.length
          ? html`<aside class="aside noprint" part="aside" aria-label=${this.t.yourAppointment}>
              <p class="serif">${this.t.yourAppointment}</p>
              <ul class="rows">${aside.map((line) => html`<li class="rise"><button type="button" class="chosen" @click=${() => this.go(line.view)}><span class="small">${line.label}</span><span>${line.text}</span></button></li>`)}</ul>
            </aside>`
          : nothing}
      </div>`);
  }

  /** The first view this page leaves to her: prefilled choices are not a step back. */
  private entryView(): View {
    if (this.again) return "last";
    if (!this.experience || !this.offered.some((it) => it.id === this.experience)) return "what";
    return this.draft.experience === this.experience && this.soleBoutique() ? "when" : "where";
  }
}
