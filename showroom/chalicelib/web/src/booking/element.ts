/** `<showroom-booking>`: four steps to an appointment. This file is the acts; the views are beside it. */
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { controls } from "../common/controls.js";
import { ownClockLeads, streetOf } from "../common/appointment.js";
import type { Availability, Booking, Maison } from "../common/shapes.js";
import { download, type Notice } from "../common/sheet.js";
import { theme } from "../common/theme.js";
import { timesStyle } from "../common/times-style.js";
import { bookingBody, fromPointers, missing, wishBody } from "./body.js";
import { confirm, end, lines, wished } from "./confirm.js";
import { details, wish } from "./details.js";
import { attempt, emptyDraft, STEPS, type View } from "./draft.js";
import { BookingState } from "./state.js";
import { bookingStyle } from "./style.js";
import { otherways, what, where } from "./what.js";
import { change, when } from "./when.js";

const BACK: Partial<Record<View, View>> = { where: "what", when: "where", details: "when", confirm: "details", wish: "when", change: "end" };
const VIEWS = { what, where, when, details, confirm, wish, end, wished, change } as const;

export class ShowroomBooking extends BookingState {
  static override styles = [theme, controls, timesStyle, bookingStyle];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("focus", this.look);
    if (!this.maisonNow) void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.look);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("booking") && this.booking) void streetOf(this.api, this.booking).then((street) => (this.street = street));
    if (changed.has("lang") && this.words && this.maisonNow) void this.changeLanguage();
  }

  private async begin(): Promise<void> {
    this.prepare();
    try {
      await this.readWords();
      this.maisonNow = await this.readMaison();
      await this.readWords();
    } catch (error) {
      if (this.words) this.notice = this.explain(error, () => ((this.notice = null), void this.begin()));
      this.tell("error", { status: 0 });
      return;
    }
    const { notice } = this;
    const done = this.shelf.get("done");
    if (done) await this.recall(done);
    else this.resume();
    this.notice = notice;
    this.tell("ready", { language: this.words!.code });
  }

  private async changeLanguage(): Promise<void> {
    await this.readWords();
    this.maisonNow = await this.readMaison();
  }

  private async readMaison(): Promise<Maison> {
    const query = { language: this.words!.code };
    try {
      return await this.api.get<Maison>("/maison", query);
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401 && this.known)) throw error;
      this.forgetLink();
      return this.api.get<Maison>("/maison", query);
    }
  }

  private forgetLink(): void {
    this.session.known = null;
    this.shelf.remove("known");
    this.notice = { text: this.t.linkExpired };
  }

  /** Go on where she was; what the page prefills is not asked. */
  private resume(): void {
    const { draft } = this;
    const elsewhere = (this.experience && draft.experience !== this.experience) || (this.boutique && draft.boutique !== this.boutique);
    if (elsewhere) this.draft = { ...emptyDraft(), fields: draft.fields };
    const wanted = this.draft.experience ?? this.experience;
    if (!this.offered.some((it) => it.id === wanted)) this.draft = { ...emptyDraft(), fields: draft.fields };
    else if (!this.draft.experience) this.chooseExperience(wanted!, false);
    else if (draft.view !== "what" && draft.view !== "where" && !this.boutiqueNow) this.go("where", false);
    else this.go(draft.view === "change" || draft.view === "end" || draft.view === "wished" ? "what" : draft.view, false);
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

  go(view: View, focus = true): void {
    if (view === "where" && this.experienceNow && this.soleBoutique()) view = "what";
    this.change({ view });
    this.notice = null;
    this.errors = new Map();
    if (view !== "when" && view !== "change") this.alternatives = null;
    if (view === "wish" && !this.draft.boutique) this.change({ boutique: this.boutiquesOf(this.experienceNow!)[0]?.id ?? null });
    if (view === "when") void this.openTimes();
    if (view === "change") void this.openOwnTimes();
    if (STEPS[view]) this.tell("step", { step: view, number: STEPS[view] });
    if (focus) void this.focusTitle();
  }

  private soleBoutique(): string | null {
    const experience = this.experienceNow!;
    if (experience.place === "client") return null;
    return this.boutique && experience.boutiques.includes(this.boutique) ? this.boutique : experience.boutiques.length === 1 ? experience.boutiques[0]! : null;
  }

  chooseExperience(id: string, focus = true): void {
    const other = id !== this.draft.experience;
    this.change(other ? { experience: id, start: null, boutique: null } : { experience: id });
    this.outOfReach = false;
    const sole = this.soleBoutique();
    if (sole) return this.chooseBoutique(sole, focus);
    if (this.experienceNow!.place === "client" && !this.value("country")) {
      const here = this.maisonNow!.boutiques.find((it) => it.id === this.boutique) ?? this.boutiquesOf(this.experienceNow!)[0];
      this.put("country", here?.country ?? "");
    }
    this.go("where", focus);
  }

  chooseBoutique(id: string, focus = true): void {
    this.change(id === this.draft.boutique ? {} : { boutique: id, start: null });
    const spoken = this.boutiqueNow!.languages;
    if (!spoken.includes(this.value("language"))) {
      this.put("language", spoken.includes(this.words!.code) ? this.words!.code : (spoken[0] ?? this.words!.code));
    }
    this.go("when", focus);
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

  override put(name: string, value: string): void {
    const before = this.value(name);
    super.put(name, value);
    if (name === "postal" || name === "country") this.outOfReach = false;
    if (name === "language" && before && this.draft.view === "when") void this.openTimes();
  }

  private openTimes(): Promise<void> {
    const { boutique, experience } = this.draft;
    const home = this.experienceNow!.place === "client";
    return this.times.open({
      load: (from, days) => this.api.get<Availability>(`/boutiques/${boutique}/availability`, {
        experience: experience!, from, days, language: this.value("language"),
        country: home ? this.value("country") : undefined, postal_code: home ? this.value("postal").trim() : undefined,
      }),
      now: () => this.now(),
      city: this.boutiqueNow!.city,
      zone: this.boutiqueNow!.zone,
      ownClock: ownClockLeads(this.experienceNow!.place),
      otherwise: () => this.otherwise(),
    }, this.draft.start);
  }

  private openOwnTimes(): Promise<void> {
    const { id, boutique, experience, zone } = this.booking!;
    return this.times.open({
      load: (from, days) => this.api.own<Availability>(`/bookings/${id}/availability`, { from, days }),
      now: () => this.now(),
      city: boutique.city,
      zone,
      ownClock: ownClockLeads(experience.place),
    }, null);
  }

  toDetails(): void {
    this.go("details");
  }

  review(): void {
    const wrong = missing(this.draft, this.experienceNow, this.known, this.t);
    if (wrong.size) return this.wrong(wrong);
    this.go("confirm");
  }

  /** Show what needs another look, say how much it is, and put the focus on the first of it. */
  private wrong(errors: Map<string, string>): void {
    this.errors = errors;
    this.unfolded ||= ["adults", "behalfName", "access", "note"].some((name) => errors.has(name));
    this.requestUpdate();
    this.announce(this.t.lookAgain(errors.size));
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
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

  /** Begin again with an empty sheet. */
  restart(): void {
    for (const name of ["draft", "done"]) this.shelf.remove(name);
    this.booking = null;
    this.draft = emptyDraft();
    this.resume();
    void this.focusTitle();
  }

  /** A refusal that has a place of its own is shown there; the rest beside the button. */
  override explain(error: unknown, again?: () => void): Notice | null {
    this.tell("error", { status: error instanceof Problem ? error.status : 0, type: error instanceof Problem ? error.kind : "unreachable" });
    const notice = super.explain(error, again);
    if (!(error instanceof Problem)) return notice;
    if (error.status === 409 && !error.kind.startsWith("quota")) return this.taken(error, notice);
    if (error.status === 401 && this.known) return this.stranger();
    if (error.status === 422 || error.status === 400) return this.refused(error, notice);
    return notice;
  }

  private taken(error: Problem, notice: Notice | null): Notice | null {
    if (this.draft.view !== "confirm" && this.draft.view !== "change") return notice;
    this.change({ start: null });
    this.alternatives = error.alternatives.slice(0, 6);
    this.go(this.draft.view === "change" ? "change" : "when");
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

  private otherwise(): unknown {
    return otherways(this);
  }

  protected override render(): TemplateResult {
    const { view } = this.draft;
    if (!this.words || !this.maisonNow) return this.paper(this.notice ? this.noticeView(this.notice) : html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`);
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
    if (!this.experience || !this.offered.some((it) => it.id === this.experience)) return "what";
    return this.draft.experience === this.experience && this.soleBoutique() ? "when" : "where";
  }
}
