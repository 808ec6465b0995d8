/** The run of show: cues by the clock, begun and ended by a press, how late it is, and why the start is held. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem } from "../../common/api.js";
import { time } from "../../common/dates.js";
import { action, choices, type Form, input } from "../../common/fields.js";
import { share } from "./dinner/share.js";
import type { EventSheet } from "./event.js";
import { type Cue, HOLDS, type Show } from "./show-shapes.js";
import { names } from "./told.js";

const A_DAY = 86_400_000;

/** A cue as it is written down. */
interface Line {
  id: string;
  title: string;
  offset: string;
  minutes: string;
  owner: string;
  note: string;
}

export class RunOfShow implements Form {
  show: Show | null = null;
  private lines: Line[] | null = null;
  private threshold = "";
  private wrong = new Map<number, string>();
  private holding = false;
  private reason = "guests";

  constructor(private readonly sheet: EventSheet) {}

  get t(): EventSheet["desk"]["t"] {
    return this.sheet.desk.t;
  }

  value(name: string): string {
    return name === "threshold" ? this.threshold : this.reason;
  }

  put(name: string, value: string): void {
    if (name === "threshold") this.threshold = value;
    else this.reason = value;
    this.sheet.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return name === "threshold" && this.least() === null ? this.t.desk.dinner.plan.mistakes.whole : undefined;
  }

  /** The per cent as typed, or null for what is none. */
  private least(): number | null {
    return /^\d{1,3}$/.test(this.threshold.trim()) && Number(this.threshold) <= 100 ? Number(this.threshold) : null;
  }

  open(): void {
    this.show = this.lines = null;
    this.holding = false;
  }

  private get path(): string {
    return `/events/${this.sheet.event!.id}/show`;
  }

  async quiet(): Promise<void> {
    const { id } = this.sheet.event!;
    const found = await this.sheet.desk.api.own<Show>(this.path);
    if (found.event === this.sheet.event?.id && id === found.event) this.show = found;
  }

