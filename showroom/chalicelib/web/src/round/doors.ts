/** At one door: what shows that it was handed over, or why it could not be. */
import { html, nothing, type TemplateResult } from "lit";
import { callBar } from "../night/parts.js";
import { REASONS } from "../night/shapes.js";
import type { ShowroomRound } from "./element.js";
import type { Shown } from "./queue.js";
import { boxesOf } from "./views.js";

function about(page: ShowroomRound, stop: Shown): TemplateResult {
  const { t } = page;
  return html`<p class="about">
    ${t.round.stop(stop.order)}${t.comma}<bdi>${stop.recipient}</bdi><br /><strong>${t.boxes(stop.boxes.length)}</strong> ${boxesOf(stop)}
  </p>`;
}

const back = (page: ShowroomRound): TemplateResult => html`<button type="button" class="link" @click=${() => page.back()}>${page.t.back}</button>`;

/** A photograph or a signature; one of them, and then the one press. */
export function doorView(page: ShowroomRound, stop: Shown): TemplateResult {
  const { t } = page;
  const ready = page.signing ? page.signed : Boolean(page.proof);
  return html`<div class="column">
    ${back(page)}
    <h1 tabindex="-1">${t.round.proofTitle}</h1>
    ${about(page, stop)} ${page.notice ? page.noticeView(page.notice) : nothing}
    ${page.proof ? html`<img class="proof" src=${page.proof} alt=${t.round.photoDone} />` : nothing}
    ${page.signing ? glass(page) : nothing}
    ${ready ? html`<button type="button" class="primary wide" @click=${() => page.deliver(stop.household)}>${t.round.delivered}</button>` : nothing}
    <label class="second wide camera">
      <input
        type="file"
        accept="image/*"
        capture="environment"
        @change=${(event: Event) => page.photo(event.currentTarget as HTMLInputElement)}
      />${page.proof ? t.round.photoAgain : t.round.photo}
    </label>
    ${page.proof ? nothing : html`<p class="small">${t.round.photoHint}</p>`}
    <button type="button" class="second wide" @click=${() => page.sign()}>${page.signing ? t.round.clear : t.round.sign}</button>
    <p class="small">${t.round.where}</p>
  </div>`;
}

function glass(page: ShowroomRound): TemplateResult {
  const { down, move, up } = page.glass;
  return html`<p class="lead">${page.t.round.signHint}</p>
    <canvas width="720" height="360" role="img" aria-label=${page.t.round.signHint} @pointerdown=${down} @pointermove=${move} @pointerup=${up} @pointercancel=${up}></canvas>`;
}

/** Five reasons, each a press; before the nearest two the house is called. */
export function whyView(page: ShowroomRound, stop: Shown): TemplateResult {
  const { t } = page;
  return html`<div class="column">
    ${back(page)}
    <h1 tabindex="-1">${t.round.whyTitle}</h1>
    ${about(page, stop)}
    <p class="lead">${t.round.callFirst}</p>
    <ul class="whys">
      ${REASONS.map(
        (reason) =>
          html`<li><button type="button" class="second wide" @click=${() => page.fail(stop.household, reason)}>${t.round.reasons[reason]}</button></li>`,
      )}
    </ul>
    ${page.seen ? callBar(t.round.call, page.seen.house) : nothing}
  </div>`;
}
