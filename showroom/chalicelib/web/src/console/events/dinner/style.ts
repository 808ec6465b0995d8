/** Launch dinners: the lanes of the night, boxes by menu and allergen, and the plan. */
import { css } from "lit";

export const dinnerStyle = css`
  .looks {
    display: flex;
    flex-wrap: wrap;
    margin-block-end: 20px;
  }
  .dinner .alarm:is(p) {
    color: var(--_alarm);
  }
  .dinner > .result {
    margin-block: 12px 0;
  }
  .share {
    max-inline-size: 44rem;
    margin-block-end: 16px;
  }
  .share .least {
    stroke: var(--_accent);
    stroke-width: 3;
  }
  .reasons {
    list-style: disc;
    padding-inline-start: 1.2em;
  }
  .pressing > li {
    padding-block: 12px;
    align-items: start;
  }
  .pressing > li > div {
    flex: 1 1 20rem;
  }
  .who {
    display: inline-flex;
    gap: 12px;
    align-items: baseline;
  }
  .report.counted {
    inline-size: auto;
  }
  .report.counted td {
    min-inline-size: 6rem;
  }
  .counted .sum :is(td, th) {
    font-size: calc(var(--_u) * 1.125);
  }
  .links .address {
    flex: 1 1 100%;
    margin-block: 0 8px;
  }
  .links .dayname,
  .dinner .days .dayname {
    flex: 1 1 12rem;
  }
  .band {
    margin-block-end: 20px;
  }
  .band h3 {
    margin-block: 12px 0;
  }
  .lane {
    display: grid;
    grid-template-columns: 7.5rem minmax(0, 1fr);
    align-items: center;
    border-block-start: 1px solid var(--_hairline);
    font-variant-numeric: tabular-nums;
  }
  .lane.axis {
    border: 0;
  }
  .lane .quiet {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    padding-inline-end: 8px;
  }
  .lane svg {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }
  .lane text,
  .key text {
    font: 400 12px / 1 var(--_text);
    fill: var(--_quiet);
  }
  .axis text.film {
    fill: var(--_ink);
    font-weight: 600;
  }
  .lane .tick {
    stroke: var(--_hairline);
  }
  .lane line.film {
    stroke: var(--_ink);
    stroke-width: 2;
  }
  .lane .now {
    stroke: var(--_alarm);
    stroke-dasharray: 3 3;
  }
  .lane .bar {
    cursor: pointer;
  }
  .bar rect {
    fill: var(--_paper);
    stroke: var(--_border);
  }
  .bar text {
    fill: var(--_ink);
    font-size: 13px;
  }
  .bar.dispatched rect {
    fill: color-mix(in srgb, var(--_accent) 30%, var(--_paper));
    stroke: var(--_accent);
  }
  .bar.delivered rect {
    fill: var(--_ink);
    stroke: var(--_paper);
  }
  .bar.delivered text {
    fill: var(--_paper);
  }
  .bar.attempted rect,
  .bar.returned rect {
    fill: color-mix(in srgb, var(--_alarm) 24%, var(--_paper));
    stroke: var(--_alarm);
  }
  .bar.late rect {
    stroke: var(--_alarm);
    stroke-width: 2.5;
  }
  .bar .by {
    font-size: 11px;
  }
  .legend {
    align-items: center;
  }
  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .legend .key {
    flex: none;
  }
  .doors .guest > p:first-child {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
  }
  .doors .guest .mark {
    margin: 0;
  }
  .doors {
    margin-block: 12px 24px;
  }
  .plan {
    max-inline-size: 60rem;
  }
  .plan .clear {
    clear: both;
  }
  .plan .clear:not(.fours) > * + *,
  .plan .stack > * + *,
  .plan .tongues .stack > * + * {
    margin-block-start: 16px;
  }
  .plan details > .stack {
    padding-inline-start: 20px;
  }
  .plan .part-of + .part-of > summary {
    border-block-start: 0;
  }
  .plan details > summary {
    min-block-size: 48px;
  }
  .plan details.tongues > summary {
    border: 0;
    color: var(--_quiet);
  }
  .plan .tongues > .stack {
    padding-block: 0 8px;
    border: 0;
  }
  .plan .fours {
    align-items: end;
  }
  .coded .check {
    flex: 0 1 auto;
  }
  .plan .coded > p {
    flex: 1 1 100%;
    max-inline-size: none;
  }
  .area {
    display: grid;
    grid-template-columns: minmax(0, 14rem) 6rem auto;
    gap: 4px 28px;
    align-items: end;
    margin-block-start: 8px;
  }
  @media (min-width: 60rem) {
    .doors .beside {
      inline-size: 13rem;
    }
    .doors .guest {
      grid-template-columns: minmax(0, 5fr) minmax(0, 5fr) minmax(0, 4fr);
    }
  }
  @media (max-width: 40rem) {
    .lane {
      grid-template-columns: minmax(0, 1fr);
    }
    .lane .quiet {
      padding-block-start: 4px;
    }
    .bar .by,
    .axis .other {
      display: none;
    }
    .area {
      grid-template-columns: minmax(0, 1fr) 5rem auto;
      column-gap: 16px;
    }
  }
  @media (forced-colors: active) {
    .bar.delivered rect {
      fill: CanvasText;
    }
    .bar.delivered text {
      fill: Canvas;
    }
    .bar.late rect {
      stroke: Highlight;
    }
  }
`;
