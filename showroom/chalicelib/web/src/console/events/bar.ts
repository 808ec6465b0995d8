/** How full a sitting is: a bar, and the same in numbers. The bar is drawn, for a strict policy takes no inline style. */
import { html, nothing, svg, type TemplateResult } from "lit";
import type { ShowroomConsole } from "../element.js";
import type { Sitting } from "./shapes.js";
import { shared } from "./shares.js";

const GAP = 1.2;

/** Places as one box, filled from its beginning; whoever waits stands outside it. */
export function bar(desk: ShowroomConsole, one: Sitting): TemplateResult {
  const { events } = desk.t.desk;
  const { accepted, offered, free, waiting, capacity, overbook } = one;
  const inside = Math.max(capacity + overbook, accepted + offered, 1);
  const scale = (100 - (waiting ? GAP : 0)) / (inside + waiting);
  const part = (kind: string, from: number, n: number, push = 0): unknown =>
    n > 0 ? svg`<rect class=${kind} x="${from * scale + push}%" y="1" height="10" width="${n * scale}%"></rect>` : nothing;
  const figure = (kind: string, n: number, text: string): unknown =>
    n || kind === "accepted" || kind === "free" ? html`<span class="figure ${kind}"><b>${n}</b> ${text}</span>` : nothing;
  return html`<div class="filling">
    <svg class="fill" role="img" aria-label=${events.bar(accepted, offered, free, waiting, capacity)} height="12" preserveAspectRatio="none">
      ${part("room", 0, inside)}${part("accepted", 0, accepted)}${part("offered", accepted, offered)}${part("waiting", inside, waiting, GAP)}
    </svg>
    <p class="figures" aria-hidden="true">${figure("accepted", accepted, events.figures.accepted)}${figure("offered", offered, events.figures.offered)}${figure("free", free, events.figures.free)}${figure("waiting", waiting, events.figures.waiting)}
      <span class="of">${events.places(capacity)}${overbook ? ` ${events.more.also(overbook)}` : ""}</span></p>
    ${shared(desk, one)}
    ${one.overbooked_by ? html`<p class="quiet">${events.force.over(one.overbooked_by)}</p>` : nothing}
  </div>`;
}
