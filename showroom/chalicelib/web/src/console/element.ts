/** The console: one page on which those who receive clients see their day, what waits for them, and the calendar. */
import { nothing, type PropertyValues, type TemplateResult } from "lit";
import { Problem, Unreachable } from "../common/api.js";
import { dayOf } from "../common/dates.js";
import { Session, Shelf } from "../common/session.js";
import type { Maison } from "../common/shapes.js";
import { type Notice, Sheet } from "../common/sheet.js";
import { load } from "../common/words.js";
import type { ConsoleMessages } from "../languages/console/en.js";
import { DeskApi } from "./api.js";
import { Ask } from "./ask.js";
import { Card, type CardView } from "./card.js";
import { firstOfWeek, nowOf } from "./told.js";
import { frame } from "./frame.js";
import { Grid } from "./grid.js";
import { WalkIn } from "./desk/walkin.js";
import { Away, type Wanted } from "./hours/away.js";
import { type Opened, type Page, pagesOf } from "./pages.js";
import { type Place, selfOf } from "./self.js";
import type { Diary, Entry, Self, Waiting, Wish } from "./shapes.js";
import { sheets } from "./style.js";
import { leaveFor, left, renewed, returned } from "./signin.js";
import { Telephone } from "./telephone.js";

const EVERY_MS = 15_000;
export class ShowroomConsole extends Sheet {
  static override styles = sheets;
  static override properties = { ...Sheet.properties, maison: { state: true }, diary: { state: true }, waiting: { state: true }, wishes: { state: true }, live: { state: true }, open: { state: true }, result: { state: true } };

  declare maison: Maison | null;
  declare diary: Diary | null;
  declare waiting: Waiting | null;
  declare wishes: Wish[];
  /** The last reading reached the house. */
  declare live: boolean;
  declare open: Opened | null;
  /** What has just been done, in one sentence. */
  declare result: string;
  declare api: DeskApi;
  self: Self | null = null;
  over = false;
  place: Place = { view: "today", day: "", span: "day", whom: "", asList: false, mine: true, boutique: "" };
  readonly card = new Card(this);
  readonly phone = new Telephone(this);
  readonly asking = new Ask(this);
  readonly away = new Away(this);
  readonly walkIn = new WalkIn(this);
  readonly pages: Page[] = pagesOf(this);
  private readonly grid = new Grid(this);
  private readonly shelf = new Shelf("showroom:console:");
  private timer = 0;
  private run = 0;
  private rounds = 0;

  constructor(readonly home: string) {
    super();
    this.maison = this.diary = this.waiting = this.open = null;
    this.wishes = [];
    this.live = true;
    this.result = "";
  }

  override get t(): ConsoleMessages {
    return super.t as ConsoleMessages;
  }

  get view(): string { return this.place.view; }
  get page(): Page | undefined { return this.pages.find((it) => it.view === this.view); }
  get day(): string { return this.place.day; }
  get span(): Place["span"] { return this.place.span; }
  get whom(): string { return this.place.whom; }
  get asList(): boolean { return this.place.asList; }
  get mine(): boolean { return this.place.mine; }
  get boutique(): string { return this.place.boutique; }
  get zone(): string { return this.diary?.zone ?? this.maison?.boutiques.find((it) => it.id === this.boutique)?.zone ?? "UTC"; }

