/** One kitchen's evening on a tablet by the stove, and on paper: how many boxes at which hour, and who must not eat what. Codes, no names. */
import { html, nothing, type TemplateResult } from "lit";
import { Problem, Unreachable } from "../common/api.js";
import { controls } from "../common/controls.js";
import { lists } from "../common/lists.js";
import { Session, Shelf } from "../common/session.js";
import { theme } from "../common/theme.js";
import { NightApi } from "../night/api.js";
import { linkOf, NightPage } from "../night/page.js";
import { callBar, codes, head } from "../night/parts.js";
import { allergen, type Box, type House, type Kitchen, whyOver } from "../night/shapes.js";
import { nightStyle } from "../night/style.js";
import { type Changes, changes, totals } from "./changes.js";
import { kitchenStyle } from "./style.js";

/** What the cook has looked at last: which version it was, and its boxes. */
interface Looked {
  manifest: number;
  boxes: Box[];
}

export class ShowroomKitchen extends NightPage {
  static override styles = [theme, controls, lists, nightStyle, kitchenStyle];
  static override properties = { ...NightPage.properties, seen: { state: true }, looked: { state: true } };

  /** The evening as the house last told it. */
  declare seen: Kitchen | null;
  declare looked: Looked | null;
  private read = 0;
  private readonly tab = new Shelf("showroom:kitchen:");

  constructor(home: string) {
    super(home);
    [this.seen, this.looked] = [null, null];
  }

