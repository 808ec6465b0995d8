/** The invitation as a card: who invites, to what, when; what has become of it; and what may be done. */
import { html, nothing, type TemplateResult } from "lit";
import { action } from "../common/fields.js";
import { call } from "../common/sheet.js";
import { tableView } from "../table/view.js";
import type { ShowroomEvent } from "./element.js";
import type { Invitation } from "./shapes.js";
import { eventWhen, ownTimes, waitWords } from "./when.js";

/** States in which she has not answered, and the card invites. */
const OPEN = ["invited", "viewed"];
const REPLAY_MS = 48 * 3_600_000;

export function invitation(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { evening } = page;
  const comes = isAhead(page, seen) && seen.state === "accepted";
  if (evening.isInside) return sheet(seen, "inside", html`${heading(seen)} ${evening.view(seen)} ${trouble(page)}`, page.t.event.trouble);
  if (comes && evening.isNear(seen)) {
    // On the day itself the door is what she comes for: nothing stands before it that she knows already.
    const door = html`${heading(seen)} ${result(page)} ${evening.view(seen)} ${trouble(page)} <div class="rule"></div> ${when(page, seen)} ${hosts(page, seen)} ${dinner(page)} ${acts(page, seen)}`;
    return sheet(seen, "", door, page.t.event.trouble);
  }
  const [title, text] = told(page, seen);
  const { event } = seen;
  const content = html`${title
      ? html`<h1 tabindex="-1">${title}</h1> ${result(page)} ${text ? html`<p class="gap">${text}</p>` : nothing}
          <div class="rule"></div>
          <p class="serif"><bdi>${event.title}</bdi></p>`
      : html`<p class="to"><bdi>${seen.name}</bdi></p>
          <p class="quiet from">${page.t.event.from(names(page, event.hosts))}</p>
          ${heading(seen)}`}
    ${event.description && event.state !== "cancelled" ? html`<p class="gap description"><bdi>${event.description}</bdi></p>` : nothing}
    <div class="rule"></div>
    ${when(page, seen)} ${title ? hosts(page, seen) : nothing}
    ${comes ? html`${expected(page, seen)} ${dinner(page)} ${evening.view(seen)}` : nothing}
    ${trouble(page)} ${acts(page, seen)}`;
  return sheet(seen, "", content, event.boutique.name);
}

/** The paper: whose it is at the head, whom to call at the foot. */
function sheet(seen: Invitation, look: string, content: TemplateResult, whom: string): TemplateResult {
  return html`<article class="card printed rise ${look}">
    <p class="maison">${seen.maison}</p>
    ${content}
    <div class="rule"></div>
    <p><span class="quiet">${whom}</span><br />${call(seen.event.boutique.telephone)}</p>
  </article>`;
}

const dinner = (page: ShowroomEvent): unknown => (page.table.seen ? tableView(page, page.table, page.table.seen) : nothing);
const heading = (seen: Invitation): TemplateResult => html`<h1 tabindex="-1"><bdi>${seen.event.title}</bdi></h1>`;
const result = (page: ShowroomEvent): unknown => (page.result ? html`<p class="gap result">${page.result}</p>` : nothing);
const trouble = (page: ShowroomEvent): unknown => (page.notice ? html`<div class="gap">${page.noticeView(page.notice)}</div>` : nothing);

/** The day, the hour on her clock and the boutique's, how it comes to her, and in which language. */
function when(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t } = page;
  const { start, language } = ownTimes(seen);
  const [day, hour, there] = eventWhen(page, start);
  return html`${moved(page, seen)}
    <p class="day"><time datetime=${start}>${day}</time></p>
    <p class="serif">${hour}</p>
    ${there ? html`<p class="quiet">${there}</p>` : nothing}
    <p class="gap">${t.event.where[seen.event.kind]}</p>
    ${language ? html`<p class="quiet spoken">${t.event.spoken(page.languageName(language))}</p>` : nothing}`;
}

const hosts = (page: ShowroomEvent, { event }: Invitation): TemplateResult =>
  html`<p class="gap"><span class="quiet">${page.t.event.hosts(event.hosts.length)}</span><br />${names(page, event.hosts)}</p>`;

/** Will it take place, and is it not over? */
function isAhead(page: ShowroomEvent, seen: Invitation): boolean {
  return ["published", "closed"].includes(seen.event.state) && page.now.getTime() < Date.parse(ownTimes(seen).end);
}

/** [what is to be read first, and one sentence more]; no title while the card simply invites. */
function told(page: ShowroomEvent, seen: Invitation): [title: string, text: string] {
  const { event: t, expectYouVideo } = page.t;
  const { state, party, event } = seen;
  const can = new Set(seen.can);
  if (event.state === "cancelled") return [t.calledOff, t.calledOffText];
  if (state === "attended") return [t.thanks, t.thanksText];
  if (state === "no_show") return [t.missed, t.missedText];
  if (!isAhead(page, seen)) return state === "accepted" ? [t.thanks, t.thanksText] : [t.past, t.lapsedText];
  switch (state) {
    case "accepted":
      return [expectYouVideo, asked(page, seen)];
    case "waitlisted":
      return [t.waiting, t.waitingText(party)];
    case "offered":
      return [t.offer(party), t.offerText(page.until(seen.offer_expires_at!))];
    case "offer_expired":
      return [t.offerOver, can.has("accept") ? t.offerOverAgain : t.offerOverText];
    case "declined":
      return [t.declined, page.result ? "" : t.declinedText];
    case "cancelled":
      return [t.cancelled, t.cancelledText];
    default:
      return can.has("accept") ? ["", ""] : [t.lapsed, t.lapsedText];
  }
}

