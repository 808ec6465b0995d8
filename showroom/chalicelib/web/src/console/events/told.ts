/** An occasion in words: what, when, who hosts, how it stands. */
import { html, type TemplateResult } from "lit";
import { dayInWords, dayOf, time } from "../../common/dates.js";
import type { ShowroomConsole } from "../element.js";
import { type GuestState, type Occasion, said, type Sitting } from "./shapes.js";

export const named = (desk: ShowroomConsole, event: Occasion): string => said(event.title, desk.words!.code);

export const names = (desk: ShowroomConsole, list: readonly string[]): string =>
  new Intl.ListFormat(desk.locale, { type: "conjunction" }).format(list);

export const hosts = (desk: ShowroomConsole, event: Occasion): string => names(desk, event.hosts.map((it) => it.name));

export const languageName = (desk: ShowroomConsole, code: string): string =>
  new Intl.DisplayNames([desk.locale], { type: "language" }).of(code) ?? code;

/** "Thursday 14 January, 19:00–20:00" on the boutique's clock. */
export function span(desk: ShowroomConsole, zone: string, one: { start: string; end: string }): string {
  const { t, locale } = desk;
  return t.dayTime(dayInWords(dayOf(one.start, zone), locale), `${time(one.start, zone, locale)}–${time(one.end, zone, locale)}`);
}

/** Which sitting: its hours, and its language where the occasion has several. */
export function sittingWords(desk: ShowroomConsole, event: Occasion, one: Sitting): string {
  const { t } = desk;
  const when = event.sittings.length > 1 ? span(desk, event.zone, one) : `${time(one.start, event.zone, desk.locale)}–${time(one.end, event.zone, desk.locale)}`;
  return `${when}${t.comma}${languageName(desk, one.language)}`;
}

export function stateMark(desk: ShowroomConsole, event: Occasion): TemplateResult {
  const kind = event.state === "cancelled" ? "alarm" : event.state === "published" ? "asks" : "";
  return html`<span class="mark ${kind}">${desk.t.desk.events.states[event.state]}</span>`;
}

export const count = (event: Occasion, ...states: GuestState[]): number => states.reduce((sum, it) => sum + (event.counts[it] ?? 0), 0);

/** Everybody who is written to when it is moved or called off: whoever was invited and has not said no. */
export const toldOf = (event: Occasion): number =>
  count(event, "invited", "viewed", "accepted", "waitlisted", "offered", "offer_expired");

/** "60 invitations · 12 without an answer · 5 cannot come". */
export function countWords(desk: ShowroomConsole, event: Occasion): string {
  const { events } = desk.t.desk;
  const all = Object.values(event.counts).reduce((sum, n) => sum + n, 0) - count(event, "revoked");
  if (!all) return "";
  const open = count(event, "invited", "viewed");
  const no = count(event, "declined", "cancelled");
  const came = count(event, "attended");
  return [events.invitedSum(all), open ? events.open(open) : "", no ? events.no(no) : "", came ? events.came(came) : "", event.requests ? events.requests.count(event.requests) : ""].filter(Boolean).join(" · ");
}
