/** A round at arm's length in the rain: large targets, one column, the house's telephone at the foot of the glass. */
import { css } from "lit";

export const roundStyle = css`
  .root {
    --_gutter: 16px;
    padding-block-end: calc(112px + env(safe-area-inset-bottom));
  }
  .column {
    max-inline-size: 34rem;
    margin-inline: auto;
  }
  .head {
    display: grid;
    gap: 0 12px;
  }
  .progress {
    margin-block-start: 8px;
    font-variant-numeric: tabular-nums;
  }
  .primary,
  .second {
    min-block-size: 60px;
    padding-inline: 16px;
    font-size: calc(var(--_u) * 1.125);
  }
  .load,
  .there {
    margin-block-start: 20px;
    padding: 16px;
    border: 2px solid var(--_ink);
  }
  .load > * + *,
  .there > * + * {
    margin-block-start: 12px;
  }
  .window {
    font: 400 calc(var(--_u) * 1.875) / var(--_tight) var(--_display);
    font-variant-numeric: tabular-nums;
  }
  .there > .window {
    margin-block-start: 4px;
  }
  .there h2 {
    font-size: calc(var(--_u) * 1.125);
  }
  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: baseline;
  }
  dt {
    font-size: calc(var(--_u) * 0.875);
    color: var(--_quiet);
  }
  dd + dt {
    margin-block-start: 8px;
  }
  .address span,
  .address bdi,
  .access bdi {
    display: block;
    text-align: match-parent;
  }
  .address,
  .access {
    font-size: calc(var(--_u) * 1.25);
    line-height: var(--_snug);
  }
  .access {
    font-weight: 600;
  }
  .chilled::before {
    content: "* " / "";
    color: var(--_accent);
  }
  .acts {
    display: grid;
    gap: 12px;
  }
  .inner .acts {
    margin-block-start: 12px;
  }
  .stops {
    margin-block-start: 32px;
  }
  .stops > li > details > summary {
    padding-block: 12px;
    border-block-end: 0;
  }
  .stops > li:last-child {
    border-block-end: 1px solid var(--_hairline);
  }
  .stops .what {
    display: grid;
    flex: 1;
    gap: 2px;
    justify-items: start;
  }
  .stops .name {
    font-size: calc(var(--_u) * 1.125);
  }
  .hours {
    font-variant-numeric: tabular-nums;
    margin-inline-start: 8px;
  }
  .window .hours {
    margin: 0;
  }
  .contents > summary {
    min-block-size: 48px;
    border: 0;
  }
  .inner {
    padding-block-end: 20px;
  }
  .contents .inner > * + * {
    margin-block-start: 8px;
  }
  .foot {
    position: fixed;
    inset-inline: 0;
    inset-block-end: 0;
    padding: 12px 16px calc(12px + env(safe-area-inset-bottom));
    background: var(--_paper);
    border-block-start: 1px solid var(--_hairline);
  }
  .call {
    max-inline-size: 34rem;
    margin-inline: auto;
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    border-color: var(--_ink);
  }
  .column > .wide,
  .column > .lead,
  .proof,
  canvas {
    margin-block-start: 20px;
  }
  .column > .small {
    margin-block-start: 8px;
  }
  .about {
    margin-block-start: 12px;
  }
  .camera {
    position: relative;
    cursor: pointer;
  }
  .camera input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  .camera:focus-within {
    outline: 2px solid var(--_ink);
    outline-offset: 3px;
  }
  .proof {
    display: block;
    max-inline-size: 100%;
    max-block-size: 50vh;
  }
  canvas {
    display: block;
    inline-size: 100%;
    aspect-ratio: 2 / 1;
    background: #fff;
    border: 1px solid var(--_border);
    touch-action: none;
    cursor: crosshair;
  }
  .whys {
    display: grid;
    gap: 12px;
    margin-block-start: 20px;
  }
`;
