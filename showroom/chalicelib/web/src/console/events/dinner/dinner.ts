/** The dinner of an occasion: the night, menus and persons, papers and links, and the plan; each is read when it is looked at. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../../common/api.js";
import { Attempts } from "../../../common/attempts.js";
import type { ShowroomConsole } from "../../element.js";
import type { EventSheet } from "../event.js";
import type { Show } from "../show-shapes.js";
import { said } from "../shapes.js";
import { NightView } from "./night.js";
import { Papers } from "./papers.js";
import { PlanForm } from "./plan.js";
import type { Dinner, Night } from "./shapes.js";
import { Table } from "./table.js";

const LOOKS = ["night", "table", "papers", "plan"] as const;
type Look = (typeof LOOKS)[number];
/** So long before the film, whoever opens the dinner looks for the night. */
const EVENING = 6 * 3_600_000;

export class DinnerPart {
  dinner: Dinner | null = null;
  night: Night | null = null;
  show: Show | null = null;
  private look: Look | null = null;
  private readonly attempts = new Attempts();
  /** How many presses were carried out: the same press later is another one. */
  private carried = 0;
  private readonly views: { night: NightView; table: Table; papers: Papers; plan: PlanForm };

  constructor(readonly sheet: EventSheet) {
    this.views = { night: new NightView(this), table: new Table(this), papers: new Papers(this), plan: new PlanForm(this) };
  }

  get desk(): ShowroomConsole {
    return this.sheet.desk;
  }

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  get path(): string {
    return `/events/${this.sheet.event!.id}/dinner`;
  }

  open(): void {
    this.dinner = this.night = this.show = this.look = null;
    for (const view of Object.values(this.views)) view.open();
  }

  async quiet(): Promise<void> {
    const { id } = this.sheet.event!;
    const { api } = this.desk;
    const dinner = this.hers ? null : await api.own<Dinner>(this.path);
    if (id !== this.sheet.event?.id) return;
    this.look ??= dinner ? this.first(dinner) : "night";
    if (this.look === "night") {
      const [night, show] = await Promise.all([api.own<Night>(`${this.path}/households`), api.own<Show>(`/events/${id}/show`)]);
      if (id !== this.sheet.event?.id) return;
      this.night = night;
      this.show = show;
    }
    if (dinner && dinner.version >= (this.dinner?.version ?? 0)) this.dinner = dinner;
    this.desk.requestUpdate();
  }

  /** An advisor sees the households of her own guests, and nothing of the plan. */
  get hers(): boolean {
    return this.desk.self!.role === "associate";
  }

  private first(dinner: Dinner): Look {
    if (!dinner.version && dinner.can.includes("plan")) return "plan";
    const until = Date.parse(dinner.film) - this.desk.api.now().getTime();
    return dinner.manifest && until < EVENING ? "night" : "table";
  }

  /** One press whose answer is how the dinner stands; `taken` says what else an answer means. A refusal is told, and all is read again. */
  press<T = Dinner>(path: string, body: object, done: (after: T) => string, about: { version?: number; taken?: (after: T) => void; refused?: (problem: Problem) => boolean } = {}): void {
    const { desk } = this;
    void desk.act(async () => {
      try {
        const sent = { key: this.attempts.key(path, body, about.version, this.carried), ...(about.version === undefined ? {} : { version: about.version }) };
        const after = await desk.api.post<T>(path, body, sent);
        this.carried++;
        about.taken?.(after);
        desk.done(done(after));
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 412, 422].includes(error.status)) throw error;
        if (about.refused?.(error)) return;
        await this.quiet();
        desk.notice = { text: error.status === 412 ? this.t.desk.dinner.newer : this.t.desk.dinner.refused, alarm: true };
        return;
      }
      await this.quiet();
    }, () => this.press(path, body, done, about));
  }

  take = (after: Dinner): void => {
    this.dinner = after;
  };

  /** The name of a guest, as the list of guests has it. */
  guest(id: string): string {
    return this.sheet.guests?.find((it) => it.id === id)?.client.name ?? "";
  }

  menu(id: string | null): string {
    const found = this.dinner?.menus.find((it) => it.id === id);
    return found ? said(found.name, this.desk.words!.code) : (id ?? "");
  }

  /** Codes of what is eaten, in words. */
  codes(list: readonly string[]): string {
    const { allergens, diets } = this.t.desk.dinner;
    const known: Record<string, string> = { ...allergens, ...diets };
    return new Intl.ListFormat(this.desk.locale, { type: "conjunction" }).format(list.map((it) => known[it] ?? it));
  }

  private turn(look: Look): void {
    this.look = look;
    this.desk.notice = null;
    this.desk.requestUpdate();
    void this.desk.act(() => this.quiet(), () => this.turn(look));
  }

  render(): TemplateResult {
    const { dinner, look } = this;
    const words = this.t.desk.dinner;
    if (this.hers && this.night) return html`<div class="dinner">${this.views.night.render()}</div>`;
    if (!dinner || !look) return html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
    const waits = dinner.counts.requests + dinner.counts.notes;
    const shown = LOOKS.filter((it) => it !== "plan" || dinner.can.includes("plan"));
    return html`<div class="dinner"><div class="segs looks" role="group" aria-label=${words.looksName}>${shown.map((it) => html`<button
        type="button" class="seg" aria-pressed=${look === it ? "true" : "false"} @click=${() => this.turn(it)}>${words.looks[it]}${it === "table" && waits ? html` <span class="count">${waits}</span>` : nothing}</button>`)}</div>
      ${this.views[look].render(dinner)}</div>`;
  }
}
