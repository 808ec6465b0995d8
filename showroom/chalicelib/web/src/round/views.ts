/** The round as it is read at a dark door: what is not sent yet, the door to go to, then the others in their order, what is done last. */
import { html, nothing, type TemplateResult } from "lit";
import { ownZone } from "../common/dates.js";
import { callBar, codes, head } from "../night/parts.js";
import { allergen } from "../night/shapes.js";
import type { ShowroomRound } from "./element.js";
import type { Keep } from "./keep.js";
import { next, type Press, type Shown, type ShownRound } from "./queue.js";

/** "19:00 – 19:20" on the clock of the door. */
export const windowOf = (page: ShowroomRound, { start, end, zone }: Shown): TemplateResult =>
  html`<bdi class="hours">${page.t.span(page.hour(start, zone), page.hour(end, zone))}</bdi>`;

export const boxesOf = (stop: Shown): TemplateResult => codes(stop.boxes.map((box) => box.person));

export function roundView(page: ShowroomRound, round: ShownRound): TemplateResult {
  const { t } = page;
  const there = next(round);
  const served = round.stops.filter((stop) => stop.state === "delivered");
  const others = round.stops.filter((stop) => stop !== there && stop.state !== "delivered");
  const film = html`<p>${t.film(page.hour(round.event.film, round.event.zone))}</p>`;
  return html`<div class="column">
    ${head(round.event.title, t.round.title(round.label), film)}
    <p class="progress">${t.round.progress(served.length, round.stops.length)}</p>
    ${signs(page, round)}
    ${round.state === "planned" ? load(page, round) : nothing}
    ${round.state === "done" ? html`<p class="serif gap done">${served.length === round.stops.length ? t.round.done : t.round.doneLeft}</p>` : nothing}
    ${there ? html`<section class="there" aria-label=${t.round.stop(there.order)}>${door(page, there, true)}</section>` : nothing}
    <ol class="stops">
      ${[...others, ...served].map((stop) => html`<li>${folded(page, stop)}</li>`)}
    </ol>
    ${callBar(page.t.round.call, round.house)}
  </div>`;
}

/** What a courier must know before anything else: what is not sent, what was not taken, what has changed. */
function signs(page: ShowroomRound, round: ShownRound): TemplateResult {
  const { t } = page;
  const { read, altered } = page.keep!.now;
  return html`${page.notice ? page.noticeView(page.notice) : nothing} ${waits(page)}
    ${page.cut ? html`<p class="sign" role="status">${t.notKnown(page.hour(read, round.event.zone))}</p>` : nothing}
    ${altered.length
      ? html`<div class="sign loud" role="alert">
          <p class="lead">${t.changed}</p>
          <p>${t.round.changedText}</p>
          <button type="button" class="second" @click=${() => page.told("altered")}>${t.seen}</button>
        </div>`
      : nothing}`;
}

/** What the house was not told yet, and what it did not take: of this round, and of those that were carried before. */
function waits(page: ShowroomRound): TemplateResult {
  return html`${page.keep ? waitsOf(page, page.keep) : nothing} ${page.others.map((keep) => waitsOf(page, keep))}`;
}

function waitsOf(page: ShowroomRound, keep: Keep): TemplateResult {
  const { t } = page;
  const { presses, refused, round } = keep.now;
  const whose = keep === page.keep ? nothing : html`<p>${round ? t.round.title(round.label) : nothing}</p>`;
  const told = (what: "presses" | "refused"): TemplateResult =>
    html`<button type="button" class="second" @click=${() => page.told(what, keep)}>${t.round.told}</button>`;
  return html`${refused.length
      ? html`<div class="sign loud" role="alert">
          ${whose}
          <p class="lead">${t.round.refused}</p>
          ${entries(page, keep, refused)}
          <p>${t.round.refusedText}</p>
          ${told("refused")}
        </div>`
      : nothing}
    ${presses.length
      ? html`<div class="sign unsent" role="status">
          ${whose}
          <p class="lead">${t.round.unsent(presses.length)}</p>
          ${keep.dead
            ? html`${entries(page, keep, presses)}
                <p>${t.round.refusedText}</p>
                ${told("presses")}`
            : html`<p>${keep.full ? t.round.full : t.round.unsentText}</p>
                ${page.cut ? html`<button type="button" class="second" @click=${page.look}>${t.round.sendNow}</button>` : nothing}`}
        </div>`
      : nothing}`;
}

function entries(page: ShowroomRound, keep: Keep, all: readonly Press[]): TemplateResult {
  const { t } = page;
  const said = { depart: t.round.departed, delivered: t.round.states.delivered, failed: t.round.states.attempted, again: t.round.retry };
  const zone = (keep.now.round ?? page.seen)?.event.zone ?? ownZone();
  return html`<ul>
    ${all.map(
      ({ act, order, at, reason }) =>
        html`<li>${page.hour(at, zone)} ${order ? `${t.round.stop(order)}${t.comma}` : ""}${said[act]}${reason ? `${t.comma}${t.round.reasons[reason]}` : ""}</li>`,
    )}
  </ul>`;
}

