/** What both pages of the night show alike. */
import { html, type TemplateResult } from "lit";
import type { House } from "./shapes.js";

/** The evening, and whose part of it this is. */
export const head = (evening: string, title: string, more: unknown): TemplateResult => html`<header class="head">
  <p class="quiet">${evening}</p>
  <h1 tabindex="-1">${title}</h1>
  ${more}
</header>`;

/** The codes of boxes: each stays whole at the end of a line. */
export const codes = (all: readonly string[]): TemplateResult =>
  html`<bdi class="codes">${all.map((code, at) => html`${at ? " · " : ""}<span>${code}</span>`)}</bdi>`;

/** The house's telephone, where a thumb in a glove finds it: at the foot of the glass, always. */
export const callBar = (words: string, house: House): TemplateResult =>
  html`<nav class="foot noprint" aria-label=${words}>
    <a class="second wide call" href="tel:${house.telephone.replace(/[^+\d]/g, "")}"><span>${words}</span> <bdi dir="ltr">${house.telephone}</bdi></a>
  </nav>`;
