/** Menus and persons: who has none and why, notes to be read, requests to be granted, and boxes by menu and allergen. */
import { html, nothing, type TemplateResult } from "lit";
import { when } from "../../told.js";
import type { DinnerPart } from "./dinner.js";
import { ALLERGENS, type Dinner, type Misfit, type Without } from "./shapes.js";

interface Chased {
  asked: number;
  waiting: number;
}

export class Table {
  constructor(private readonly part: DinnerPart) {}

  open(): void {}

  private get words(): DinnerPart["t"]["desk"]["dinner"]["table"] {
    return this.part.t.desk.dinner.table;
  }

  render(dinner: Dinner): TemplateResult {
    const { part, words } = this;
    const { desk } = part;
    const { counts } = dinner;
    const all = part.t.desk.dinner;
    if (!counts.persons) return html`<p class="quiet empty">${words.nobody}</p>`;
    const over = Date.parse(dinner.cutoff) <= desk.api.now().getTime();
    const misfits = dinner.without.filter((it) => it.why.some((one) => one.why !== "not_asked" && one.why !== "note_unread"));
    const whole = !dinner.without.length && !counts.unasked && !counts.unaddressed && dinner.menus.length > 0;
    return html`<p class="lead">${words.lead(all.persons(counts.persons), all.households(counts.households))}</p>
      <p class="quiet">${over ? words.closed(when(desk, dinner.cutoff)) : words.cutoff(when(desk, dinner.cutoff))}</p>
      ${whole ? html`<p class="result">${words.all}</p>` : nothing}
      ${this.unknown(dinner)}
      ${dinner.notes.length ? this.notes(dinner) : nothing}
      ${dinner.requests.length ? this.requests(dinner) : nothing}
      ${misfits.length ? html`<h2>${words.without}</h2><p class="quiet">${words.withoutText}</p><ul class="days pressing">${misfits.map((it) => this.misfit(it))}</ul>` : nothing}
      ${dinner.menus.length ? this.board(dinner) : nothing}`;
  }

  private person(guest: string, code: string): TemplateResult {
    return html`<span class="who"><bdi class="serif">${this.part.guest(guest) || "–"}</bdi> <bdi class="quiet" dir="ltr">${code}</bdi></span>`;
  }

  private unknown({ counts, without, can }: Dinner): unknown {
    const { words, part } = this;
    if (!counts.unasked && !counts.unaddressed) return nothing;
    const silent = new Set(without.filter((it) => it.why.some((one) => one.why === "not_asked")).map((it) => part.guest(it.guest)).filter(Boolean));
    return html`<div class="asked">
      ${counts.unasked ? html`<p>${words.unasked(counts.unasked)}</p>` : nothing}
      ${silent.size ? html`<p class="quiet">${[...silent].map((it, at) => html`${at ? " · " : ""}<bdi>${it}</bdi>`)}</p>` : nothing}
      ${counts.unaddressed ? html`<p>${words.unaddressed(counts.unaddressed)}</p>` : nothing}
      ${can.includes("chase") ? html`<div class="doings"><button type="button" class="second" @click=${() => this.chase()}>${words.chase}</button></div><p class="quiet">${words.chaseText}</p>` : nothing}</div>`;
  }

  private chase(): void {
    this.part.press<Chased>(`${this.part.path}/chase`, {}, (it) => this.words.chased(it.asked, it.waiting));
  }

  private about(guest: string, code: string): string {
    return `/events/${this.part.sheet.event!.id}/guests/${guest}/table/${code}`;
  }

  private notes(dinner: Dinner): TemplateResult {
    const { words, part } = this;
    return html`<h2>${words.notes}</h2><p class="quiet">${words.notesText}</p>
      <ul class="days pressing">${dinner.notes.map((it) => html`<li><div>${this.person(it.guest, it.code)}<p class="brief" dir="auto">${it.note}</p></div>
        <button type="button" class="second" @click=${() => part.press<Dinner>(`${this.about(it.guest, it.code)}/note`, {}, () => words.readDone, { taken: part.take })}>${words.read}</button></li>`)}</ul>`;
  }

  private requests(dinner: Dinner): TemplateResult {
    const { words, part } = this;
    const answer = (guest: string, code: string, granted: boolean): void =>
      part.press<Dinner>(`${this.about(guest, code)}/request`, { granted }, () => (granted ? words.granted : words.leftAsWas), { taken: part.take });
    return html`<h2>${words.requests}</h2>
      <ul class="days pressing">${dinner.requests.map((it) => {
        const codes = [...it.allergens, ...it.diets];
        return html`<li><div>${this.person(it.guest, it.code)} <span class="quiet">${when(part.desk, it.at)}</span>
            <p>${words.asks(codes.length ? part.codes(codes) : words.nothing)}</p>${it.note ? html`<p class="brief" dir="auto">${it.note}</p>` : nothing}</div>
          <span class="acts"><button type="button" class="second" @click=${() => answer(it.guest, it.code, true)}>${words.grant}</button>
            <button type="button" class="plain" @click=${() => answer(it.guest, it.code, false)}>${words.refuse}</button></span></li>`;
      })}</ul>`;
  }

  private reason(it: Misfit): string {
    const { words, part } = this;
    const menu = part.menu(it.menu);
    switch (it.why) {
      case "allergen":
      case "diet":
        return words.why[it.why](menu, part.codes(it.codes));
      case "for_children":
      case "alcohol":
        return words.why[it.why](menu);
      default:
        return words.why.other(menu);
    }
  }

  private misfit(one: Without): TemplateResult {
    return html`<li><div>${this.person(one.guest, one.code)}
      ${one.why.filter((it) => it.why !== "not_asked" && it.why !== "note_unread").map((it) => html`<p class="quiet">${this.reason(it)}</p>`)}</div></li>`;
  }

  private board(dinner: Dinner): TemplateResult {
    const { words, part } = this;
    const { allergens } = part.t.desk.dinner;
    const row = (id: string): Dinner["board"][number] | undefined => dinner.board.find((it) => it.menu === id);
    const contains = (id: string): Set<string> => new Set(dinner.menus.find((it) => it.id === id)!.courses.flatMap((it) => it.contains));
    return html`<h2>${words.board}</h2><p class="quiet">${words.boardText}</p>
      <div class="scrolled open" tabindex="0" role="region" aria-label=${words.board}><table class="report counted">
        <thead><tr><td></td>${dinner.menus.map((it) => html`<th scope="col"><bdi>${part.menu(it.id)}</bdi></th>`)}</tr></thead>
        <tbody><tr class="sum"><th scope="row">${words.boxes}</th>${dinner.menus.map((it) => html`<td>${row(it.id)?.boxes ?? 0}</td>`)}</tr>
          ${ALLERGENS.map((code) => html`<tr><th scope="row">${allergens[code]}</th>${dinner.menus.map((it) =>
            contains(it.id).has(code) ? html`<td class="quiet">${words.contains}</td>` : html`<td>${row(it.id)?.allergens[code] || html`<span class="quiet">–</span>`}</td>`)}</tr>`)}</tbody></table></div>`;
  }
}
