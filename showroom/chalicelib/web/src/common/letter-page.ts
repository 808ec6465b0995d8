/** What the pages behind a letter's links share: the token in the fragment, the booking it opens, and the telephone when it does not. */
import { html, type TemplateResult } from "lit";
import type { PageMessages } from "../languages/pages/en.js";
import { Api, Problem } from "./api.js";
import { streetOf } from "./appointment.js";
import { claims, Session, Shelf } from "./session.js";
import type { Booking, Maison } from "./shapes.js";
import { Sheet } from "./sheet.js";
import { load } from "./words.js";

export abstract class LetterPage extends Sheet {
  static override properties = {
    ...Sheet.properties,
    booking: { state: true },
    maisonNow: { state: true },
    over: { state: true },
  };

  declare booking: Booking | null;
  declare maisonNow: Maison | null;
  /** Why there is no booking to show: no link at all, or one that is no longer valid. */
  declare over: "missing" | "over" | null;
  protected readonly home: string;
  private readonly shelf = new Shelf("showroom:letter:");
  protected bookingId = "";
  /** The link was written to the advisor, not to the client. */
  protected forHost = false;
  protected token = "";

  constructor(home: string) {
    super();
    this.home = home;
    this.booking = null;
    this.maisonNow = null;
    this.over = null;
  }

  /** The build names the pages' catalogues to the pages' bundles: they have the widget's words and their own. */
  override get t(): PageMessages {
    return super.t as PageMessages;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.again);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.again);
  }

  protected readonly again = (): void => {
    this.notice = null;
    void this.begin();
  };

  protected async begin(): Promise<void> {
    this.token = location.hash.slice(1);
    const told = claims(this.token);
    this.bookingId = typeof told.sub === "string" ? told.sub : "";
    this.forHost = told.who === "host";
    this.api = new Api(this.home, new Session(this.token || null, this.shelf), "en");
    this.over = null;
    this.booking = null;
    try {
      this.words = await load(navigator.languages, this.home);
      this.api.language = this.words.code;
      void this.readMaison();
      if (!this.bookingId) return this.close("missing");
      const booking = await this.read();
      // The letter was written in the client's language: the page it opens speaks it too.
      if (!this.forHost) this.words = await load([booking.language, ...navigator.languages], this.home);
    } catch (error) {
      if (error instanceof Problem && [401, 403, 404].includes(error.status)) return this.close("over");
      if (this.words) this.notice = this.explain(error, this.again);
    }
    document.documentElement.lang = this.words?.code ?? "en";
    if (this.words) document.title = this.pageTitle();
  }

  protected async read(): Promise<Booking> {
    const booking = await this.api.own<Booking>(`/bookings/${this.bookingId}`);
    if (!this.booking) void streetOf(this.open(), booking).then((street) => (this.street = street));
    return (this.booking = booking);
  }

  /** The catalogue is asked as nobody: the telephones must be found with a link that is no longer valid, too. */
  private open(): Api {
    return new Api(this.home, new Session(null, this.shelf), this.words!.code);
  }

  private close(why: "missing" | "over"): void {
    this.over = why;
    document.title = this.pageTitle();
  }

  private async readMaison(): Promise<void> {
    this.maisonNow = await this.open().get<Maison>("/maison", { language: this.words!.code }).catch(() => null);
  }

  protected pageTitle(): string {
    return this.t.yourAppointment;
  }

  protected telephones(): { where: string; number: string }[] {
    if (this.booking) return [{ where: this.booking.boutique.name, number: this.booking.boutique.telephone }];
    return (this.maisonNow?.boutiques ?? []).map((it) => ({ where: it.name, number: it.telephone }));
  }

  protected closed(): TemplateResult {
    const { t } = this;
    return html`<article class="card">
      <h1 tabindex="-1">${this.over === "missing" ? t.yourAppointment : t.linkOver}</h1>
      <div class="rule"></div>
      <p>${this.over === "missing" ? t.linkMissing : t.linkOverText}</p>
      <div class="gap telephones">${this.telephoneView()}</div>
    </article>`;
  }

  protected waiting(): TemplateResult {
    return this.notice ? this.noticeView(this.notice) : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
  }
}
