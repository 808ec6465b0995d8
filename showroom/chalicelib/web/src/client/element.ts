/** A client's own page: what is arranged, what was, what may be, and how she is written to. Opened by a personal link. */
import { html, nothing, type TemplateResult } from "lit";
import { Moves, type MovesHost } from "../appointment/moves.js";
import { movesView } from "../appointment/views.js";
import { Problem, Unreachable } from "../common/api.js";
import { streetOf } from "../common/appointment.js";
import { controls } from "../common/controls.js";
import { lists } from "../common/lists.js";
import { Page } from "../common/page.js";
import { claims, personalLink, Session, Shelf } from "../common/session.js";
import type { Booking } from "../common/shapes.js";
import type { Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import { timesStyle } from "../common/times-style.js";
import { manageStyle } from "../manage/style.js";
import { OwnApi, type Versioned } from "./api.js";
import { Delegates } from "./delegates.js";
import { closed, doorstep } from "./doorstep.js";
import { letterLink } from "./entrance.js";
import { letter } from "./letter.js";
import { Preferences } from "./preferences.js";
import type { Bookings, Delegation, LastTime, Me } from "./shapes.js";
import { clientStyle } from "./style.js";
import { widget } from "./visits.js";

const A_PAGE = 20;
const A_FEW = 5;

export class ShowroomClient extends Page implements MovesHost {
  static override styles = [theme, controls, lists, timesStyle, manageStyle, clientStyle];
  static override properties = {
    ...Page.properties,
    me: { state: true },
    delegation: { state: true },
    bookings: { state: true },
    last: { state: true },
    arranging: { state: true },
    entering: { state: true },
    at: { state: true },
  };

  declare api: OwnApi;
  /** Her card; null for whoever only acts for her. */
  declare me: Me | null;
  declare delegation: Delegation | null;
  /** Everything read so far, the latest first; null before anything is. */
  declare bookings: readonly Booking[] | null;
  declare last: LastTime | null;
  /** The link of a letter that waits for her press: opening the page alone uses nothing. */
  declare entering: string | null;
  /** Is the widget open? */
  declare arranging: boolean;
  /** Where on the page something was last done: what came of it is said there. */
  declare at: string;
  cursor: string | null = null;
  shown = A_FEW;
  readonly streets = new Map<string, string[]>();
  readonly moves = new Moves(this);
  readonly preferences = new Preferences(this);
  readonly delegates = new Delegates(this);
  private readonly tab = new Shelf("showroom:");
  private who: unknown;

  constructor(home: string) {
    super(home);
    this.me = null;
    this.delegation = null;
    this.bookings = null;
    this.last = null;
    [this.arranging, this.at, this.entering] = [false, "", null];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("focus", this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.look);
  }

  protected override prepare(): boolean {
    this.entering = letterLink(this.tab);
    const token = personalLink(this.tab, null);
    this.api = new OwnApi(this.home, new Session(token, this.tab), this.words?.code ?? "en", this.tab);
    [this.me, this.delegation, this.bookings, this.last, this.cursor] = [null, null, null, null, null];
    [this.arranging, this.at] = [false, ""];
    this.shown = A_FEW;
    this.moves.reset();
    // With a fresh link of her own she goes on where she was; nobody else does.
    const who = claims(token ?? "").sub;
    if (who !== this.who) for (const part of [this.preferences, this.delegates]) part.forget();
    this.who = who;
    return Boolean(token ?? this.entering);
  }

  /** Sign in with the link of the letter, then show the page; a link that no longer holds is told. */
  enter(): void {
    void this.act(async () => {
      await this.api.enter(this.entering!);
      this.entering = null;
      await this.arrive();
    }, () => this.enter());
  }

  /** Everything at once, so that nothing moves when the rest comes. */
  protected override async arrive(): Promise<void> {
    if (this.entering) return;
    const mine = this.readBookings();
    mine.catch(() => undefined);
    const known = await this.readCard().then(() => true, (error: unknown) => {
      if (error instanceof Problem && error.status === 403) return false;
      throw error;
    });
    if (!known) this.delegation = await this.api.own<Delegation>("/delegation");
    await this.speak(this.me?.language ?? this.delegation!.language);
    const others = [this.readLast(), ...(known ? [this.delegates.read()] : [])];
    const [bookings] = await Promise.all([mine, ...others.map((it) => it.catch(() => undefined))]);
    this.merge(bookings.items);
    this.cursor = bookings.after;
  }

  async readCard(): Promise<void> {
    await this.knows(await this.api.read<Me>("/me"));
  }

  /** Her card as the house has it now; a new language of letters is the page's, too. */
  async knows(card: Versioned<Me>): Promise<void> {
    const other = this.me && this.me.language !== card.body.language;
    this.preferences.take(card);
    this.me = card.body;
    if (!other) return;
    await this.speak(card.body.language);
    await this.readLast().catch(() => undefined);
    this.sayTitle();
  }

  private async readLast(): Promise<void> {
    this.last = (await this.api.own<{ last: LastTime | null }>("/bookings/last")).last;
  }

  /** The first page of her appointments, and as many more as hold what is still to come. */
  private async readBookings(): Promise<Bookings> {
    const read = (after: string): Promise<Bookings> => this.api.own<Bookings>("/bookings", { limit: A_PAGE, ...(after ? { after } : {}) });
    const found = await read("");
    while (found.after && found.items.length && this.isComing(found.items.at(-1)!)) {
      const next = await read(found.after);
      found.items.push(...next.items);
      found.after = next.after;
    }
    return found;
  }

  private merge(items: readonly Booking[]): void {
    const all = new Map([...(this.bookings ?? []), ...items].map((it) => [it.id, it]));
    this.bookings = [...all.values()].sort((a, b) => Date.parse(b.start) - Date.parse(a.start));
    for (const booking of this.coming) {
      const { id } = booking.boutique;
      if (booking.experience.place !== "boutique" || this.streets.has(id)) continue;
      this.streets.set(id, []);
      void streetOf(this.open(), booking).then((street) => (this.streets.set(id, street), this.requestUpdate()));
    }
  }

  private isComing(booking: Booking): boolean {
    const open = ["held", "requested", "confirmed"].includes(booking.state) && !this.moves.lapsed(booking);
    return open && Date.parse(booking.end) > this.api.now().getTime();
  }

  /** The next first. What she has just cancelled stays until she looks again, with what came of it. */
  get coming(): Booking[] {
    return this.bookings!.filter((it) => this.isComing(it) || (it.id === this.at && this.moves.result)).reverse();
  }

  get past(): Booking[] {
    const ahead = new Set(this.coming);
    return this.bookings!.filter((it) => !ahead.has(it) && !this.moves.lapsed(it));
  }

  /** Coming back to the tab, or after something was arranged: read what there is now. */
  readonly look = (): void => {
    if (!this.bookings || this.busy || this.moves.view !== "show") return;
    void this.readBookings().then((found) => this.merge(found.items), () => undefined);
  };

  earlier(): void {
    const from = this.shown;
    this.perform("past", async () => {
      if (this.past.length <= from && this.cursor) {
        const found = await this.api.own<Bookings>("/bookings", { limit: A_PAGE, after: this.cursor });
        this.cursor = found.after;
        this.merge(found.items);
      }
      this.shown = from + 2 * A_FEW;
      this.requestUpdate();
      await this.updateComplete;
      this.focusOn(`.past li:nth-child(${from + 1})`);
    }, () => this.earlier());
  }

  /** Open the widget here; it is fetched when it is first wanted. */
  arrange(): void {
    this.perform("arrange", async () => {
      await import(`${this.home}/widget.js`).catch(() => {
        throw new Unreachable();
      });
      await this.api.renew();
      this.arranging = true;
      await this.updateComplete;
      this.focusOn("#arrange");
    }, () => this.arrange());
  }

  // ── what its parts need of the page ──────────────────────────────────────────────────────────────────────

  get booking(): Booking | null {
    return this.bookings?.find((it) => it.id === this.at) ?? null;
  }

  set booking(booking: Booking | null) {
    if (booking) this.merge([booking]);
    this.at = booking?.id ?? "";
  }

  async reread(): Promise<Booking> {
    const booking = await this.api.own<Booking>(`/bookings/${this.booking!.id}`);
    this.merge([booking]);
    return booking;
  }

  chose(): void {
    this.requestUpdate();
  }

  /** One act of one part of the page. */
  perform(at: string, work: () => Promise<void>, again: () => void): void {
    if (this.busy) return;
    this.at = at;
    this.moves.reset();
    void this.act(work, again);
  }

  busyAt(at: string): boolean {
    return this.busy && this.at === at;
  }

  noticeAt(at: string): unknown {
    return this.notice && this.at === at ? this.noticeView(this.notice) : nothing;
  }

  focusOn(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  override async focusTitle(): Promise<void> {
    await this.updateComplete;
    const entry = this.moves.view === "show" && this.booking ? this.renderRoot.querySelector<HTMLElement>(`#b-${this.booking.id}`) : null;
    if (!entry) return super.focusTitle();
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "center" });
  }

  override explain(error: unknown, again?: () => void): Notice | null {
    const notice = super.explain(error, again);
    if (error instanceof Problem && error.status === 401) {
      this.close("over");
      return null;
    }
    if (this.at === "preferences") return this.preferences.explain(error, notice);
    if (this.booking) return this.moves.explain(error, notice);
    return this.at ? this.delegates.explain(error, notice) : notice;
  }

  /** Without a link that opens, she may go on as anybody may. */
  protected override close(why: "missing" | "over"): void {
    super.close(why);
    for (const name of ["known", "refresh", "signin"]) this.tab.remove(name);
    void import(`${this.home}/widget.js`).then(() => (this.arranging = true), () => undefined);
  }

  protected override ownBoutique(): { name: string; telephone: string } | null {
    return this.me?.boutique ?? this.booking?.boutique ?? null;
  }

  protected override pageTitle(): string {
    return this.t.me.title;
  }

  // ── the page ─────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(html`${closed(this)}${widget(this)}`);
    if (this.entering) return this.paper(doorstep(this));
    if (!this.bookings) return this.paper(this.waiting());
    return this.paper(movesView(this.moves) ?? letter(this));
  }
}
