/** One household's line on the night: where its boxes are, whom to call, and what is noted by hand. The house says what, in `can`. */
import { html, nothing, type TemplateResult } from "lit";
import { dayOf, time } from "../../../common/dates.js";
import { action, choices, type Form, input } from "../../../common/fields.js";
import { ClientsPage } from "../../clients/page.js";
import { instantOf } from "../../clock.js";
import { hourOf } from "../../hours/ranges.js";
import type { DinnerPart } from "./dinner.js";
import { FAILED, type Household } from "./shapes.js";

const ACTS = ["deliver", "dispatch", "fail", "return", "apologise"] as const;
type Act = (typeof ACTS)[number];

interface About {
  late: number;
  city: string;
}

export class Doings implements Form {
  private opened = "";
  private asked: Act | null = null;
  private values: Record<string, string> = {};
  private wrong = "";

  constructor(private readonly part: DinnerPart) {}

  get t(): DinnerPart["t"] {
    return this.part.t;
  }

  private get words(): DinnerPart["t"]["desk"]["dinner"]["night"] {
    return this.t.desk.dinner.night;
  }

  value(name: string): string {
    return this.values[name] ?? "";
  }

  put(name: string, value: string): void {
    this.values[name] = value;
    this.wrong = "";
    this.part.desk.requestUpdate();
  }

  error(name: string): string | undefined {
    return name === "expected" && this.wrong ? this.wrong : undefined;
  }

  shut(): void {
    this.opened = "";
    this.asked = null;
  }

  unfold(one: Household): void {
    this.asked = null;
    this.opened = one.household;
    this.part.desk.requestUpdate();
  }

  private fold(one: Household): void {
    if (this.opened !== one.household) return this.unfold(one);
    this.shut();
    this.part.desk.requestUpdate();
  }

  private ask(one: Household, act: Act): void {
    const { desk } = this.part;
    this.unfold(one);
    this.asked = act;
    this.values = { reason: FAILED[0] };
    this.wrong = "";
    desk.notice = null;
    void desk.updateComplete.then(() => desk.renderRoot.querySelector<HTMLElement>("#door-asked")?.focus());
  }

  // ── what is noted ────────────────────────────────────────────────────────────────────────────────────────

  private act(one: Household, act: Act): void {
    const { part } = this;
    const body: Record<string, string> = {};
    if (act === "fail") body.reason = this.value("reason");
    const typed = act === "apologise" ? hourOf(this.value("expected")) : "";
    if (typed && !/^([01]\d|2[0-3]):[0-5]\d$/.test(typed)) {
      this.wrong = this.words.hour;
      return part.desk.requestUpdate();
    }
    if (typed) body.expected_at = instantOf(`${dayOf(part.sheet.event!.start, one.zone)}T${typed}`, one.zone);
    part.press<Household>(`${part.path}/households/${one.household}/${act}`, body, () => this.words.done[act](one.guest.name), { taken: () => { this.asked = null; } });
  }

  // ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

  private hour(instant: string, one: Household): string {
    return time(instant, one.zone, this.part.desk.locale);
  }

  render(one: Household, about: About): TemplateResult {
    const { words } = this;
    const all = this.t.desk.dinner;
    const open = this.opened === one.household;
    const alarm = one.state === "attempted" || one.state === "returned";
    const where = [
      one.window ? `${this.hour(one.window.start, one)}–${this.hour(one.window.end, one)}` : words.noWindow,
      [about.city, one.area].filter(Boolean).join(" "),
      one.label ? [words.round(`\u2068${one.label}\u2069`), one.order].filter(Boolean).join(" – ") : "",
    ].filter(Boolean);
    const since = [
      one.at ? words.since(this.hour(one.at, one)) : "",
      one.expected_at && one.state !== "delivered" ? words.expected(this.hour(one.expected_at, one)) : "",
    ].filter(Boolean);
    return html`<div class="guest">
        <p><button type="button" class="plain name" aria-expanded=${open ? "true" : "false"} @click=${() => this.fold(one)}><bdi>${one.guest.name || one.recipient}</bdi></button>
          ${one.state ? html`<span class="mark ${alarm ? "alarm" : one.state === "dispatched" ? "asks" : ""}">${words.states[one.state]}</span>` : nothing}
          ${one.late ? html`<span class="mark alarm">${about.late ? words.lateBy(about.late) : words.isLate}</span>` : nothing}</p>
        <p class="facts">${where.map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)}</p>
        <p class="quiet">${[all.boxes(one.boxes), ...(one.own ? [words.companion] : []), ...since].map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)}</p>
      </div>
      ${open ? this.unfolded(one) : html`<span class="beside">${one.late && one.state !== "delivered" ? this.call(one) : one.can.includes("deliver") ? html`<button type="button" class="plain" @click=${() => this.ask(one, "deliver")}>${words.deliver}</button>` : nothing}</span>`}`;
  }

