/** The same again: an appointment every so many weeks at the same hour, each one of its own; days that are not free are told. */
import { html, nothing, type TemplateResult } from "lit";
import { Attempts } from "../../common/attempts.js";
import { action, type Form, select } from "../../common/fields.js";
import type { ShowroomConsole } from "../element.js";
import type { Entry } from "../shapes.js";
import { when } from "../told.js";

interface Series {
  booked: { id: string }[];
  refused: { start: string }[];
}

const WEEKS = [1, 2, 3, 4, 6, 8];
const MOST = 11;

export class Repeat implements Form {
  private values: Record<string, string> = { weeks: "1", more: "3" };
  private refused: string[] = [];
  private readonly attempts = new Attempts();

  constructor(private readonly desk: ShowroomConsole) {}

  get t(): ShowroomConsole["t"] {
    return this.desk.t;
  }

  value(name: string): string {
    return this.values[name]!;
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.refused = [];
    this.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  open(): void {
    this.refused = [];
  }

  private send(entry: Entry): void {
    const { desk } = this;
    const { repeat } = this.t.desk;
    const body = { booking: entry.booking.id, every_days: 7 * Number(this.values.weeks), count: Number(this.values.more) };
    void desk.act(async () => {
      const made = await desk.api.post<Series>(`/boutiques/${desk.boutique}/series`, body, { key: this.attempts.key(body) });
      desk.done(repeat.done(made.booked.length));
      this.refused = made.refused.map((it) => it.start);
      if (!this.refused.length) desk.shut();
      await desk.refresh();
    }, () => this.send(entry));
  }

  render(entry: Entry, back: () => void): TemplateResult {
    const { desk } = this;
    const { repeat } = this.t.desk;
    const more = Array.from({ length: MOST }, (_, n) => String(n + 1));
    return html`<div class="form">${select(this, "weeks", repeat.every, WEEKS.map((it) => [String(it), repeat.weeks(it)] as const))}
        ${select(this, "more", repeat.more, more.map((it) => [it, it] as const))}</div>
      ${this.refused.length ? html`<p class="quiet">${repeat.refused}</p><ul class="picked">${this.refused.map((it) => html`<li>${when(desk, it)}</li>`)}</ul>` : nothing}
      <div class="doings">
        ${this.refused.length ? nothing : action(repeat.arrange(Number(this.values.more)), desk.busy, this.t.oneMoment, () => this.send(entry))}
        <button type="button" class="second" @click=${back}>${this.t.back}</button>
      </div>`;
  }
}
