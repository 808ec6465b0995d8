/** A table's questions, one at a time: where, what one person avoids, a friend's own door. */
import { html, nothing, type TemplateResult } from "lit";
import { action, check, choices, input, select, textarea, told } from "../common/fields.js";
import type { TableSeen } from "./shapes.js";
import type { Host, Table } from "./table.js";
import { allergens, called, hour, menus } from "./view.js";

const WISHES = [30, 60, 90, 120];

export function tableForm(host: Host, table: Table, seen: TableSeen): TemplateResult {
  const { question } = table;
  if (question?.what === "eats") return eats(host, table, seen, question.code);
  if (question?.what === "door") return ownDoor(host, table, seen, question.code);
  return where(host, table, seen);
}

function sheet(host: Host, table: Table, title: string, content: unknown, label: string): TemplateResult {
  const press = (): void => table.press();
  return html`<form class="stack column rise" novalidate @submit=${(event: Event) => { event.preventDefault(); if (!host.busy) press(); }}>
    <button type="button" class="link" @click=${() => history.back()}>${host.t.back}</button>
    <h1 tabindex="-1">${title}</h1>
    ${content}
    ${host.notice ? host.noticeView(host.notice) : nothing}
    <div class="actions start">${action(label, host.busy, host.t.oneMoment, press)}<button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button></div>
  </form>`;
}

function where(host: Host, table: Table, seen: TableSeen): TemplateResult {
  const { table: t } = host.t;
  const city = seen.cities.find((it) => it.id === table.value("city"));
  const none = ["", "–"] as const;
  const wishes = WISHES.map((before) => {
    const at = new Date(Date.parse(seen.film) - (before + 30) * 60_000).toISOString().replace(".000Z", "Z");
    return [at, hour(host, at, city?.zone ?? seen.event.zone)] as const;
  });
  const content = html`
    ${input(table, "street", t.street, { autocomplete: "address-line1" })}
    ${input(table, "second", t.street2, { autocomplete: "address-line2", optional: true })}
    <div class="pair">
      ${select(table, "city", t.city, [none, ...seen.cities.map((it) => [it.id, it.name] as const)])}
      ${select(table, "area", t.area, [none, ...(city?.areas ?? []).map((it) => [it, t.areas[it] ?? it] as const)])}
    </div>
    ${input(table, "access", t.access, { optional: true, maxlength: 200 })}
    ${input(table, "telephone", t.telephone, { type: "tel", autocomplete: "tel", dir: "ltr", maxlength: 30 })}
    ${select(table, "wish", t.wish, [["", t.noWish], ...wishes], { optional: true })}`;
  return sheet(host, table, t.addressTitle, content, t.keep);
}

function eats(host: Host, table: Table, seen: TableSeen, code: string): TemplateResult {
  const { table: t } = host.t;
  const person = table.person(code)!;
  const some = table.value("avoids") === "yes";
  const content = html`
    <div class="before">${menus(host, seen, true)}</div>
    <div>${choices(table, "avoids", t.answer, [["no", t.nothing], ["yes", t.something]])}${told(table, "avoids")}</div>
    ${some ? html`<fieldset class="codes"><legend>${t.which}</legend>
        <div class="columns">${seen.allergens.map((it) => check(table, `a-${it}`, t.allergens[it] ?? it))}</div></fieldset>
      <fieldset class="codes"><legend>${t.diets}</legend>
        <div class="columns">${seen.diets.map((it) => check(table, `d-${it}`, t.dietNames[it as keyof typeof t.dietNames] ?? it))}</div></fieldset>
      ${textarea(table, "note", t.note, { optional: true, hint: t.noteHint, maxlength: 300 })}` : nothing}
    ${seen.menus.length > 1 ? wishedMenu(host, table, seen) : nothing}
    <div>${check(table, "wine", t.wine)}${table.value("wine") === "yes" ? html`${check(table, "age", t.ofAge)}${told(table, "age")}` : nothing}</div>
    <div class="consent">${check(table, "consent", t.consent)}<p class="hint">${t.consentHint}</p>${told(table, "consent")}</div>
    ${seen.closed ? html`<p class="quiet">${t.late}</p>` : nothing}`;
  return sheet(host, table, person.you ? t.eatsYou : t.eatsTitle(called(host, seen, person)), content, t.keep);
}

/** Which menu she would like: one that contains what she avoids says so, and cannot be chosen. */
function wishedMenu(host: Host, table: Table, seen: TableSeen): TemplateResult {
  const { table: t } = host.t;
  const { avoided } = table;
  return html`<fieldset><legend>${t.menu}</legend>
    <div class="choices column-wise">
      ${[{ id: "", name: t.anyMenu, contains: [] as string[] }, ...seen.menus].map(({ id, name, contains }) => {
        const met = contains.filter((it) => avoided.includes(it));
        return html`<label class="choice"><input type="radio" name="menu" .value=${id} ?disabled=${met.length > 0}
            .checked=${table.value("menu") === id && !met.length} @change=${() => table.put("menu", id)} />
          <span class="box"><bdi>${name}</bdi>${met.length ? html`<br /><span class="quiet">${t.notFor(allergens(host, met))}</span>` : nothing}</span></label>`;
      })}
    </div>
  </fieldset>`;
}

function ownDoor(host: Host, table: Table, seen: TableSeen, code: string): TemplateResult {
  const { table: t } = host.t;
  const one = [...seen.door.persons, ...seen.others.flatMap((it) => it.persons)].find((it) => it.code === code);
  const content = html`<p>${t.doorText}</p>${input(table, "email", t.email, { type: "email", dir: "ltr", inputmode: "email" })}`;
  return sheet(host, table, t.doorTitle(one ? called(host, seen, one) : ""), content, t.write);
}