  /** The card with her telephone, for whoever may read it; a planner is told whose call it is. */
  private call(one: Household): unknown {
    const { desk, sheet } = this.part;
    const page = desk.pages.find((it) => it instanceof ClientsPage);
    const client = sheet.guests?.find((it) => it.id === one.guest.id)?.client.id;
    if (page?.may && client) {
      return html`<button type="button" class="plain" @click=${() => {
        desk.go({ view: page.view });
        void page.card.read(client);
      }}>${this.words.call}</button>`;
    }
    const by = one.guest.advisor ? desk.diary?.staff.find((it) => it.id === one.guest.advisor)?.name : "";
    return by ? html`<span class="quiet">${this.words.callBy(by)}</span>` : nothing;
  }

  private unfolded(one: Household): TemplateResult {
    const { words, part } = this;
    const { proof } = one;
    const where = proof?.latitude !== null && proof?.longitude !== undefined && proof?.longitude !== null ? `${(proof.latitude / 1e6).toFixed(4)}, ${(proof.longitude / 1e6).toFixed(4)}` : "";
    return html`<div class="opened">
      ${one.recipient && one.recipient !== one.guest.name ? html`<p><bdi>${one.recipient}</bdi></p>` : nothing}
      <p class="quiet">${one.persons.map((it, at) => html`${at ? " · " : ""}<bdi>${words.menuOf(it.code, it.menu ? part.menu(it.menu) : words.noMenu)}</bdi>`)}</p>
      ${one.attempts.map((it) => html`<p class="brief">${words.tried(this.hour(it.at, one), words.whys[it.why as keyof typeof words.whys] ?? it.why)}</p>`)}
      ${proof ? html`<p class="quiet">${words.proof[proof.kind as keyof typeof words.proof] ?? words.proof.other} ${this.hour(proof.at, one)} ${where ? html`<bdi dir="ltr">${words.at(where)}</bdi>` : nothing}</p>` : nothing}
      ${this.asked ? this.panel(one, this.asked) : html`<p class="acts">${this.call(one)}${ACTS.filter((it) => one.can.includes(it)).map((it) => this.button(one, it))}</p>`}</div>`;
  }

  private button(one: Household, act: Act): TemplateResult {
    const { words } = this;
    const again = act === "dispatch" && one.state !== "planned";
    const asks = act === "deliver" || act === "fail" || act === "apologise";
    return html`<button type="button" class="plain" @click=${() => (asks ? this.ask(one, act) : this.act(one, act))}>${again ? words.again : words[act]}</button>`;
  }

  private panel(one: Household, act: Act): TemplateResult {
    const { words } = this;
    const { desk } = this.part;
    const titles: Record<Act, string> = { deliver: words.deliverTitle, dispatch: words.dispatch, fail: words.failTitle, return: words.return, apologise: words.apologiseTitle };
    return html`<div class="asked" role="group" aria-labelledby="door-asked"><h2 id="door-asked" tabindex="-1">${titles[act]}</h2>
      ${act === "deliver" ? html`<p>${words.deliverText}</p>` : nothing}
      ${act === "fail" ? choices(this, "reason", words.reason, FAILED.map((it) => [it, words.whys[it]] as const)) : nothing}
      ${act === "apologise" ? html`<p>${words.apologiseText}</p><div class="narrow">${input(this, "expected", words.expectedAt, { dir: "ltr", inputmode: "numeric", maxlength: 5, optional: true })}</div>` : nothing}
      <div class="doings">${action(act === "apologise" ? words.write : words.sure, desk.busy, this.t.oneMoment, () => this.act(one, act))}
        <button type="button" class="second" @click=${() => { this.asked = null; desk.requestUpdate(); }}>${this.t.desk.keep}</button></div></div>`;
  }
}
