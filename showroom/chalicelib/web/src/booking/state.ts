/** What the widget knows: the maison, the draft, and everything that follows from them. No acts here. */
import { Api } from "../common/api.js";
import { dayOf } from "../common/dates.js";
import type { Form } from "../common/fields.js";
import { personalLink, Session, Shelf } from "../common/session.js";
import type { Boutique, Booking, Experience, Maison } from "../common/shapes.js";
import { Sheet } from "../common/sheet.js";
import { Times, type TimesHost } from "../common/times.js";
import { load, match } from "../common/words.js";
import { type Draft, emptyDraft, keepDraft, readDraft } from "./draft.js";
import type * as ForKnown from "./known.js";
import type { Again } from "./last.js";

/** Attributes that fill a field before she does. */
const PREFILL = { "given-name": "given", "family-name": "family", email: "email", telephone: "telephone", country: "country", "postal-code": "postal" } as const;

/** The shelves of the widgets that are on the page now. */
const taken = new Set<string>();

export abstract class BookingState extends Sheet implements Form, TimesHost {
  static override properties = {
    ...Sheet.properties,
    lang: {},
    boutique: {},
    experience: {},
    token: {},
    maison: {},
    interests: {},
    maisonNow: { state: true },
    draft: { state: true },
    errors: { state: true },
    alternatives: { state: true },
    outOfReach: { state: true },
    booking: { state: true },
    again: { state: true },
  };

  declare boutique: string | null;
  declare experience: string | null;
  declare token: string | null;
  declare maison: string | null;
  declare interests: string | null;
  declare maisonNow: Maison | null;
  declare draft: Draft;
  declare errors: Map<string, string>;
  /** Fresh times after a conflict; null when there was none. */
  declare alternatives: readonly string[] | null;
  declare outOfReach: boolean;
  declare booking: Booking | null;
  /** As last time: null when there is nothing to offer, undefined while the house is asked. */
  declare again: Again | null | undefined;
  /** The part that only known clients need, once it is here. */
  forKnown: typeof ForKnown | null = null;
  unfolded = false;
  private shelfName = "";
  moreDays = false;
  /** Where the bundle was loaded from: the API and the catalogues are beside it. */
  readonly home: string;
  /** What this widget keeps in the tab: its draft, and the appointment it ended with. */
  protected shelf: Shelf;
  /** What every widget of the tab shares: who is asking. */
  protected readonly tab: Shelf;
  protected readonly session: Session;
  readonly times = new Times(this);

  constructor(home: string) {
    super();
    this.home = home;
    this.maisonNow = null;
    this.draft = emptyDraft();
    this.errors = new Map();
    this.alternatives = null;
    this.outOfReach = false;
    this.booking = null;
    this.again = null;
    this.tab = this.shelf = new Shelf("showroom:");
    this.session = new Session(null, this.tab);
  }

  /** Two widgets on one page never share a draft: each has the first shelf that no other has, or that of its `id`. */
  protected claimShelf(): void {
    let name = this.id;
    for (let n = 2; taken.has(name); n++) name = String(n);
    taken.add((this.shelfName = name));
    this.shelf = name ? new Shelf(`showroom:${name}:`) : this.tab;
  }

  protected leaveShelf(): void {
    taken.delete(this.shelfName);
  }

  /** Languages she may read, best first: the element's own, the page's, the maison's, the browser's. */
  protected wishedLanguages(): (string | null | undefined)[] {
    return [this.lang, this.closest("[lang]")?.getAttribute("lang"), this.maisonNow?.default_language, ...navigator.languages];
  }

  protected async readWords(): Promise<void> {
    this.words = await load(this.wishedLanguages(), this.home);
    this.api.language = this.words.code;
  }

  protected prepare(): void {
    this.session.known = personalLink(this.tab, this.token);
    this.api = new Api(this.getAttribute("api")?.replace(/\/$/, "") ?? this.home, this.session, match(this.wishedLanguages()).code);
    this.draft = readDraft(this.shelf);
    for (const [attribute, name] of Object.entries(PREFILL)) this.draft.fields[name] ??= this.getAttribute(attribute) ?? "";
  }

  post<T>(path: string, body: string, key: string): Promise<T> {
    return this.api.post(path, body, { key });
  }

  get known(): boolean {
    return Boolean(this.session.known);
  }

  get lapsed(): boolean {
    const { booking } = this;
    if (!booking) return false;
    const open = booking.state === "held" || booking.state === "requested";
    return booking.state === "expired" || (open && booking.expires_at !== null && Date.parse(booking.expires_at) <= this.now().getTime());
  }

  now(): Date {
    return this.api.now();
  }

  today(): string {
    return dayOf(this.now(), this.boutiqueNow?.zone ?? "UTC");
  }

  get maisonName(): string {
    return this.maison ?? this.maisonNow?.name ?? "";
  }

  /** The language of our letters to her: the one she reads here, if the maison writes it. */
  protected get written(): string {
    const { languages, default_language } = this.maisonNow!;
    return languages.includes(this.words!.code) ? this.words!.code : default_language;
  }

  /** What this client may book here. */
  get offered(): Experience[] {
    return (this.maisonNow?.experiences ?? []).filter(
      (it) => (it.bookable_by === "anyone" || (it.bookable_by === "known" && this.known)) && (!this.boutique || it.boutiques.includes(this.boutique)),
    );
  }

  get experienceNow(): Experience | null {
    return this.maisonNow?.experiences.find((it) => it.id === this.draft.experience) ?? null;
  }

  get boutiqueNow(): Boutique | null {
    return this.maisonNow?.boutiques.find((it) => it.id === this.draft.boutique) ?? null;
  }

  /** A known client's address is proven: what strangers confirm by a link, she confirms at once. */
  get confirmationNow(): Experience["confirmation"] {
    const how = this.experienceNow!.confirmation;
    return how === "by_email_link" && this.known ? "instant" : how;
  }

  boutiquesOf(experience: Experience): Boutique[] {
    return this.maisonNow!.boutiques.filter((it) => experience.boutiques.includes(it.id));
  }

  protected telephones(): { where: string; number: string }[] {
    const all = this.boutiqueNow ? [this.boutiqueNow] : (this.maisonNow?.boutiques ?? []);
    return all.map((it) => ({ where: it.name, number: it.telephone }));
  }

  telephoneLines(): unknown {
    return this.telephoneView();
  }

  noticeNow(): unknown {
    return this.notice ? this.noticeView(this.notice) : undefined;
  }

  value(name: string): string {
    return this.draft.fields[name] ?? (name === "addressKind" ? "home" : name === "part" ? "any" : name === "adults" ? "1" : name === "children" ? "0" : "");
  }

  error(name: string): string | undefined {
    return this.errors.get(name);
  }

  put(name: string, value: string): void {
    this.change({ fields: { ...this.draft.fields, [name]: value } });
    if (this.errors.delete(name)) this.errors = new Map(this.errors);
  }

  change(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part };
    keepDraft(this.shelf, this.draft);
  }

  chose(start: string, hers: boolean): void {
    this.change({ start, advisor: hers ? (this.times.advisor ?? this.draft.advisor) : null });
  }

  protected tell(name: "ready" | "step" | "booked" | "error", detail: object): void {
    this.dispatchEvent(new CustomEvent(`showroom:${name}`, { detail, bubbles: true, composed: true }));
  }
}