/** Before the kitchen is left: when, how many boxes, and the one press. */
function load(page: ShowroomRound, round: ShownRound): TemplateResult {
  const { t } = page;
  const zone = round.stops[0]?.zone ?? round.event.zone;
  const all = round.stops.flatMap((stop) => stop.boxes.map((box) => box.person));
  return html`<section class="load">
    ${round.departs ? html`<p class="serif">${t.round.leaveAt(page.hour(round.departs, zone))}</p>` : nothing}
    <p class="lead">${t.round.toLoad(all.length, round.stops.length)}</p>
    <p>${codes(all)}</p>
    <button type="button" class="primary wide" @click=${() => page.press("depart", null)}>${t.round.leave}</button>
  </section>`;
}

/** A door that is not the next one: its state, its hours and its address, and the rest of it when it is opened. */
function folded(page: ShowroomRound, stop: Shown): TemplateResult {
  const { t } = page;
  return html`<details>
    <summary>
      <span class="what">
        <span class="name">${t.round.stop(stop.order)} ${windowOf(page, stop)}</span>
        <span class="small">${stop.address[0]}</span>
        ${stateOf(page, stop)}
      </span>
    </summary>
    <div class="inner">${door(page, stop, false)}</div>
  </details>`;
}

/** What has become of it, in words: colour alone says nothing in the rain. */
function stateOf(page: ShowroomRound, stop: Shown): TemplateResult {
  const { t } = page;
  const { states, reasons } = t.round;
  const hour = stop.at && stop.state !== "planned" ? `${t.comma}${page.hour(stop.at, stop.zone)}` : "";
  const why = stop.state === "attempted" && stop.reason ? `${t.comma}${reasons[stop.reason]}` : "";
  return html`<span class="state ${stop.state}">${states[stop.state]}${hour}${why}</span>
    ${stop.unsent ? html`<span class="mark">${t.round.stopUnsent}</span>` : nothing}
    ${stop.late ? html`<span class="mark alarm">${t.round.late}</span>` : nothing}
    ${page.keep!.now.altered.includes(stop.household) ? html`<span class="mark alarm">${t.round.fresh}</span>` : nothing}`;
}

/** One door whole: until when, where, how to get in, for whom, what, and what can be pressed. */
function door(page: ShowroomRound, stop: Shown, isNext: boolean): TemplateResult {
  const { t } = page;
  return html`${isNext ? html`<h2>${t.round.stop(stop.order)}</h2>
          <p class="window">${windowOf(page, stop)}</p>
          <p class="states">${stateOf(page, stop)}</p>` : nothing}
    <dl>
      <dt>${t.round.address}</dt>
      <dd class="address"><bdi>${stop.address.map((line) => html`<span>${line}</span>`)}</bdi></dd>
      ${stop.access ? html`<dt>${t.round.access}</dt><dd class="access"><bdi>${stop.access}</bdi></dd>` : nothing}
      <dt>${t.round.forWhom}</dt>
      <dd><bdi>${stop.recipient}</bdi></dd>
    </dl>
    <p class="lead what"><strong>${t.boxes(stop.boxes.length)}</strong> ${boxesOf(stop)}</p>
    <p class=${stop.temperature}>${t.round[stop.temperature]}</p>
    ${acts(page, stop)}
    <details class="contents">
      <summary>${t.round.inside}</summary>
      <div class="inner">
        ${stop.boxes.map(
          (box) => html`<p><strong><bdi>${box.person}</bdi></strong> ${box.menu}<br /><span class="small">${t.round.contains}: ${contents(page, box.contains)}</span></p>`,
        )}
        ${stop.telephone ? html`<p class="small">${t.round.telephone(stop.telephone)}</p>` : nothing}
        <button type="button" class="link" @click=${() => page.copy(stop.address.join(", "))}>${t.round.copy}</button>
      </div>
    </details>`;
}

const contents = (page: ShowroomRound, found: readonly string[]): string =>
  found.map((code) => allergen(code, page.t.allergens)).join(page.t.comma) || page.t.round.nothing;

function acts(page: ShowroomRound, stop: Shown): TemplateResult | typeof nothing {
  const { t } = page;
  if (stop.state === "dispatched") {
    return html`<div class="acts">
      <button type="button" class="primary" @click=${() => page.go("deliver", stop.household)}>${t.round.deliver}</button>
      <button type="button" class="second" @click=${() => page.go("fail", stop.household)}>${t.round.fail}</button>
    </div>`;
  }
  if (stop.state !== "attempted" && stop.state !== "returned") return nothing;
  return html`<div class="acts"><button type="button" class="second" @click=${() => page.press("again", stop.household)}>${t.round.retry}</button></div>`;
}

/** Nothing more is brought: replaced, called off, past, or a link that opens nothing. What the house was not told is said here too. */
export function ended(page: ShowroomRound, why: "calledOff" | "past" | null): TemplateResult {
  const { t } = page;
  const superseded = !page.over && page.seen?.superseded && !why;
  const title = superseded ? t.round.superseded : page.over === "missing" ? t.yourAppointment : page.over ? t.linkOver : t[why ?? "past"];
  const text = superseded ? t.round.supersededText : page.over === "missing" ? t.linkMissing : page.over ? t.linkOverText : t.round.overText;
  const house = page.seen?.house;
  return html`<div class="column">
    <h1 tabindex="-1">${title}</h1>
    <p class="lead gap">${text}</p>
    ${waits(page)}
    ${house ? callBar(t.round.call, house) : html`<div class="gap telephones">${page.telephoneView()}</div>`}
  </div>`;
}
