/** The page as it is read from top to bottom: who she is, whom to call, and everything else in its order. */
import { html, nothing, type TemplateResult } from "lit";
import { call } from "../common/sheet.js";
import type { ShowroomClient } from "./element.js";
import type { Me } from "./shapes.js";
import { arrange, coming, past } from "./visits.js";

export function letter(page: ShowroomClient): TemplateResult {
  const { t, me, maisonNow } = page;
  return html`<div class="letter rise">
    <header>
      <p class="maison">${maisonNow?.name ?? html`&nbsp;`}</p>
      <h1 tabindex="-1">${me ? html`<bdi>${me.name}</bdi>` : t.me.actsFor(page.delegation!.client)}</h1>
    </header>
    ${me ? advisor(page, me) : nothing}
    <div class="main">
      ${coming(page)} ${arrange(page)} ${past(page)}
      ${me ? html`<div>${page.preferences.view()} ${page.delegates.view()}</div>` : nothing}
    </div>
  </div>`;
}

function advisor({ t }: ShowroomClient, { advisor: hers, boutique }: Me): unknown {
  if (!boutique) return nothing;
  return html`<aside aria-label=${hers ? t.me.advisor : t.me.boutique}>
    <p class="quiet">${hers ? t.me.advisor : t.me.boutique}</p>
    <p class="serif"><bdi>${hers?.name ?? boutique.name}</bdi></p>
    ${hers ? html`<p><bdi>${boutique.name}</bdi></p>` : nothing}
    <p>${call(boutique.telephone)}</p>
  </aside>`;
}
