/** Step 3: how to address her and reach her, and, folded, whatever she wishes to tell. Also the wish without a time. */
import { html, nothing, type TemplateResult } from "lit";
import { action, check, choices, input, select, textarea } from "../common/fields.js";
import { interestsOf, interestsOffered } from "./body.js";
import type { ShowroomBooking } from "./element.js";

export function details(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const experience = host.experienceNow!;
  return html`<h2 tabindex="-1" part="title">${host.known ? t.detailsKnown : t.detailsTitle}</h2>
    <form class="stack wide measure" novalidate @submit=${(event: Event) => (event.preventDefault(), host.review())}>
      ${host.known ? nothing : person(host, experience.needs_telephone)} ${experience.needs_address ? address(host) : nothing}
      <details ?open=${host.unfolded} @toggle=${(event: Event) => (host.unfolded = (event.target as HTMLDetailsElement).open)}>
        <summary part="summary-more">${t.more} <span class="quiet">${t.ifYouWish}</span></summary>
        <div class="stack">${optional(host)}</div>
      </details>
      ${host.noticeNow()}
      <div class="foot">${action(t.review, host.busy, t.oneMoment, () => host.review())}</div>
      <button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button>
    </form>`;
}

function person(host: ShowroomBooking, called: boolean): TemplateResult {
  const { t } = host;
  const one = host.value("oneName") === "yes";
  const given = input(host, "given", t.given, { autocomplete: "given-name" });
  const family = input(host, "family", t.family, { autocomplete: "family-name" });
  const email = input(host, "email", t.email, { type: "email", autocomplete: "email", dir: "ltr", hint: called ? undefined : t.oneIsEnough, optional: called });
  const telephone = input(host, "telephone", t.mobile, { type: "tel", autocomplete: "tel", dir: "ltr", hint: t.telephoneHint });
  return html`<div class="pair names ${t.titles.length ? "" : "two"}">
      ${!t.titles.length ? nothing : select(host, "title", t.title, [["", "–"], ...t.titles.map((title) => [title, title] as const)], { optional: true, autocomplete: "honorific-prefix" })}
      ${one ? input(host, "full", t.fullName, { autocomplete: "name" }) : t.familyFirst ? [family, given] : [given, family]}
    </div>
    <button type="button" class="link small" @click=${() => host.put("oneName", one ? "" : "yes")}>${one ? t.twoNames : t.oneName}</button>
    ${email} ${telephone}`;
}

function address(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const country = new Intl.DisplayNames([host.locale], { type: "region" }).of(host.value("country")) ?? "";
  return html`<h3>${t.addressTitle}</h3>
    ${choices(host, "addressKind", t.addressKind, [["home", t.home], ["hotel", t.hotel], ["office", t.office]])}
    ${input(host, "line1", t.street, { autocomplete: "address-line1" })}
    ${input(host, "line2", t.street2, { autocomplete: "address-line2", optional: true })}
    ${input(host, "town", t.city, { autocomplete: "address-level2" })}
    <p><bdi>${host.value("postal")}</bdi>${t.comma}${country} <button type="button" class="link small" @click=${() => host.go("where")}>${t.change}</button>
      ${host.error("postal") ? html`<span class="error">${host.error("postal")}</span>` : nothing}</p>
    ${input(host, "entry", t.entry, { optional: true, hint: t.entryHint, maxlength: 300 })}`;
}

function optional(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const most = host.experienceNow!.party.max_guests;
  const interests = interestsOffered(host.interests);
  const chosen = interestsOf(host.draft);
  const number = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => [String(from + i), String(from + i)] as const);
  return html`${interests.length
      ? html`<fieldset><legend>${t.interests}</legend><div class="choices">
          ${interests.map(([name, label]) => html`<label class="choice"><input type="checkbox" name="interests" .checked=${chosen.includes(name)}
              @change=${() => host.put("interests", (chosen.includes(name) ? chosen.filter((it) => it !== name) : [...chosen, name]).join("\n"))}
            /><span class="box">${label}</span></label>`)}
        </div></fieldset>`
      : nothing}
    ${most > 1
      ? html`<div class="pair">${select(host, "adults", t.adults, number(1, most))} ${select(host, "children", t.children, number(0, most - 1))}</div>
          ${host.error("adults") ? html`<p class="error" id="adults-error"><span>${host.error("adults")}</span></p>` : nothing}`
      : nothing}
    <div>
      ${check(host, "surprise", t.surprise)} ${check(host, "behalf", t.behalf)}
    </div>
    ${host.value("behalf") === "yes" ? input(host, "behalfName", t.behalfName) : nothing}
    ${textarea(host, "access", t.access, { hint: t.accessHint, maxlength: 500 })} ${textarea(host, "note", t.note)}`;
}

export function wish(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const today = host.today();
  const shown = host.value("day2") || host.moreDays ? 3 : 1;
  return html`<h2 tabindex="-1" part="title">${t.wishTitle}</h2>
    <p>${t.wishIntro}</p>
    <form class="stack wide measure" novalidate @submit=${(event: Event) => (event.preventDefault(), host.sendWish())}>
      ${["day1", "day2", "day3"].slice(0, shown).map((name) => input(host, name, t.wishDays, { type: "date", min: today, optional: true }))}
      ${shown < 3 ? html`<button type="button" class="link small" @click=${() => host.addDay()}>${t.anotherDay}</button>` : nothing}
      ${choices(host, "part", t.wishPart, [["any", t.any], ["morning", t.morning], ["afternoon", t.afternoon], ["evening", t.evening]])}
      ${textarea(host, "words", t.wishWords)} ${host.known ? nothing : person(host, false)}
      ${host.noticeNow()}
      <div class="foot">${action(t.sendWish, host.busy, t.oneMoment, () => host.sendWish())}</div>
      <button type="submit" class="hidden" tabindex="-1" aria-hidden="true"></button>
    </form>`;
}
