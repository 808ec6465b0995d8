/** Who comes: which sitting, how many, and their names. What she has typed lies over what the house has. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../common/api.js";
import { choices, type Form, input, select, textarea } from "../common/fields.js";
import type { EventMessages } from "../languages/event/en.js";
import type { ShowroomEvent } from "./element.js";
import type { Draft } from "./keep.js";
import type { Companion, Invitation, Sitting } from "./shapes.js";
import { hourOf } from "./when.js";

/** As many as stand side by side on a phone without becoming a wall. */
const A_ROW = 5;
const MOST = 80;

export class Party implements Form {
  private errors = new Map<string, string>();

  constructor(
    private readonly page: ShowroomEvent,
    private readonly draft: Draft,
  ) {}

  get t(): EventMessages {
    return this.page.t;
  }

  private get seen(): Invitation {
    return this.page.seen!;
  }

  /** What the house has, or what goes without saying. */
  private stands(name: string): string {
    const { seen } = this;
    if (name === "sitting") return seen.sitting || (seen.sittings.find((it) => !it.full) ?? seen.sittings[0])?.id || "";
    // What she has asked for is what she goes on from.
    const { party, note, companions } = seen.request?.state === "open" ? seen.request : seen;
    if (name === "party") return String(party || 1);
    if (name === "note") return note;
    const [part, n] = name.split("-") as ["given" | "family" | "never", string | undefined];
    return part === "given" || part === "family" ? (companions[Number(n) - 1]?.[part] ?? "") : "";
  }

  value(name: string): string {
    return this.draft.get(name) ?? this.stands(name);
  }

  put(name: string, value: string): void {
    this.draft.put(name, value);
    this.errors.delete(name);
    this.page.requestUpdate();
  }

  error(name: string): string | undefined {
    return this.errors.get(name);
  }

  forget(): void {
    this.draft.clear();
    this.errors.clear();
  }

  get size(): number {
    return Math.min(Math.max(Number(this.value("party")), 1), 1 + this.seen.max_plus_ones);
  }

  /** The sitting she means, as the house has it now. */
  get sitting(): Sitting | undefined {
    const meant = this.value("sitting");
    return this.seen.sittings.find((it) => it.id === meant) ?? this.seen.sittings[0];
  }

  /** Is there anything to be asked? Otherwise one press is the whole answer. */
  get isAsked(): boolean {
    return this.seen.max_plus_ones > 0 || this.seen.sittings.length > 1;
  }

  /** Names as they may be written by now; a guest without one is still counted. */
  private get companions(): Companion[] {
    return Array.from({ length: this.size - 1 }, (_, at) => {
      const [given, family] = ["given", "family"].map((part) => this.value(`${part}-${at + 1}`).trim());
      return { ...(given ? { given } : {}), ...(family ? { family } : {}) };
    });
  }

  answer(): object {
    const sitting = this.sitting?.id;
    return { ...(sitting ? { sitting } : {}), ...this.change() };
  }

  /** All there is to say of who comes: what is left out would be taken for taken back. */
  change(): object {
    const note = this.value("note").trim();
    return { party: this.size, companions: this.companions, ...(note ? { note } : {}) };
  }

  /** Put what the house refuses where it was typed; false when nothing of it is a field here. */
  refused(error: unknown): boolean {
    if (!(error instanceof Problem) || error.status !== 422) return false;
    const found = error.fields.flatMap(({ pointer }) => {
      const [, , at, part] = pointer.split("/");
      const name = pointer.startsWith("/companions/") ? `${part === "family" ? "family" : "given"}-${Number(at) + 1}` : pointer === "/note" ? "note" : "";
      return name ? [[name, this.t.event.wrongName] as const] : [];
    });
    this.errors = new Map(found);
    if (!found.length) return false;
    this.page.requestUpdate();
    this.page.announce(this.t.lookAgain(found.length));
    void this.page.updateComplete.then(() => this.page.focusOn(`#${found[0]![0]}`));
    return true;
  }

  /** The questions: a sitting only where there are several, plus-ones only where she may bring any. */
  questions(withSitting: boolean): TemplateResult {
    const { seen, t } = this;
    const sittings = withSitting && seen.sittings.length > 1;
    return html`
      ${sittings ? choices(this, "sitting", t.event.sitting, seen.sittings.map((it) => [it.id, this.sittingWords(it)] as const)) : nothing}
      ${sittings && this.sitting?.full ? html`<p class="quiet">${t.event.fullNow}</p>` : nothing}
      ${seen.max_plus_ones ? this.count() : nothing}
      ${Array.from({ length: this.size - 1 }, (_, at) => this.person(at + 1))}
      ${this.size > 1 && !seen.frozen ? html`<p class="quiet">${t.event.namesLater(this.page.until(seen.event.freeze))}</p>` : nothing}`;
  }

  noteView(): TemplateResult {
    return textarea(this, "note", this.t.event.note, { optional: true });
  }

  private sittingWords(sitting: Sitting): string {
    const { t, page } = this;
    const language = page.seen!.sittings.some((it) => it.language !== sitting.language) ? t.event.spoken(page.languageName(sitting.language)) : "";
    return [hourOf(page, sitting.start), language, sitting.full ? t.event.full : ""].filter(Boolean).join(t.comma);
  }

  private count(): TemplateResult {
    const { t } = this;
    const list = Array.from({ length: 1 + this.seen.max_plus_ones }, (_, at) => [String(at + 1), t.event.people(at + 1)] as const);
    return list.length <= A_ROW ? choices(this, "party", t.event.party, list) : select(this, "party", t.event.party, list);
  }

  private person(n: number): TemplateResult {
    const { t } = this;
    const names = [
      input(this, `given-${n}`, t.given, { optional: true, maxlength: MOST }),
      input(this, `family-${n}`, t.family, { optional: true, maxlength: MOST }),
    ];
    return html`<fieldset class="person">
      <legend>${t.event.guest(n, this.size - 1)}</legend>
      <div class="pair">${t.familyFirst ? names.reverse() : names}</div>
    </fieldset>`;
  }
}
