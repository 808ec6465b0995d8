/** The night: how many are served, who waits past her window, rounds as lanes by city, and every household with what may be done. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { time } from "../../../common/dates.js";
import { type Form, input, select } from "../../../common/fields.js";
import { Doings } from "./doings.js";
import type { DinnerPart } from "./dinner.js";
import { type Bar, type Band, bands, byNeed, lateBy } from "./lanes.js";
import { share } from "./share.js";
import { type Household, STATES } from "./shapes.js";
import { said } from "../shapes.js";

/** Pixels: a lane, and the bar within it. */
const LANE = 32;
const BAR = 24;
/** Per cent of a band that a bar needs for more than its letter. */
const WORDY = 5;
/** Per cent of a band within which an hour would touch the film's, where there is little room. */
const CLOSE = 24;
const flat = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class NightView implements Form {
  private values: Record<string, string> = {};
  private readonly doings: Doings;

  constructor(readonly part: DinnerPart) {
    this.doings = new Doings(part);
  }

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
    this.part.desk.requestUpdate();
  }

  error(): undefined {
    return undefined;
  }

  open(): void {
    this.values = {};
    this.doings.shut();
  }

  private city(id: string): string {
    const found = this.part.dinner?.cities.find((it) => it.id === id);
    return found ? said(found.name, this.part.desk.words!.code) : id;
  }

  private now(): number {
    return this.part.desk.api.now().getTime();
  }

  private fits(one: Household): boolean {
    const { door, town, how } = this.values;
    return (!door || flat(`${one.guest.name} ${one.recipient}`).includes(flat(door.trim()))) && (!town || one.city === town) && (!how || one.state === how);
  }

  render(): TemplateResult {
    const { part, words } = this;
    const { night } = part;
    if (!night) return html`<div class="skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
    if (!night.items.length) return html`<p class="quiet empty">${words.none}</p>`;
    const waiting = byNeed(night.items.filter((it) => it.late && it.state !== "delivered"));
    const ordered = byNeed(night.items.filter((it) => !waiting.includes(it)));
    const found = ordered.filter((it) => this.fits(it));
    const drawn = bands(night.items, part.sheet.event!.start, this.now());
    const places = [...new Set(ordered.map((it) => it.city))];
    const any = ["", words.every] as const;
    return html`${share(part.desk, night.share.served, night.share.of, part.show?.threshold ?? 0)}
      ${drawn.length
        ? html`<p class=${waiting.length ? "lead alarm" : "lead"} role="status">${waiting.length ? words.late(waiting.length) : words.nobodyLate}</p>
            ${waiting.length ? this.doors(waiting) : nothing}<h2>${words.lanes}</h2>${drawn.map((it) => this.band(it))}${this.legend()}`
        : html`<p class="quiet">${words.noWindows}</p>`}
      <h2>${waiting.length ? words.others : words.doors}</h2>
      <div class="narrowing">${input(this, "door", words.search)}
        ${places.length > 1 ? select(this, "town", words.city, [any, ...places.map((it) => [it, this.city(it)] as const)]) : nothing}
        ${select(this, "how", words.state, [any, ...STATES.filter((it) => ordered.some((one) => one.state === it)).map((it) => [it, words.states[it]] as const)])}
        <p class="quiet shown" role="status">${words.shown(found.length, ordered.length)}</p></div>
      ${found.length ? this.split(found) : html`<p class="quiet empty">${words.noneFound}</p>`}`;
  }

  /** Whoever has her dinner is folded away, unless that is what is looked for. */
  private split(found: readonly Household[]): TemplateResult {
    const served = found.filter((it) => it.state === "delivered");
    const { door, how } = this.values;
    return html`${served.length < found.length ? this.doors(found.filter((it) => it.state !== "delivered")) : nothing}
      ${served.length ? html`<details ?open=${Boolean(door) || how === "delivered"}><summary>${this.words.served(served.length)}</summary>${this.doors(served)}</details>` : nothing}`;
  }

  private doors(list: readonly Household[]): TemplateResult {
    return html`<ol class="guests doors">${list.map((it) => html`<li id="door-${it.household}">${this.doings.render(it, { late: lateBy(it, this.now()), city: this.city(it.city) })}</li>`)}</ol>`;
  }

  // ── lanes ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Where something stands that reaches over a part of the band, read from the side on which reading begins. */
  private x(from: number, size = 0): string {
    return `${this.part.desk.words!.dir === "rtl" ? 100 - from - size : from}%`;
  }

  /** A drawing of what the list beneath says in words: whoever cannot see it misses nothing. */
  private band(band: Band): TemplateResult {
    const { words } = this;
    const { locale } = this.part.desk;
    const hour = (at: number | string): string => time(typeof at === "string" ? at : new Date(at).toISOString(), band.zone, locale);
    const line = (at: number, kind: string, size: number): unknown => svg`<line class=${kind} x1=${this.x(at)} x2=${this.x(at)} y1="0" y2=${size}></line>`;
    const behind = (size: number): unknown => svg`${band.ticks.map((it) => line(it.x, "tick", size))}${line(band.film, "film", size)}${band.now === null ? nothing : line(band.now, "now", size)}`;
    return html`<div class="band"><h3>${words.clock(this.city(band.city))}</h3>
      <div class="lane axis" aria-hidden="true"><span></span><svg height="22">${band.ticks.map((it, n) => svg`<text class=${n % 2 || band.film - it.x < CLOSE ? "other" : ""} x=${this.x(it.x)} y="15" text-anchor=${n ? "middle" : "start"}>${hour(it.at)}</text>`)}
        <text class="film" x=${this.x(band.film)} y="15" text-anchor="middle">${words.film} ${hour(this.part.sheet.event!.start)}</text></svg></div>
      ${band.lanes.map((lane) => html`<div class="lane" aria-hidden="true"><span class="quiet"><bdi>${lane.label}</bdi></span>
        <svg height=${LANE}>${behind(LANE)}${lane.bars.map((it) => this.bar(it))}</svg></div>`)}</div>`;
  }

  private bar({ one, from, size }: Bar): unknown {
    const { words } = this;
    const late = size < WORDY ? 0 : lateBy(one, this.now());
    const top = (LANE - BAR) / 2;
    return svg`<g class="bar ${one.state ?? "planned"} ${one.late ? "late" : ""}" @click=${() => this.show(one)}><title>${one.guest.name}</title>
      <rect x=${this.x(from, size)} y=${top} width="${size}%" height=${BAR}></rect>
      <text x=${this.x(from + size / 2)} y=${LANE / 2 + 5} text-anchor="middle">${words.letters[one.state ?? "planned"]}${late ? svg`<tspan class="by" dx="3">+${late}</tspan>` : nothing}</text></g>`;
  }

  private show(one: Household): void {
    const { desk } = this.part;
    this.values = {};
    this.doings.unfold(one);
    void desk.updateComplete.then(() => {
      const line = desk.renderRoot.querySelector(`#door-${one.household}`);
      const folded = line?.closest("details");
      if (folded) folded.open = true;
      line?.scrollIntoView({ block: "center" });
    });
  }

  private legend(): TemplateResult {
    const { words } = this;
    return html`<p class="figures legend">${STATES.map((it) => html`<span><svg class="key" width="22" height="20" aria-hidden="true"><g class="bar ${it}"><rect x="1" y="1" width="20" height="18"></rect><text x="11" y="15" text-anchor="middle">${words.letters[it]}</text></g></svg> ${words.states[it]}</span>`)}
      <span><svg class="key" width="22" height="20" aria-hidden="true"><g class="bar planned late"><rect x="2" y="2" width="18" height="16"></rect></g></svg> ${words.isLate}</span><span>${words.now}</span></p>`;
  }
}
