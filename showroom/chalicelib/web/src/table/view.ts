/** A table on the card: when dinner comes, where to, who dines and what is known of each. */
import { html, nothing, type TemplateResult } from "lit";
import { time } from "../common/dates.js";
import type { Diner, Door, TableSeen } from "./shapes.js";
import type { Host, Table } from "./table.js";

const link = (label: string, press: () => void, extra = ""): TemplateResult =>
  html`<button type="button" class="link ${extra}" @click=${press}>${label}</button>`;

export function hour(host: Host, instant: string, zone: string): string {
  return time(instant, zone, host.locale);
}

export function dayIn(host: Host, instant: string, zone: string): string {
  return new Intl.DateTimeFormat(host.locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone }).format(new Date(instant));
}

export const list = (host: Host, words: readonly string[]): string => new Intl.ListFormat(host.locale, { type: "conjunction" }).format(words);

/** The allergens of a menu or a course, in words. */
export const allergens = (host: Host, codes: readonly string[]): string => list(host, codes.map((it) => host.t.table.allergens[it] ?? it));

const cityOf = (seen: TableSeen, id: string): string => seen.cities.find((it) => it.id === id)?.name ?? id;

export function called(host: Host, seen: TableSeen, one: { code: string; name: string }): string {
  const at = seen.door.persons.findIndex((it) => it.code === one.code);
  return one.name || host.t.table.guest(Math.max(at, 1));
}

/** When dinner comes, or what has become of it. */
export function delivery(host: Host, seen: TableSeen): unknown {
  const { table: t } = host.t;
  const { door } = seen;
  const { window } = door;
  const state = { dispatched: t.onTheWay, delivered: t.delivered, attempted: t.attempted, returned: t.attempted, planned: "" }[door.delivery ?? "planned"];
  const late = door.late ? t.isLate : "";
  const expected = door.expected_at && door.delivery !== "delivered" && window ? t.expected(hour(host, door.expected_at, window.zone)) : "";
  const words = late || state;
  if (!window) return nothing;
  return html`<div class="courier" role="status">
    ${words ? html`<p class="count">${words}</p>${expected ? html`<p>${expected}</p>` : nothing}` : html`<p class="quiet">${t.window}</p>
      <p class="serif"><time datetime=${window.start}>${dayIn(host, window.start, window.zone)}</time></p>
      <p class="serif">${t.between(hour(host, window.start, window.zone), hour(host, window.end, window.zone), cityOf(seen, door.address?.city ?? ""))}</p>`}
  </div>`;
}

/** What is asked of her, and what she has answered: on the card. */
export function tableView(host: Host, table: Table, seen: TableSeen): TemplateResult {
  const { table: t } = host.t;
  const { door } = seen;
  const may = new Set(seen.can);
  const open = door.persons.some((it) => it.answer === "not_asked") || !door.address;
  return html`<section class="table" aria-labelledby="table">
    <div class="rule"></div>
    <h2 id="table" class="serif">${t.title}</h2>
    ${delivery(host, seen)}
    ${open && may.has("needs") ? html`<p class="gap">${t.intro}</p><p class="quiet">${seen.closed ? t.late : t.until(host.until(seen.cutoff))}</p>` : nothing}
    ${door.complete && !door.window ? html`<p class="gap">${t.allSet}</p>` : nothing}
    ${where(host, table, seen, may.has("address"))}
    <h3>${t.who}</h3>
    <ul class="diners">${door.persons.map((one) => diner(host, table, seen, one))}</ul>
    ${seen.others.length ? html`<h3>${t.others}</h3><ul class="diners">${seen.others.map((one) => other(host, table, one, may.has("gather")))}</ul>` : nothing}
    ${menus(host, seen)}
  </section>`;
}