  /** A press while it runs: what the house answers is how it stands. */
  private press(what: string, body: object = {}): void {
    const { desk } = this.sheet;
    void desk.act(async () => {
      try {
        this.show = await desk.api.post<Show>(`${this.path}/${what}`, body);
        this.holding = false;
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 409) throw error;
        await this.quiet();
        desk.notice = { text: this.t.desk.events.refused, alarm: true };
      }
      desk.requestUpdate();
    }, () => this.press(what, body));
  }

  // ── writing it down ──────────────────────────────────────────────────────────────────────────────────────

  private write(): void {
    this.lines = this.show!.cues.map((it) => ({ id: it.id, title: it.title, offset: String(it.offset), minutes: String(it.minutes), owner: it.owner.id, note: it.note }));
    if (!this.lines.length) this.more();
    this.threshold = String(this.show!.threshold);
    this.wrong.clear();
    this.sheet.desk.requestUpdate();
  }

  private more(): void {
    const last = this.lines!.at(-1);
    const offset = last ? Number(last.offset) + Number(last.minutes) : -30;
    const taken = new Set(this.lines!.map((it) => it.id));
    let n = this.lines!.length + 1;
    while (taken.has(`cue-${n}`)) n++;
    this.lines = [...this.lines!, { id: `cue-${n}`, title: "", offset: String(offset), minutes: "10", owner: last?.owner ?? this.sheet.event!.hosts[0]?.id ?? "", note: "" }];
    this.sheet.desk.requestUpdate();
  }

  private keep(): void {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    const { show, lines } = this;
    this.wrong.clear();
    lines!.forEach((it, n) => {
      const whole = (text: string): boolean => /^-?\d{1,4}$/.test(text.trim());
      if (!it.title.trim() || !whole(it.offset) || !whole(it.minutes) || Number(it.minutes) < 1) this.wrong.set(n, events.show.wrong);
    });
    if (this.wrong.size || this.least() === null) return desk.requestUpdate();
    const cues = lines!.map((it) => ({ ...it, title: it.title.trim(), offset: Number(it.offset), minutes: Number(it.minutes) }));
    const rehearsal = show!.rehearsal && { start: show!.rehearsal.start, minutes: (Date.parse(show!.rehearsal.end) - Date.parse(show!.rehearsal.start)) / 60_000 };
    void desk.act(async () => {
      try {
        this.show = await desk.api.post<Show>(this.path, { cues, rehearsal, threshold: this.least() }, { version: show!.version });
        this.lines = null;
        desk.done(events.show.kept);
      } catch (error) {
        if (!(error instanceof Problem) || ![409, 412, 422].includes(error.status)) throw error;
        for (const { pointer } of error.fields) {
          const [, , at, what] = pointer.split("/");
          if (at !== undefined) this.wrong.set(Number(at), what === "owner" ? events.show.twice : events.show.wrong);
        }
        desk.notice = { text: error.status === 422 ? events.draft.wrong : events.newer, alarm: true };
        if (error.status !== 422) await this.quiet();
      }
    }, () => this.keep());
  }

  private form(lines: Line[]): TemplateResult {
    const { desk } = this.sheet;
    const { t } = this;
    const { events } = t.desk;
    const { show } = events;
    const staff = [...new Map([...this.sheet.event!.hosts, ...(desk.diary?.staff ?? [])].map((it) => [it.id, it.name])).entries()];
    const put = (n: number, part: Partial<Line>): void => {
      this.lines = lines.map((it, at) => (at === n ? { ...it, ...part } : it));
      this.wrong.delete(n);
      desk.requestUpdate();
    };
    const field = (n: number, name: "title" | "offset" | "minutes", label: string): TemplateResult => html`<label class="field"><span class="small">${label}</span><input
      type="text" dir=${name === "title" ? nothing : "ltr"} inputmode=${name === "title" ? nothing : "numeric"} maxlength=${name === "title" ? 120 : 5}
      aria-invalid=${this.wrong.has(n) ? "true" : nothing} .value=${lines[n]![name]} @input=${(event: Event) => put(n, { [name]: (event.target as HTMLInputElement).value })} /></label>`;
    return html`<p class="quiet">${show.offsetHint}</p>
      <ol class="cues written">${lines.map((it, n) => html`<li>${field(n, "title", show.what)}${field(n, "offset", show.offset)}${field(n, "minutes", events.draft.minutes)}
        <label class="field"><span class="small">${show.owner}</span><span class="select"><select @change=${(event: Event) => put(n, { owner: (event.target as HTMLSelectElement).value })}>
          ${staff.map(([id, name]) => html`<option value=${id} ?selected=${id === it.owner}>${name}</option>`)}</select></span></label>
        <button type="button" class="plain" aria-label="${t.desk.leaveOut}: ${it.title}" @click=${() => { this.lines = lines.filter((_, at) => at !== n); this.wrong.clear(); desk.requestUpdate(); }}>${t.desk.leaveOut}</button>
        ${this.wrong.has(n) ? html`<p class="error"><span>${this.wrong.get(n)}</span></p>` : nothing}</li>`)}</ol>
      <button type="button" class="plain" @click=${() => this.more()}>${show.more}</button>
      ${this.sheet.event!.kind === "launch_dinner" ? html`<div class="narrow">${input(this, "threshold", t.desk.dinner.night.percent, { dir: "ltr", inputmode: "numeric", maxlength: 3 })}</div>` : nothing}
      <div class="doings">${action(show.keep, desk.busy, t.oneMoment, () => this.keep())}
        <button type="button" class="second" @click=${() => { this.lines = null; desk.requestUpdate(); }}>${t.desk.keep}</button></div>`;
  }

  // ── as it runs ───────────────────────────────────────────────────────────────────────────────────────────

  render(): TemplateResult {
    const { desk } = this.sheet;
    const { show, lines } = this;
    const { events } = this.t.desk;
    if (!show) return html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
    if (lines) return this.form(lines);
    const write = show.can.includes("plan") ? html`<button type="button" class="second" @click=${() => this.write()}>${show.cues.length ? events.change : events.show.write}</button>` : nothing;
    const served = show.served ? share(desk, show.served.delivered, show.served.households, show.threshold) : nothing;
    if (!show.cues.length) return html`${served}${this.held(show)}<p class="quiet empty">${events.show.none}</p><div class="doings">${this.holds(show)}${write}</div>`;
    const clock = (instant: string): string => time(instant, this.sheet.event!.zone, desk.locale);
    const said = show.began ? events.show.began(clock(show.began)) : events.show.starts(clock(show.start));
    return html`<p class="lead" role="status">${said}${show.late > 0 ? html` <span class="mark alarm">${events.show.late(show.late)}</span>` : nothing}</p>
      ${served}
      ${this.held(show)}
      <ol class="cues">${show.cues.map((it) => this.cue(show, it, clock))}</ol>
      <div class="doings">${this.holds(show)}${write}</div>`;
  }

  private holds(show: Show): unknown {
    const { desk } = this.sheet;
    if (!show.can.includes("hold") || this.holding) return nothing;
    return html`<button type="button" class="second" @click=${() => { this.holding = true; desk.requestUpdate(); }}>${this.t.desk.events.show.hold}</button>`;
  }

  private held(show: Show): unknown {
    const { desk } = this.sheet;
    const { t } = this;
    const { events } = t.desk;
    if (this.holding) {
      return html`<div class="asked" role="group" aria-label=${events.show.hold}>${choices(this, "hold", events.reason, HOLDS.map((it) => [it, events.show.holds[it]] as const))}
        <div class="doings">${action(events.show.holdSure, desk.busy, t.oneMoment, () => this.press("hold", { reason: this.reason }))}
          <button type="button" class="second" @click=${() => { this.holding = false; desk.requestUpdate(); }}>${t.desk.keep}</button></div></div>`;
    }
    if (!show.holding) return nothing;
    const why = HOLDS.find((it) => it === show.hold?.reason) ?? "other";
    return html`<div class="notice alarm" role="status"><div><p>${show.holding === "by_hand" && show.hold ? events.show.held(show.hold.by.name, events.show.holds[why]) : events.show.heldByDeliveries}</p>
      ${show.can.includes("release") ? html`<div class="doings">${action(events.show.release, desk.busy, t.oneMoment, () => this.press("release", { holding: show.holding, reason: show.holding === "by_hand" ? "ready" : "host_called" }), "second")}</div>` : nothing}</div></div>`;
  }

  private cue(show: Show, cue: Cue, clock: (instant: string) => string): TemplateResult {
    const { desk } = this.sheet;
    const { events } = this.t.desk;
    // Days before, there is nothing to press yet; the house says so too.
    const may = show.can.includes("press") && Date.parse(show.start) - desk.api.now().getTime() <= A_DAY;
    const moved = cue.state === "waiting" && cue.due !== cue.planned;
    const really = [cue.started ? events.show.startedAt(clock(cue.started)) : "", cue.finished ? events.show.finishedAt(clock(cue.finished)) : ""].filter(Boolean);
    const button = (what: string, text: string, kind: "primary" | "second"): TemplateResult => action(text, desk.busy, this.t.oneMoment, () => this.press(`cues/${cue.id}/${what}`), kind);
    return html`<li class=${cue.state} aria-current=${cue.state === "on" ? "step" : nothing}>
      <p class="hour"><time datetime=${cue.due}>${clock(cue.due)}</time>${moved ? html`<s class="small">${clock(cue.planned)}</s>` : nothing}</p>
      <div class="body"><p class="name"><bdi>${cue.title}</bdi>${cue.state === "waiting" ? nothing : html`<span class="mark ${cue.state === "on" ? "asks" : cue.state === "missed" ? "alarm" : ""}">${events.show.states[cue.state]}</span>`}</p>
        <p class="quiet">${[this.t.duration(cue.minutes), names(desk, [cue.owner.name]), ...really].join(" · ")}</p>
        ${cue.note ? html`<p class="brief">${cue.note}</p>` : nothing}</div>
      ${may && cue.state === "waiting" ? button("start", events.show.begin, cue.id === show.next ? "primary" : "second") : nothing}
      ${may && cue.state === "on" ? button("finish", events.show.end, "primary") : nothing}
    </li>`;
  }
}
