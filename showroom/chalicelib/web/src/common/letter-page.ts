/** What the pages behind a letter's links share: the token in the fragment, and the booking it opens. */
import { Api } from "./api.js";
import { streetOf } from "./appointment.js";
import { Page } from "./page.js";
import { claims, Session, Shelf } from "./session.js";
import type { Booking } from "./shapes.js";

export abstract class LetterPage extends Page {
  static override properties = { ...Page.properties, booking: { state: true } };

  declare booking: Booking | null;
  protected bookingId = "";
  /** The link was written to the advisor, not to the client. */
  protected forHost = false;
  protected token = "";

  constructor(home: string) {
    super(home);
    this.booking = null;
  }

  /** A letter's link is a token for one booking; from her own page she comes as herself, and the fragment names the booking. */
  protected override prepare(): boolean {
    const fragment = location.hash.slice(1);
    const named = new URLSearchParams(fragment).get("booking");
    this.token = named ? (new Shelf("showroom:").get("known") ?? "") : fragment;
    const told = claims(this.token);
    this.bookingId = named ?? (typeof told.sub === "string" ? told.sub : "");
    this.forHost = told.who === "host";
    this.api = new Api(this.home, new Session(this.token || null, new Shelf("showroom:letter:")), "en");
    this.booking = null;
    return Boolean(this.token && this.bookingId);
  }

  protected override async arrive(): Promise<void> {
    const booking = await this.read();
    // The letter was written in the client's language: the page it opens speaks it too.
    if (!this.forHost) await this.speak(booking.language);
  }

  protected async read(): Promise<Booking> {
    const booking = await this.api.own<Booking>(`/bookings/${this.bookingId}`);
    if (!this.booking) void streetOf(this.open(), booking).then((street) => (this.street = street));
    return (this.booking = booking);
  }

  protected override ownBoutique(): { name: string; telephone: string } | null {
    return this.booking?.boutique ?? null;
  }
}