function where(host: Host, table: Table, seen: TableSeen, may: boolean): TemplateResult {
  const { table: t } = host.t;
  const { address } = seen.door;
  const ask = (): void => table.ask({ what: "where" });
  if (!address) return html`<h3>${t.where}</h3><div class="answer">${may ? html`<button type="button" class="second" @click=${ask}>${t.whereAsk}</button>` : nothing}</div>`;
  return html`<h3>${t.where}</h3>
    <p class="address"><bdi>${address.lines.map((line) => html`${line}<br />`)}</bdi>${cityOf(seen, address.city)}</p>
    ${may ? link(t.whereChange, ask) : nothing}`;
}

function diner(host: Host, table: Table, seen: TableSeen, one: Diner): TemplateResult {
  const { table: t } = host.t;
  const may = seen.can.includes("needs");
  const menu = seen.menus.find((it) => it.id === one.menu);
  const known = one.answer !== "not_asked";
  const ask = (): void => table.ask({ what: "eats", code: one.code });
  const diets = one.diets.map((it) => t.dietNames[it as keyof typeof t.dietNames] ?? it);
  const said = [...(one.allergens.length ? [t.avoids(allergens(host, one.allergens))] : []), ...(diets.length ? [list(host, diets)] : [])];
  const mayShare = seen.can.includes("share") && seen.kind === "client" && !one.you;
  return html`<li>
    <p><bdi>${called(host, seen, one)}</bdi>${one.you ? html` <span class="quiet">(${t.you})</span>` : nothing}</p>
    ${(said.length ? said : [t.states[one.answer]]).map((it) => html`<p class="quiet">${it}</p>`)}
    ${menu ? html`<p class="quiet">${t.menuOf(menu.name)}</p>` : known && seen.menus.length ? html`<p class="quiet">${t.noMenu}</p>` : nothing}
    ${one.requested ? html`<p class="quiet">${t.requested}</p>` : nothing}
    <div class="answer">
      ${may && !known ? html`<button type="button" class="second" @click=${ask}>${t.answer}</button>` : nothing}
      ${may && known ? link(t.change, ask) : nothing}
      ${mayShare ? link(t.doorTitle(called(host, seen, one)), () => table.ask({ what: "door", code: one.code })) : nothing}
    </div>
  </li>`;
}

/** Somebody at a door of her own: whether she has answered, and nothing else. */
function other(host: Host, table: Table, one: TableSeen["others"][number], may: boolean): TemplateResult {
  const { table: t } = host.t;
  const names = list(host, one.persons.map((it, at) => it.name || t.guest(at + 1)));
  return html`<li>
    <p><bdi>${names}</bdi></p>
    <p class="quiet">${one.answered ? t.otherSet : t.otherWaiting}</p>
    ${may ? html`<div class="answer">${one.answered ? nothing : link(t.again, () => table.ask({ what: "door", code: one.persons[0]!.code }))}
      ${link(t.together, () => table.gather(one.id))}</div>` : nothing}
  </li>`;
}

/** Every menu with what it contains: told before anything is completed. `asked`: above a question, not on the card. */
export function menus(host: Host, seen: TableSeen, asked = false): unknown {
  const { table: t } = host.t;
  if (!seen.menus.length) return nothing;
  const delivered = (door: Door): boolean => door.delivery === "delivered";
  return html`${asked ? html`<h2>${t.menus}</h2>` : html`<h3>${t.menus}</h3>`}
    ${seen.menus.map((menu) => html`<details class="menu" ?open=${delivered(seen.door) && seen.door.persons.some((it) => it.menu === menu.id)}>
      <summary><bdi>${menu.name}</bdi></summary>
      <ul>${menu.courses.map((course) => html`<li><bdi>${course.name}</bdi>${course.contains.length ? html`<br /><span class="quiet">${t.contains(allergens(host, course.contains))}</span>` : nothing}</li>`)}</ul>
      <p class="quiet">${menu.contains.length ? t.contains(allergens(host, menu.contains)) : t.containsNothing}</p>
      ${menu.finishing.length ? html`<p class="serif">${t.finishing}</p><ol>${menu.finishing.map((step) => html`<li>${step}</li>`)}</ol>` : nothing}
    </details>`)}`;
}
