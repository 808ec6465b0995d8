/** What stands where her page would: a link of a letter that waits for her press, or one that opens nothing. */
import { html, nothing, type TemplateResult } from "lit";
import { asking } from "./asking.js";
import type { ShowroomClient } from "./element.js";

const maison = ({ maisonNow }: ShowroomClient): unknown => (maisonNow ? html`<p class="maison">${maisonNow.name}</p>` : nothing);

export function doorstep(page: ShowroomClient): TemplateResult {
  const { t, busy } = page;
  return html`<article class="card">
    ${maison(page)}
    <h1 tabindex="-1">${t.me.title}</h1>
    <div class="rule"></div>
    ${page.notice ? page.noticeView(page.notice) : nothing}
    <div class="actions start"><button type="button" class="primary" aria-disabled=${busy} @click=${() => page.enter()}>${busy ? t.oneMoment : t.me.open}</button></div>
  </article>`;
}

export function closed(page: ShowroomClient): TemplateResult {
  const { t, over } = page;
  return html`<article class="card">
    ${maison(page)}
    <h1 tabindex="-1">${over === "missing" ? t.me.title : t.linkOver}</h1>
    <div class="rule"></div>
    <p>${over === "missing" ? t.me.missing : t.me.over}</p>
    ${asking(page)}
    <div class="gap telephones">${page.telephoneView()}</div>
  </article>`;
}
