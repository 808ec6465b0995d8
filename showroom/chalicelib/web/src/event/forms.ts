/** Her answers, one question at a time: who comes, no, not after all, let it go; and the sheet of a link that is over. */
import { html, nothing, type TemplateResult } from "lit";
import { action, check } from "../common/fields.js";
import type { ShowroomEvent, View } from "./element.js";
import type { Invitation } from "./shapes.js";
import { ownTimes } from "./when.js";

export function form(page: ShowroomEvent, seen: Invitation, view: Exclude<View, "card">): TemplateResult {
  return { accept: accepting, change: changing, decline: declining, never, cancel: cancelling, pass: passing }[view](page, seen);
}

const trouble = (page: ShowroomEvent): unknown => (page.notice ? page.noticeView(page.notice) : nothing);

/** Which occasion it is, above each question. */
const about = (page: ShowroomEvent, seen: Invitation): TemplateResult => html`
  <button type="button" class="link" @click=${() => page.back()}>${page.t.back}</button>
  <p class="about"><bdi>${seen.event.title}</bdi><br /><span class="quiet">${page.inWords(ownTimes(seen).start)}</span></p>`;

function sheet(page: ShowroomEvent, seen: Invitation, title: string, content: unknown, press: () => void, buttons: unknown): TemplateResult {
  return html`<form class="stack column rise" novalidate @submit=${(event: Event) => { event.preventDefault(); if (!page.busy) press(); }}>
    ${about(page, seen)}
    <h1 tabindex="-1">${title}</h1>
    ${content} ${trouble(page)}
    <div class="actions start">${buttons}<button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button></div>
  </form>`;
}

function accepting(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t, party } = page;
  const yes = (): void => page.accept();
  const label = party.sitting?.full ? t.event.wait : t.event.accept;
  const content = html`<div class="stack wide">${party.questions(true)}</div>${party.noteView()}`;
  return sheet(page, seen, t.event.acceptTitle, content, yes, action(label, page.busy, t.oneMoment, yes));
}

function changing(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t, party } = page;
  const [title, label] = seen.frozen ? [t.event.askTitle, t.event.askYes] : [t.event.changeTitle, t.event.changeYes];
  const yes = (): void => page.send("change", party.change(), t.event.changed);
  const content = html`${seen.frozen ? html`<p>${t.event.askText}</p>` : nothing}<div class="stack wide">${party.questions(false)}</div>${party.noteView()}`;
  return sheet(page, seen, title, content, yes, action(label, page.busy, t.oneMoment, yes));
}

/** One quiet question beside the no; of who waits, it is her place on the list. */
function declining(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t, party } = page;
  const waits = seen.state === "waitlisted";
  const no = (): void => page.decline();
  const content = html`${waits ? nothing : html`<p>${t.event.declineText}</p>`}
    <div class="never">
      ${check(party, "never", t.event.never)}
      <p class="hint">${t.event.neverHint}</p>
    </div>`;
  const stay = waits ? keep(page, t.event.leaveNo) : nothing;
  return sheet(page, seen, waits ? t.event.leaveTitle : t.event.declineTitle, content, no, html`${action(waits ? t.event.leaveYes : t.event.declineYes, page.busy, t.oneMoment, no)}${stay}`);
}

/** Her answer to this evening stands, or cannot be given any more: she says it of every other. */
function never(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t } = page;
  const press = (): void => page.decline();
  const content = html`<p>${seen.can.includes("cancel") ? t.event.neverStays : ""} ${t.event.neverHint}</p>`;
  return sheet(page, seen, t.event.neverTitle, content, press, action(t.event.never, page.busy, t.oneMoment, press));
}

const keep = (page: ShowroomEvent, label: string): TemplateResult => html`<button type="button" class="second" @click=${() => page.back()}>${label}</button>`;

function cancelling(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t } = page;
  const no = (): void => page.send("cancel", {});
  return sheet(page, seen, t.event.cancelTitle(seen.party), html`<p>${t.event.cancelText}</p>`, no,
    html`${action(t.event.cancelYes(seen.party), page.busy, t.oneMoment, no)}${keep(page, t.event.cancelNo(seen.party))}`);
}

function passing(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t } = page;
  const no = (): void => page.send("offer", { accept: false });
  return sheet(page, seen, t.event.passTitle, html`<p>${t.event.offerText(page.until(seen.offer_expires_at!))}</p>`, no,
    html`${action(t.event.pass, page.busy, t.oneMoment, no)}${keep(page, t.event.passNo)}`);
}

/** One gentle page with the telephones. */
export function closed(page: Pick<ShowroomEvent, "t" | "over" | "maisonNow" | "telephoneView">): TemplateResult {
  const { t, over, maisonNow } = page;
  return html`<article class="card printed">
    <p class="maison">${maisonNow?.name ?? html`&nbsp;`}</p>
    <h1 tabindex="-1">${over === "missing" ? t.event.title : t.linkOver}</h1>
    <div class="rule"></div>
    <p>${over === "missing" ? t.linkMissing : t.linkOverText}</p>
    <div class="gap telephones">${page.telephoneView()}</div>
  </article>`;
}
