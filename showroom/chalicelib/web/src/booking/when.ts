/** Step 2: the day, the hour, the language. Also the moving of a booking that exists. */
import { html, nothing, type TemplateResult } from "lit";
import { action, select } from "../common/fields.js";
import type { ShowroomBooking } from "./element.js";

export function when(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  const spoken = host.boutiqueNow?.languages ?? [];
  const names = new Intl.DisplayNames([host.locale], { type: "language" });
  return html`<h2 tabindex="-1" part="title">${t.whenTitle}</h2>
    ${fresh(host)}
    ${spoken.length > 1
      ? html`<div class="measure">${select(host, "language", t.speak, spoken.map((code) => [code, names.of(code) ?? code] as const))}</div>`
      : nothing}
    ${host.times.render()} ${host.noticeNow()}
    ${host.draft.start && host.times.chosen
      ? html`<div class="foot">
          <p class="quiet picked" aria-hidden="true">${host.times.words(host.draft.start)}</p>
          ${action(host.known ? t.toReview : t.toDetails, host.busy, t.oneMoment, () => host.toDetails())}
        </div>`
      : nothing}`;
}

/** The times near one that was taken meanwhile. */
export function fresh(host: ShowroomBooking): unknown {
  const near = host.alternatives;
  if (!near) return nothing;
  return html`<div class="notice stack" role="alert" part="notice">
    <p>${near.length ? host.t.taken : host.t.takenNone}</p>
    ${near.length ? host.times.near(near, Boolean(host.draft.advisor)) : nothing}
  </div>`;
}

export function change(host: ShowroomBooking): TemplateResult {
  const { t } = host;
  return html`<h2 tabindex="-1" part="title">${t.changeTitle}</h2>
    ${fresh(host)} ${host.times.render()} ${host.noticeNow()}
    ${host.times.chosen
      ? html`<div class="foot">${action(t.takeThis(host.times.words(host.times.chosen)), host.busy, t.oneMoment, () => host.move())}</div>`
      : nothing}`;
}
