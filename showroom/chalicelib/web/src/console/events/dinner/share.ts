/** How many households are served, of how many the film waits for: a bar with a mark, and the same in words. */
import { html, nothing, svg, type TemplateResult } from "lit";
import type { ShowroomConsole } from "../../element.js";

/** How many must be served: the least that is so many per cent. */
export const leastOf = (of: number, threshold: number): number => Math.ceil((of * threshold) / 100);

export function share(desk: ShowroomConsole, served: number, of: number, threshold: number): TemplateResult {
  const { night } = desk.t.desk.dinner;
  const least = leastOf(of, threshold);
  const at = of ? 100 / of : 0;
  return html`<div class="filling share"><p>${night.share(served, of)}${of && threshold ? html` <span class="quiet">${served >= least ? night.reached : night.threshold(least)}</span>` : nothing}</p>
    ${of
      ? html`<svg class="fill" role="img" aria-label=${night.bar(served, of, least)} height="16" preserveAspectRatio="none">
          <rect class="room" x="0" y="3" height="10" width="100%"></rect><rect class="accepted" x="0" y="3" height="10" width="${served * at}%"></rect>
          ${least && least <= of ? svg`<line class="least" x1="${least * at}%" x2="${least * at}%" y1="0" y2="16"></line>` : nothing}
        </svg>`
      : nothing}</div>`;
}
