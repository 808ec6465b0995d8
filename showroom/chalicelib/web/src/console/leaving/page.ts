/** Somebody leaves the house: one list of all she has, a colleague for each line, and no end before it is empty. */
import { html, nothing, type TemplateResult } from "lit";
import { Attempts } from "../../common/attempts.js";
import { action } from "../../common/fields.js";
import { whatOf, who } from "../brief.js";
import type { ShowroomConsole } from "../element.js";
import type { Booking } from "../../common/shapes.js";
import type { Entry, Hosted, Told } from "../shapes.js";
import { soon, when } from "../told.js";

interface Receiver {
  id: string;
  name: string;
}

interface Line {
  what: "booking" | "hosted" | "quiet" | "client";
  booking: (Booking & { private: Told | null }) | null;
  hers: boolean;
  hosted: Hosted | null;
  client: { id: string; name: string } | null;
  until: string | null;
  colleagues: Receiver[];
}

interface Leaving {
  id: string;
  name: string;
  state: "stays" | "leaving" | "left";
  left_at: string | null;
  wait_seconds: number;
  readonly left: { clients: number; bookings: number };
  deputy_of: Receiver[];
  colleagues: Receiver[];
  may: string[];
  items: Line[];
  after: string | null;
}

interface Done {
  clients: { client_id: string; done: boolean }[];
  bookings: { booking_id: string; done: boolean }[];
  readonly left: Leaving["left"];
}

const MOST_LINES = 40;
const PAGE = 100;

export class LeavingPage {
  readonly view = "leaving";
  /** It is come to from somebody's hours, not from the head of the page. */
  readonly may = false;
  readonly name = "";
  private staff = "";
  private found: Leaving | null = null;
  private picked = new Map<string, string>();
  private refused = new Set<string>();
  private readonly attempts = new Attempts();

  constructor(private readonly desk: ShowroomConsole) {}

  of(staff: string): void {
    this.staff = staff;
    this.found = null;
    this.picked.clear();
    this.refused.clear();
    this.desk.go({ view: this.view });
  }

  open(): void {
    if (this.staff) void this.read();
  }

  private get path(): string {
    return `/boutiques/${this.desk.boutique}/staff/${this.staff}/leaving`;
  }

  async read(): Promise<void> {
    const { desk } = this;
    await desk.act(async () => {
      const first = await desk.api.own<Leaving>(this.path, { limit: PAGE });
      let after = first.after;
      while (after) {
        const next: Leaving = await desk.api.own<Leaving>(this.path, { limit: PAGE, after });
        first.items.push(...next.items);
        after = next.after;
      }
      this.found = first;
    }, () => void this.read());
    desk.requestUpdate();
  }

  private step(act: "" | "/finish" | "/stay", said: string): void {
    const { desk } = this;
    void desk.act(async () => {
      await desk.api.tell(`${this.path}${act}`);
      desk.done(said);
    }, () => this.step(act, said)).then(() => this.read());
  }

  private key(line: Line): string {
    return line.booking?.id ?? line.client?.id ?? "";
  }

  private ways(line: Line): [string, string][] {
    const { away } = this.desk.t.desk;
    const found: [string, string][] = line.colleagues.map((it) => [it.id, it.name]);
    if (!line.booking) return found;
    const asked = line.booking.state === "requested";
    if (!asked && line.hers) found.push(["*none", away.none]);
    found.push(asked ? ["*decline", this.desk.t.desk.decline] : ["*cancel", this.desk.t.desk.cancel]);
    return found;
  }

  /** For everybody who may be given to this colleague. */
  private all(colleague: string): void {
    for (const line of this.found!.items) {
      if (line.colleagues.some((it) => it.id === colleague)) this.picked.set(this.key(line), colleague);
    }
    this.desk.requestUpdate();
  }

  private chosen(): Line[] {
    return this.found!.items.filter((line) => this.picked.get(this.key(line))).slice(0, MOST_LINES);
  }

  private hand(): void {
    const { desk } = this;
    const { leaving } = desk.t.desk;
    void desk.act(async () => {
      const lines = this.chosen();
      const of = (line: Line): string => this.picked.get(this.key(line))!;
      const body = {
        clients: lines.filter((it) => it.client).map((it) => ({ client: it.client!.id, advisor: of(it) })),
        bookings: lines.filter((it) => it.booking).map((it) => {
          const about = { booking: it.booking!.id, version: it.booking!.version };
          if (of(it) === "*cancel") return { ...about, cancel: true };
          if (of(it) === "*decline") return { ...about, decline: true };
          return of(it) === "*none" ? { ...about, times: [] } : { ...about, advisor: of(it) };
        }),
      };
      const path = `${this.path}/hand-over`;
      const done = await desk.api.post<Done>(path, body, { key: this.attempts.key(path, body) });
      const stayed = [...done.clients.filter((it) => !it.done).map((it) => it.client_id), ...done.bookings.filter((it) => !it.done).map((it) => it.booking_id)];
      this.refused = new Set(stayed);
      for (const line of lines) this.picked.delete(this.key(line));
      if (stayed.length) desk.notice = { text: leaving.refused(stayed.length), alarm: true };
      else desk.done(leaving.handed(lines.length));
    }, () => this.hand()).then(async () => {
      // What was told stays; only the list is new.
      const { notice } = desk;
      await this.read();
      desk.notice ??= notice;
    });
  }