/** Once a change is a request: how she may ask, or what has become of what she asked for. */
function asked(page: ShowroomEvent, seen: Invitation): string {
  const { event: t } = page.t;
  if (seen.request && (seen.request.state !== "ended" || seen.can.includes("change"))) {
    return { open: t.requested, granted: t.granted, declined: t.notGranted, ended: t.requestEnded }[seen.request.state];
  }
  return seen.frozen && seen.can.includes("change") ? t.frozen : "";
}

/** Of a dinner there is a film, and for two days whoever had a seat may see it again. */
function mayWatchAgain(page: ShowroomEvent, { event, state }: Invitation): boolean {
  const since = page.now.getTime() - Date.parse(event.end);
  return event.kind === "launch_dinner" && ["accepted", "attended", "no_show"].includes(state) && since >= 0 && since < REPLAY_MS && event.state !== "cancelled";
}

/** The house has moved it: what it was is said beside what it is. */
function moved(page: ShowroomEvent, seen: Invitation): unknown {
  const was = seen.event.previous_start;
  if (!was || !isAhead(page, seen)) return nothing;
  return html`<p class="moved">${page.t.event.moved(page.inWords(was))}</p>`;
}

/** Names in a row; among Arabic words each is an island of its own. */
export function names(page: ShowroomEvent, list: readonly string[]): string {
  const apart = page.words!.dir === "rtl" ? list.map((name) => `\u2068${name}\u2069`) : list;
  return new Intl.ListFormat(page.locale, { type: "conjunction" }).format(apart);
}

/** She, whom she has named, and how many more. */
function group(page: ShowroomEvent, label: string, name: string, { party, companions }: Pick<Invitation, "party" | "companions">): [TemplateResult, number] {
  const { t } = page;
  const named = companions.map(({ given, family }) => (t.familyFirst ? [family, given] : [given, family]).filter(Boolean).join(" ")).filter(Boolean);
  const more = party - 1 - named.length;
  return [html`<p class="gap"><span class="quiet">${label}</span><br />${names(page, [name, ...named, ...(more > 0 ? [t.event.unnamed(more)] : [])])}</p>`, more];
}

/** Who is expected, and whom else she has asked for. */
function expected(page: ShowroomEvent, seen: Invitation): TemplateResult {
  const { t } = page;
  const { request } = seen;
  const [comes, more] = group(page, t.event.expected, seen.name, seen);
  return html`${request?.state === "declined" && request.word ? html`<p class="gap said"><bdi>${request.word}</bdi></p>` : nothing}
    ${comes} ${request?.state === "open" ? group(page, t.event.askedFor, seen.name, request)[0] : nothing}
    ${more > 0 && seen.can.includes("change") && !seen.frozen ? html`<p class="quiet">${t.event.namesLater(page.until(seen.event.freeze))}</p>` : nothing}`;
}

/** How long it is until then, once she comes. */
export const wait = (page: ShowroomEvent, start: string): TemplateResult => html`<p class="count">${page.t.event.begins(waitWords(page, start))}</p>`;

/** The answers: one to be pressed, the others as links. */
function acts(page: ShowroomEvent, seen: Invitation): unknown {
  const { t, busy } = page;
  const can = new Set(seen.can);
  const link = (label: string, press: () => void): TemplateResult => html`<button type="button" class="link" @click=${press}>${label}</button>`;
  const main = (label: string, press: () => void): TemplateResult => action(label, busy, t.oneMoment, press);
  const open = OPEN.includes(seen.state);
  const full = seen.sittings.every((it) => it.full);
  const yes = full ? t.event.wait : open ? t.event.accept : t.event.after;
  const deadline = [seen.expires_at, seen.event.cutoff].filter(Boolean).sort((a, b) => Date.parse(a!) - Date.parse(b!))[0]!;
  const first = [
    can.has("take_offer") ? main(t.event.take, () => page.send("offer", { accept: true })) : nothing,
    can.has("accept") ? main(yes, () => page.accept()) : nothing,
  ];
  const others = [
    can.has("refuse_offer") ? link(t.event.pass, () => page.go("pass")) : nothing,
    can.has("decline") ? link(seen.state === "waitlisted" ? t.event.leave : t.event.decline, () => page.go("decline")) : nothing,
    seen.state === "accepted" && isAhead(page, seen) ? link(t.addToCalendar, () => page.calendar()) : nothing,
    can.has("change") ? link(seen.frozen ? t.event.ask : t.event.change, () => page.go("change")) : nothing,
    can.has("cancel") ? link(t.event.cancel, () => page.go("cancel")) : nothing,
    mayWatchAgain(page, seen) ? link(t.event.filmAgain, () => page.evening.replay()) : nothing,
  ];
  return html`${can.has("accept") && full ? html`<p class="gap">${t.event.fullNow}</p>` : nothing}
    ${can.has("accept") && open ? html`<p class="gap quiet">${t.event.answerBy(page.until(deadline))}</p>` : nothing}
    ${[...first, ...others].some((it) => it !== nothing) ? html`<div class="actions">${first} ${others}</div>` : nothing}`;
}
