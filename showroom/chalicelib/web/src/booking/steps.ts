/** Going from step to step: what is chosen, what follows from it, and the times that are offered. */
import { ownClockLeads } from "../common/appointment.js";
import type { Availability } from "../common/shapes.js";
import { missing } from "./body.js";
import { emptyDraft, STEPS, type View } from "./draft.js";
import { BookingState } from "./state.js";

export abstract class BookingSteps extends BookingState {
  /** Further ways when no hour is free. */
  protected abstract otherwise(): unknown;

  protected forgetLink(): void {
    this.session.known = null;
    this.tab.remove("known");
  }

  /** Go on where she was; what the page prefills is not asked. */
  protected resume(): void {
    const { draft } = this;
    const elsewhere = (this.experience && draft.experience !== this.experience) || (this.boutique && draft.boutique !== this.boutique);
    if (elsewhere) this.draft = { ...emptyDraft(), fields: draft.fields };
    const wanted = this.draft.experience ?? this.experience;
    if (!this.offered.some((it) => it.id === wanted)) this.draft = { ...emptyDraft(), fields: draft.fields };
    else if (!this.draft.experience) this.chooseExperience(wanted!, false);
    else if (draft.view !== "what" && draft.view !== "where" && !this.boutiqueNow) this.go("where", false);
    else this.go(draft.view === "change" || draft.view === "end" || draft.view === "wished" ? "what" : draft.view, false);
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
    if (STEPS[view]) this.tell("step", { step: view, number: STEPS[view] });
    if (focus) void this.focusTitle();
  }

  protected soleBoutique(): string | null {
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
      city: () => this.boutiqueNow!.city,
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
  protected wrong(errors: Map<string, string>): void {
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
    this.resume();
    void this.focusTitle();
  }
}
