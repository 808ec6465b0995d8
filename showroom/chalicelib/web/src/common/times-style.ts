/** How the ribbon, the month and the hours look. */
import { css } from "lit";

export const timesStyle = css`
  .ribbon {
    margin-inline: calc(-1 * var(--_gutter));
  }
  .track {
    display: flex;
    gap: 12px;
    overflow-x: auto;
    padding: 6px var(--_gutter) 12px;
    scrollbar-width: thin;
    scrollbar-color: var(--_hairline) transparent;
    scroll-padding-inline: var(--_gutter);
  }
  .choice.day {
    flex: none;
  }
  .choice.day .box {
    min-inline-size: 64px;
    padding: 8px;
    line-height: 1.35;
  }
  .mark {
    color: var(--_accent);
  }
  .hours fieldset + fieldset,
  .mark + fieldset {
    margin-block-start: 20px;
  }
  .turn {
    max-inline-size: 28rem;
    display: flex;
    justify-content: space-between;
    align-items: center;
  }
  .turn .link {
    min-inline-size: 48px;
    justify-content: center;
  }
  .turn .link:disabled {
    visibility: hidden;
  }
  .arrow {
    inline-size: 10px;
    block-size: 10px;
    border: solid var(--_ink);
    border-width: 0 0 1px 1px;
    rotate: 45deg;
  }
  .arrow.after,
  [dir="rtl"] .arrow.before {
    rotate: 225deg;
  }
  [dir="rtl"] .arrow.after {
    rotate: 45deg;
  }
  table {
    inline-size: 100%;
    max-inline-size: 28rem;
    border-collapse: collapse;
    table-layout: fixed;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  th {
    font-weight: 400;
    font-size: min(var(--_u) * 0.8125, 3.75cqi);
    color: var(--_quiet);
    padding: 8px 0;
    white-space: nowrap;
  }
  td {
    padding: 0;
    color: var(--_quiet);
    block-size: 52px;
  }
  td button {
    inline-size: calc(100% - 4px);
    min-block-size: 48px;
    text-align: center;
    color: var(--_ink);
    border: 1px solid var(--_hairline);
  }
  td button:hover {
    border-color: var(--_border);
  }
  td button[aria-pressed="true"] {
    background: var(--_ink);
    border-color: var(--_ink);
    color: var(--_paper);
  }
  .skeleton {
    min-block-size: 22rem;
    padding-block-start: 32px;
  }
  .skeleton i {
    display: block;
    block-size: 1px;
    background: var(--_hairline);
    margin-block-end: 56px;
    animation: appear 1ms 300ms both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton i {
      display: none;
    }
  }
  @media (forced-colors: active) {
    td button[aria-pressed="true"] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
