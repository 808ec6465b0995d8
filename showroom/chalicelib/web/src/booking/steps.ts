/** Going from step to step: what is chosen, what follows from it, and the times that are offered. */
import type { Problem } from "../common/api.js";
import { ownClockLeads } from "../common/appointment.js";
import { part } from "../common/parts.js";
import type { Availability } from "../common/shapes.js";
import type { Whom } from "../common/times.js";
import { missing } from "./body.js";
import { emptyDraft, STEPS, type View } from "./draft.js";
import type * as ForKnown from "./known.js";
import type { Again, Asked } from "./last.js";
import { BookingState } from "./state.js";

export abstract class BookingSteps extends BookingState {
  /** Further ways when no hour is free. */
  protected abstract otherwise(): unknown;

  protected forgetLink(): void {
    this.session.known = null;
    this.again = null;
    this.change({ advisor: null });
    this.tab.remove("known");
  }

  /** Go on where she was; what the page prefills is not asked. */
  protected resume(): void {
    const { draft } = this;
    const elsewhere = (this.experience && draft.experience !== this.experience) || (this.boutique && draft.boutique !== this.boutique);
    if (elsewhere) this.draft = { ...emptyDraft(), fields: draft.fields };
    const { view, experience } = this.draft;
    if (this.again !== null && (view === "last" || (view === "what" && !experience))) return this.go("last", false);
    if (view === "last") this.draft.view = "what";
    const wanted = this.draft.experience ?? this.experience;
    if (!this.offered.some((it) => it.id === wanted)) this.draft = { ...emptyDraft(), fields: draft.fields };
    else if (!this.draft.experience) this.chooseExperience(wanted!, false);
    else if (draft.view !== "what" && draft.view !== "where" && !this.boutiqueNow) this.go("where", false);
    else this.go(draft.view === "change" || draft.view === "end" || draft.view === "wished" ? "what" : draft.view, false);
  }

  protected async readAgain(): Promise<Again | null> {
    const asked = this.api.own<Asked>("/bookings/last");
    asked.catch(() => undefined);
    try {
      this.forKnown ??= await part<typeof ForKnown>("known", this.home);
      return await this.forKnown.offer(this.api, asked);
    } catch {
      return null;
    }
  }

  protected async settleAgain(asked: Promise<Again | null>): Promise<void> {
    const again = await asked;
    this.again = again && this.forKnown!.fits(this, again) ? again : null;
    if (!this.again && this.draft.view === "last") this.resume();
  }

  /** Begin to ask what she did last time; strangers did nothing yet, and wait for nothing. */
  protected askAgain(): void {
    this.again = this.known ? undefined : null;
    if (this.known) void this.settleAgain(this.readAgain());
  }

  go(view: View, focus = true): void {
    if (view === "where" && this.experienceNow && this.soleBoutique()) view = "what";
    this.change({ view });
    this.notice = null;
    this.errors = new Map();
    if (view !== "when" && view !== "change") this.alternatives = null;
    if (view === "wish" && !this.draft.boutique) this.change({ boutique: this.boutiquesOf(this.experienceNow!)[0]?.id ?? null });
    if (view === "when") void this.openTimes();
    if (view === "change") void this.openOwnTimes();
    if (view === "details" || view === "confirm") void this.forKnown?.keep(this);
    if (STEPS[view]) this.tell("step", { step: view, number: STEPS[view] });
    if (focus) void this.focusTitle();
  }

  /** Fresh times; everything typed is kept. */
  gone(problem: Pick<Problem, "alternatives">): void {
    this.change({ start: null });
    this.alternatives = problem.alternatives.slice(0, 6);
    this.go(this.draft.view === "change" ? "change" : "when");
  }

  protected soleBoutique(): string | null {
    const experience = this.experienceNow!;
    if (experience.place === "client") return null;
    return this.boutique && experience.boutiques.includes(this.boutique) ? this.boutique : experience.boutiques.length === 1 ? experience.boutiques[0]! : null;
  }

  chooseExperience(id: string, focus = true): void {
    const other = id !== this.draft.experience;
    this.change(other ? { experience: id, start: null, advisor: null, boutique: null } : { experience: id });
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
    this.change(id === this.draft.boutique ? {} : { boutique: id, start: null, advisor: null });
    this.go("when", focus);
  }

  override put(name: string, value: string): void {
    const before = this.value(name);
    super.put(name, value);
    if (name === "postal" || name === "country") this.outOfReach = false;
    if (name === "language" && before && this.draft.view === "when") {
      super.put("spoken", "chosen");
      void this.openTimes();
    }
  }

  private openTimes(): Promise<void> {
    const { boutique, experience } = this.draft;
    const home = this.experienceNow!.place === "client";
    const spoken = this.boutiqueNow!.languages;
    if (!spoken.includes(this.value("language"))) super.put("language", spoken.includes(this.words!.code) ? this.words!.code : (spoken[0] ?? this.words!.code));
    const ask = (from: string, days: number, own: boolean): Promise<Availability> =>
      this.api.get(`/boutiques/${boutique}/availability`, {
        experience: experience!, from, days, language: this.value("language"), advisor: own ? "own" : undefined,
        country: home ? this.value("country") : undefined, postal_code: home ? this.value("postal").trim() : undefined,
      });
    return this.times.open({
      load: async (from, days, own) => {
        const answer = await ask(from, days, own);
        const rather = this.value("spoken") ? undefined : this.forKnown?.rather(answer, this.value("language"), spoken);
        if (!rather) return answer;
        super.put("language", rather);
        return ask(from, days, own);
      },
      whom: this.known ? { chosen: () => this.value("whom") as Whom, choose: (whom) => this.put("whom", whom), view: (...told) => this.forKnown?.whom(this.t, ...told) } : undefined,
      now: () => this.now(),
      city: () => this.boutiqueNow!.city,
      zone: this.boutiqueNow!.zone,
      ownClock: ownClockLeads(this.experienceNow!.place),
      otherwise: () => this.otherwise(),
    }, this.draft.start, Boolean(this.draft.advisor));
  }

  private openOwnTimes(): Promise<void> {
    const { id, boutique, experience, zone } = this.booking!;
    return this.times.open({
      load: (from, days) => this.api.own<Availability>(`/bookings/${id}/availability`, { from, days }),
      now: () => this.now(),
      city: () => boutique.city,
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
  wrong(errors: Map<string, string>): void {
    this.errors = errors;
    this.unfolded ||= ["adults", "behalfName", "access", "note"].some((name) => errors.has(name));
    this.requestUpdate();
    this.announce(this.t.lookAgain(errors.size));
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  /** Begin again with an empty sheet. */
  restart(): void {
    for (const name of ["draft", "done"]) this.shelf.remove(name);
    this.booking = null;
    this.draft = emptyDraft();
    this.askAgain();
    this.resume();
    void this.focusTitle();
  }
}