  render(): TemplateResult {
    const { desk, found } = this;
    const { leaving } = desk.t.desk;
    const back = html`<button type="button" class="plain" @click=${() => desk.go({ view: "hours" })}>${desk.t.back}</button>`;
    if (!found) return html`<section class="hours"><header class="bar">${back}</header><div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div></section>`;
    const nothing_left = !found.left.clients && !found.left.bookings;
    return html`<section class="hours leaving" aria-labelledby="leaving-title">
      <header class="bar"><div><h1 id="leaving-title" tabindex="-1">${leaving.title(found.name)}</h1>
        <p class="quiet">${found.state === "left" ? leaving.gone : nothing_left ? leaving.nothingLeft : leaving.still(found.left.clients, found.left.bookings)}</p></div>
        <div class="tools">${back}</div></header>
      ${found.state === "stays" ? html`<p class="lead">${leaving.explain}</p>` : nothing}
      ${found.deputy_of.length ? html`<p class="quiet">${leaving.deputy(found.deputy_of.map((it) => it.name).join(desk.t.comma))}</p>` : nothing}
      ${found.state !== "stays" && found.items.length
        ? html`<p class="inline">${leaving.forAll} <span class="select"><select aria-label=${leaving.forAll} @change=${(event: Event) => this.all((event.target as HTMLSelectElement).value)}>
            <option value="">${leaving.choose}</option>${found.colleagues.map((it) => html`<option value=${it.id}>${it.name}</option>`)}</select></span></p>`
        : nothing}
      <ul class="days">${found.items.map((line) => this.line(line, found.state !== "stays"))}</ul>
      <div class="doings">
        ${found.may.includes("begin") ? action(leaving.begin, desk.busy, desk.t.oneMoment, () => this.step("", leaving.begun)) : nothing}
        ${found.state === "leaving" && this.chosen().length ? action(leaving.hand(this.chosen().length), desk.busy, desk.t.oneMoment, () => this.hand()) : nothing}
        ${found.may.includes("finish") ? action(leaving.finish, desk.busy, desk.t.oneMoment, () => this.step("/finish", leaving.finished)) : nothing}
        ${found.may.includes("stay") ? html`<button type="button" class="second" @click=${() => this.step("/stay", leaving.stayed)}>${leaving.stay}</button>` : nothing}
      </div>
      ${found.state === "leaving" && nothing_left && found.wait_seconds ? html`<p class="quiet">${leaving.wait(found.wait_seconds)}</p>` : nothing}
    </section>`;
  }

  private line(line: Line, open: boolean): TemplateResult {
    const { desk } = this;
    const { leaving } = desk.t.desk;
    const id = this.key(line);
    const { booking, client, hosted } = line;
    const entry = booking && ({ booking, advisor: this.staff, start: booking.start } as Entry);
    const about = entry
      ? html`<span class="name"><bdi>${who(desk, entry)}</bdi></span><span class="quiet"> · ${when(desk, entry.start)} · ${whatOf(desk, entry)}</span>`
      : client
        ? html`<span class="name"><bdi>${client.name || desk.t.desk.somebody}</bdi></span><span class="quiet"> · ${leaving.client}</span>`
        : hosted
          ? html`<span class="name"><bdi>${hosted.name}</bdi></span><span class="quiet"> · ${when(desk, hosted.start)} · ${leaving.hosted}</span>`
          : html`<span class="quiet">${leaving.quiet(soon(desk, line.until!))}</span>`;
    return html`<li><span>${about}${this.refused.has(id) ? html`<span class="error"><span>${desk.t.desk.away.stayed}</span></span>` : nothing}</span>
      ${open && (booking || client)
        ? html`<span class="select"><select aria-label=${leaving.to} @change=${(event: Event) => this.pick(id, (event.target as HTMLSelectElement).value)}>
            <option value="" ?selected=${!this.picked.get(id)}>${leaving.choose}</option>
            ${this.ways(line).map(([value, text]) => html`<option value=${value} ?selected=${this.picked.get(id) === value}>${text}</option>`)}</select></span>`
        : nothing}</li>`;
  }

  private pick(id: string, way: string): void {
    if (way) this.picked.set(id, way);
    else this.picked.delete(id);
    this.desk.requestUpdate();
  }
}