  // ── coming in ────────────────────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.begin);
    addEventListener("keydown", this.key);
    addEventListener("resize", this.resized);
    document.addEventListener("visibilitychange", this.seen);
    this.timer = window.setInterval(() => void this.refresh(), EVERY_MS);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.begin);
    removeEventListener("keydown", this.key);
    removeEventListener("resize", this.resized);
    document.removeEventListener("visibilitychange", this.seen);
    clearInterval(this.timer);
  }

  private readonly resized = (): void => this.grid.draw();

  private readonly seen = (): void => void this.refresh();

  private readonly key = (event: KeyboardEvent): void => {
    if (event.altKey && event.code === "KeyN" && this.diary && !this.open && this.self!.role !== "planner") {
      event.preventDefault();
      this.telephone();
    }
  };

  /** Take the token from the fragment, which then leaves the address; without one, that of this tab. */
  private readonly begin = async (): Promise<void> => {
    const given = new URLSearchParams(location.hash.slice(1)).get("token");
    if (given) {
      history.replaceState(history.state, "", location.pathname + location.search);
      this.shelf.set("token", given);
    }
    if (given) this.shelf.remove("refresh");
    const token = given ?? (await returned(this.home, this.shelf)) ?? this.shelf.get("token");
    this.self = token ? selfOf(token) : null;
    this.over = false;
    this.api = new DeskApi(this.home, new Session(this.self ? token : null, this.shelf), "en");
    await this.speak(this.shelf.get("language"));
    if (!this.self) return this.requestUpdate();
    await this.act(async () => {
      this.maison = await this.api.get<Maison>("/maison", { language: this.words!.code });
      const kept = this.place.boutique || this.self!.boutiques[0] || this.maison.boutiques[0]?.id || "";
      this.place = { ...this.place, boutique: kept, mine: this.self!.role === "associate", whom: "" };
      this.place.day = dayOf(this.api.now(), this.zone);
      await this.read();
    }, this.begin);
  };

  async speak(code: string | null): Promise<void> {
    this.words = await load([code, ...navigator.languages], this.home).catch(() => null) ?? this.words;
    if (!this.words) return;
    this.api.language = this.words.code;
    document.documentElement.lang = this.words.code;
    document.title = this.t.desk.name;
    // The calendar draws its own words anew.
    if (this.diary) await this.refresh();
  }

  chooseLanguage(code: string): void {
    this.shelf.set("language", code);
    void this.speak(code);
  }

  // ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Read again, unless nobody looks. What has not changed is not sent. */
  async refresh(): Promise<void> {
    if (!this.self || this.over || !this.maison || document.hidden || this.grid.held) return;
    try {
      await Promise.all([this.read(), this.busy ? null : this.page?.quiet?.()]);
      this.live = true;
    } catch (error) {
      this.troubledReading(error);
    }
  }

  private troubledReading(error: unknown): void {
    if (error instanceof Problem && error.status === 401) void this.renew();
    else if (error instanceof Unreachable) this.live = false;
    else this.notice = this.explain(error, () => void this.refresh());
  }

  /** A token lives a quarter of an hour: the session gives the next one, as long as it lasts. */
  private async renew(): Promise<void> {
    this.api.renew(await renewed(this.home, this.shelf));
    if (this.api.known) return this.refresh();
    this.over = true;
    this.signOut();
  }

  signIn(): void {
    void this.act(async () => {
      if (!(await leaveFor(this.home, this.shelf))) throw new Unreachable();
    }, () => this.signIn());
  }

  signOut(): void {
    void left(this.home, this.shelf);
    this.self = this.open = null;
    this.requestUpdate();
  }

  private async read(): Promise<void> {
    const run = ++this.run;
    const week = this.view === "calendar" && this.span === "week";
    const base = `/boutiques/${this.boutique}`;
    const wished = this.self!.role !== "planner" && (this.rounds++ % 4 === 0 || !this.waiting);
    const [diary, waiting, wishes] = await Promise.all([
      this.api.fresh<Diary>(`${base}/diary`, { from: week ? firstOfWeek(this.day, this.locale) : this.day, days: week ? 7 : 1 }),
      this.api.fresh<Waiting>(`${base}/waiting`),
      wished ? this.api.fresh<{ items: Wish[] }>(`${base}/wishes`) : null,
    ]);
    if (run !== this.run) return;
    this.diary = diary;
    this.waiting = waiting;
    if (wishes) this.wishes = wishes.items;
    if (this.open === "card" && this.card.entry && this.card.view === "show") this.card.entry = nowOf(this, this.card.entry);
    this.requestUpdate();
  }

  today(): string {
    return dayOf(this.api.now(), this.zone);
  }

  shown(items: readonly Entry[]): Entry[] {
    return items.filter((it) => !this.mine || it.advisor === this.self!.subject);
  }

  go(to: Partial<Place>): void {
    const before = this.place;
    this.place = { ...before, ...to };
    this.result = "";
    this.notice = null;
    if (to.boutique && to.boutique !== before.boutique) {
      this.diary = this.waiting = null;
      this.wishes = [];
      this.place.whom = "";
    }
    this.requestUpdate();
    void this.refresh();
    if (to.view || to.boutique) this.page?.open();
  }

  show(entry: Entry, view: CardView = "show"): void {
    this.card.open(entry, view);
    this.unfold("card");
  }

  telephone(start = "", experience = ""): void {
    this.phone.open(start, experience);
    this.unfold("telephone");
  }

  ask(start: string, member: string): void {
    this.asking.open(start, member);
    this.unfold("ask");
  }

  /** Time off, or a closure. */
  takeOff(wanted: Wanted): void {
    this.unfold("away");
    this.away.open(wanted);
  }

  receive(): void {
    this.walkIn.open();
    this.unfold("walkin");
  }

  private unfold(what: Opened | null): void {
    this.notice = null;
    this.open = what;
  }

  shut(): void {
    this.unfold(null);
  }

  done(text: string): void {
    this.result = text;
    void this.updateComplete.then(() => this.announce(text));
  }

  readonly gridPlace = (where: Element | undefined): void => this.grid.attach(where);

  chose(): void {
    this.card.chose();
  }

  override explain(error: unknown, again?: () => void): Notice | null {
    if (error instanceof Problem && error.status === 401) {
      void this.renew();
      return again ? { text: this.t.oldPage, again } : null;
    }
    return super.explain(error, again);
  }

  protected telephones(): [] {
    return [];
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>(["telephone", "walkin"].includes(this.open!) ? "select, input" : "h2")?.focus();
    }
    this.grid.draw();
  }

  protected override render(): TemplateResult {
    return this.paper(this.words ? frame(this) : nothing);
  }
}