  /** A tablet by the stove must not go dark. */
  private readonly awake = (): void => {
    if (document.visibilityState === "visible") void navigator.wakeLock?.request("screen").catch(() => undefined);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.awake);
    this.awake();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.awake);
  }

  protected override prepare(): boolean {
    const before = this.tab.get("link");
    const token = linkOf(this.tab);
    if (token !== before) this.tab.remove("looked");
    this.api = new NightApi(this.home, new Session(token, this.tab), this.words?.code ?? "en");
    this.looked = JSON.parse(this.tab.get("looked") ?? "null") as Looked | null;
    this.seen = null;
    return Boolean(token);
  }

  protected override arrive(): Promise<void> {
    return this.sync();
  }

  protected override async sync(): Promise<void> {
    const seen = await this.api.own<Kitchen>("/kitchen");
    [this.seen, this.read] = [seen, this.now.getTime()];
    if (!this.looked && seen.manifest) this.goBy(seen);
    this.sayTitle();
  }

  /** This version is what the cook goes by now. */
  private goBy({ manifest, boxes }: Kitchen): void {
    this.looked = { manifest, boxes };
    this.tab.set("looked", JSON.stringify(this.looked));
  }

  override explain(error: unknown, again?: () => void): ReturnType<NightPage["explain"]> {
    if (error instanceof Problem && [401, 403, 404].includes(error.status)) {
      this.close("over");
      return null;
    }
    // The first time there is nothing to show; afterwards the page says from when it is.
    return error instanceof Unreachable && this.seen ? null : super.explain(error, again);
  }

  protected override house(): House | null {
    return this.seen?.house ?? null;
  }

  protected override pageTitle(): string {
    return this.seen && !this.over ? this.seen.name : this.t.yourAppointment;
  }

  private hourHere(instant: string | number): string {
    return this.hour(instant, this.seen!.zone);
  }

  private names(found: readonly string[]): string {
    return found.map((code) => allergen(code, this.t.allergens)).join(this.t.comma);
  }

  protected override render(): TemplateResult {
    if (!this.words) return this.paper(nothing);
    if (this.over) return this.paper(this.closed());
    if (!this.seen) return this.paper(this.waiting());
    const { seen, t } = this;
    const why = whyOver(seen, this.now.getTime());
    const film = html`<p>${t.film(this.hourHere(seen.event.film))}</p>
      ${seen.manifest ? html`<p class="quiet"><bdi>${t.kitchen.version(seen.manifest, seen.digest)}</bdi> <span>${t.kitchen.read(this.hourHere(this.read))}</span></p>` : nothing}`;
    return this.paper(html`${head(seen.event.title, seen.name, film)} ${this.notice ? this.noticeView(this.notice) : nothing}
      ${this.cut ? html`<p class="sign loud" role="status">${t.notKnown(this.hourHere(this.read))}</p>` : nothing}
      ${why
        ? html`<div class="sign loud" role="alert"><p class="lead">${t[why]}</p>${why === "calledOff" ? html`<p>${t.kitchen.overText}</p>` : nothing}</div>`
        : this.evening(seen)}
      ${callBar(t.round.call, seen.house)}`);
  }

  private evening(seen: Kitchen): TemplateResult {
    const { t } = this;
    if (!seen.boxes.length) return html`<p class="lead gap">${seen.manifest ? t.kitchen.empty : t.kitchen.unreleased}</p>`;
    const changed = this.looked && this.looked.manifest !== seen.manifest ? changes(this.looked.boxes, seen.boxes) : null;
    return html`${changed ? this.changedView(seen, changed) : nothing}
      <section>
        <h2>${t.kitchen.all}</h2>
        <p class="total"><strong>${t.boxes(seen.boxes.length)}</strong></p>
        <ul class="menus">
          ${totals(seen).map((menu) => html`<li><span>${menu.name}</span> <strong>${menu.boxes}</strong></li>`)}
        </ul>
      </section>
      <div class="slots">${seen.slots.map((slot) => this.made(slot))}</div>
      ${this.each(seen)} ${this.menus(seen)}
      <p class="noprint gap"><button type="button" class="second" @click=${() => print()}>${t.kitchen.print}</button></p>`;
  }

  private changedView(seen: Kitchen, { added, gone, altered }: Changes): TemplateResult {
    const { t } = this;
    const row = (said: string, found: readonly string[]): unknown => (found.length ? html`<p>${said}: ${codes(found)}</p>` : nothing);
    return html`<div class="sign loud noprint" role="alert">
      <p class="lead">${t.changed}</p>
      <p>${t.kitchen.changedText(seen.manifest)}</p>
      ${row(t.kitchen.added, added)} ${row(t.kitchen.altered, altered)} ${row(t.kitchen.gone, gone)}
      <button type="button" class="second" @click=${() => this.goBy(seen)}>${t.seen}</button>
    </div>`;
  }

  private made(slot: Kitchen["slots"][number]): TemplateResult {
    const { t } = this;
    const now = this.now.getTime();
    const isNow = now >= Date.parse(slot.start) && now < Date.parse(slot.end);
    return html`<section class="slot ${isNow ? "now" : ""}">
      <h2>
        <bdi>${t.span(this.hourHere(slot.start), this.hourHere(slot.end))}</bdi>
        <strong>${t.boxes(slot.boxes)}</strong>${isNow ? html` <span class="mark">${t.kitchen.now}</span>` : nothing}
      </h2>
      <ul class="menus">
        ${slot.menus.map(
          (menu) => html`<li>
            <span>${menu.name}</span> <strong>${menu.boxes}</strong>
            ${menu.allergens.length
              ? html`<p class="must">${t.kitchen.must}: ${menu.allergens.map(({ code, count }) => html`<span>${allergen(code, t.allergens)} <strong>${count}</strong></span>`)}</p>`
              : nothing}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  /** Each box by its code, under the hour at which it is made. */
  private each(seen: Kitchen): TemplateResult {
    const { t } = this;
    const { code, menu, must, contains, departs, round, each } = t.kitchen;
    return html`<section class="each">
      <h2 id="each">${each}</h2>
      <div class="scroll" role="region" aria-labelledby="each" tabindex="0">
        <table>
          <thead>
            <tr>${[code, menu, must, contains, departs, round].map((word) => html`<th scope="col">${word}</th>`)}</tr>
          </thead>
          ${seen.slots.map(
            (slot) => html`<tbody>
              <tr><th colspan="6" scope="rowgroup" class="hour">${this.hourHere(slot.start)}</th></tr>
              ${seen.boxes.filter((box) => Date.parse(box.slot) === Date.parse(slot.start)).map((box) => this.box(box))}
            </tbody>`,
          )}
        </table>
      </div>
    </section>`;
  }

  private box(box: Box): TemplateResult {
    const { t } = this;
    return html`<tr>
      <th scope="row"><bdi>${box.person}</bdi></th>
      <td>${box.menu}</td>
      <td class=${box.declared.length ? "must" : ""}>${this.names(box.declared) || t.kitchen.nothing}</td>
      <td>${this.names(box.contains) || "–"}</td>
      <td>${this.hourHere(box.departs)}</td>
      <td><bdi>${box.round}</bdi></td>
    </tr>`;
  }

  private menus(seen: Kitchen): TemplateResult {
    const { t } = this;
    return html`<section class="cooked">
      ${seen.menus.map(
        (menu) => html`<h2>${menu.name}</h2>
          <h3>${t.kitchen.courses}</h3>
          <ol>${menu.courses.map((course) => html`<li>${course}</li>`)}</ol>
          ${menu.finishing.length
            ? html`<h3>${t.kitchen.finishing}</h3><ol>${menu.finishing.map((step) => html`<li>${step}</li>`)}</ol>`
            : nothing}`,
      )}
    </section>`;
  }
}
