/** Step 1: what we may arrange, and where. */
import { html, nothing, type TemplateResult } from "lit";
import { action, input, select } from "../common/fields.js";
import type { Boutique, Experience } from "../common/shapes.js";
import type { ShowroomBooking } from "./element.js";

export function what(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  return html`<h2 tabindex="-1" part="title">${host.known ? t.whatKnown : t.whatTitle}</h2>
    ${host.noticeNow()}
    ${host.offered.length
      ? html`<ul class="rows wide" part="experiences">
          ${host.offered.map((experience) => row(host, experience))}
        </ul>`
      : html`<p>${t.nothingOffered}</p>${host.telephoneLines()}`}`;
}

function row(host: ShowroomBooking, experience: Experience): TemplateResult {
  const { t } = host;
  return html`<li><button type="button" class="row" part="experience" @click=${() => host.chooseExperience(experience.id)}>
      <span>
        <span class="serif">${experience.name}</span>
        <span class="line">${experience.summary}</span>
        <span class="line quiet">${t.duration(experience.duration)} · ${t.place[experience.place]}</span>
      </span>
    </button></li>`;
}

export function where(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const experience = host.experienceNow!;
  if (experience.place === "client") return address(host);
  return html`<h2 tabindex="-1" part="title">${experience.place === "boutique" ? t.whichBoutique : t.withHouse}</h2>
    ${host.noticeNow()}
    <ul class="rows wide" part="boutiques">
      ${host.boutiquesOf(experience).map((boutique) => html`<li>${boutiqueRow(host, boutique)}</li>`)}
    </ul>`;
}

function boutiqueRow(host: ShowroomBooking, boutique: Boutique): TemplateResult {
  return html`<button type="button" class="row" part="boutique" @click=${() => host.chooseBoutique(boutique.id)}>
    <span><span class="serif">${boutique.city}</span><span class="line quiet">${boutique.name}</span></span>
  </button>`;
}

function address(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const countries = [...new Set(host.maisonNow!.boutiques.map((boutique) => boutique.country))];
  const names = new Intl.DisplayNames([host.locale], { type: "region" });
  const list = countries.map((code) => [code, names.of(code) ?? code] as const).sort((a, b) => a[1].localeCompare(b[1], host.locale));
  return html`<h2 tabindex="-1" part="title">${t.whereVisit}</h2>
    <p class="quiet">${t.whereVisitHint}</p>
    <form class="stack wide measure" novalidate @submit=${(event: Event) => (event.preventDefault(), host.checkReach())}>
      <div class="pair">
        ${select(host, "country", t.country, list, { autocomplete: "country" })}
        ${input(host, "postal", t.postalCode, { autocomplete: "postal-code", maxlength: 16 })}
      </div>
      ${host.outOfReach ? html`<div class="notice stack" role="alert"><p>${t.outOfReach}</p></div>${otherways(host)}` : nothing}
      ${host.noticeNow()}
      <div class="foot">${action(t.chooseTime, host.busy, t.oneMoment, () => host.checkReach())}</div>
    </form>`;
}

/** What else is possible, as rows: video, another boutique, a wish. No screen ends without a next step. */
export function otherways(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const now = host.experienceNow!;
  const instead = { video: t.byVideoInstead, boutique: t.atBoutiqueInstead, telephone: t.byTelephoneInstead, client: "" };
  const first = new Map<string, Experience>();
  for (const other of host.offered) {
    if (other.place !== now.place && other.place !== "client" && !first.has(other.place)) first.set(other.place, other);
  }
  const places = [...first.values()].sort((a, b) => Number(b.place === "video") - Number(a.place === "video")).filter((other) => other.place !== "telephone" || first.size < 2);
  const others = now.place === "client" ? [] : host.boutiquesOf(now).filter((boutique) => boutique.id !== host.draft.boutique);
  const line = (text: string, press: () => void): TemplateResult =>
    html`<li><button type="button" class="row slim" @click=${press}><span class="lead">${text}</span></button></li>`;
  return html`<ul class="rows" part="otherwise">
    ${places.map((other) => line(instead[other.place], () => host.chooseExperience(other.id)))}
    ${others.slice(0, 3).map((boutique) => line(t.anotherBoutique(boutique.city), () => host.chooseBoutique(boutique.id)))}
    ${line(t.leaveWish, () => host.go("wish"))}
  </ul>`;
}
