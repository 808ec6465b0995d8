/** Occasions: the board, the filling bars, the form, and what is asked before a press. */
import { css } from "lit";

export const eventsStyle = css`
  .events h1 .mark {
    vertical-align: middle;
  }
  .board > li {
    display: grid;
    gap: 4px 32px;
    padding-block: 20px;
    border-block-end: 1px solid var(--_hairline);
  }
  .board > li:first-child {
    border-block-start: 1px solid var(--_hairline);
  }
  .board .cancelled .name {
    text-decoration-line: line-through;
    color: var(--_quiet);
  }
  .board .name,
  .guest .name {
    font: 400 calc(var(--_u) * 1.25) / 1.35 var(--_display);
    min-block-size: 36px;
    text-decoration-color: transparent;
  }
  .guest .name {
    font-size: calc(var(--_u) * 1.125);
  }
  .board .name:hover,
  .guest .name:hover {
    text-decoration-color: var(--_border);
  }
  .date-of .serif {
    display: block;
    font-size: calc(var(--_u) * 1.125);
  }
  .sittings > div + div {
    margin-block-start: 16px;
  }
  .sittings.wide {
    margin-block: 20px 8px;
    max-inline-size: 44rem;
  }
  .sitting-name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 20px;
  }
  .fill {
    display: block;
    inline-size: 100%;
    margin-block: 4px 6px;
    overflow: visible;
  }
  [dir="rtl"] .fill {
    scale: -1 1;
  }
  .fill .room {
    fill: none;
    stroke: var(--_border);
    stroke-width: 1;
  }
  .fill .accepted {
    fill: var(--_ink);
  }
  .fill .offered {
    fill: var(--_accent);
  }
  .fill .waiting {
    fill: none;
    stroke: var(--_alarm);
    stroke-dasharray: 3 3;
  }
  .figures {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 20px;
    font-size: calc(var(--_u) * 0.8125);
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  .figure::before {
    content: "" / "";
    display: inline-block;
    inline-size: 9px;
    block-size: 9px;
    margin-inline-end: 7px;
    border: 1px solid var(--_border);
  }
  .figure b {
    font-weight: 400;
    color: var(--_ink);
    font-size: calc(var(--_u) * 0.9375);
  }
  .figure.accepted::before {
    background: var(--_ink);
    border-color: var(--_ink);
  }
  .figure.offered::before {
    background: var(--_accent);
    border-color: var(--_accent);
  }
  .figure.waiting::before {
    border: 1px dashed var(--_alarm);
  }
  .of {
    margin-inline-start: auto;
  }
  ul.own {
    margin-block-start: 8px;
    font-size: calc(var(--_u) * 0.8125);
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  ul.own li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 20px;
    padding-block: 2px;
  }
  ul.own bdi {
    color: var(--_ink);
  }
  details.own {
    margin-block: 12px;
  }
  .own .fours {
    align-items: end;
  }
  .events .text {
    max-inline-size: 44rem;
    margin-block-start: 12px;
    white-space: pre-line;
  }
  .acts-of {
    margin-block: 8px 20px;
  }
  .asked {
    border-inline-start: 2px solid var(--_accent);
    padding: 4px 0 8px;
    padding-inline-start: 20px;
    margin-block: 12px 24px;
    max-inline-size: 44rem;
  }
  .hours .asked h2 {
    margin-block: 0 8px;
  }
  .hours .opened h2 {
    font-size: calc(var(--_u) * 1.125);
  }
  .asked fieldset,
  .form-of > * + * {
    margin-block-start: 20px;
  }
  .taken {
    margin-block: 8px;
  }
  .taken li {
    font: 400 calc(var(--_u) * 1.125) / 1.5 var(--_display);
  }
  .narrow {
    max-inline-size: 30rem;
    margin-block-start: 12px;
  }
  .parts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 28px;
    margin-block: 32px 20px;
    border-block-end: 1px solid var(--_hairline);
  }
  .parts .tab {
    margin-block-end: -1px;
  }
  .parts .tab[aria-pressed="true"] {
    color: var(--_ink);
    border-color: var(--_ink);
  }
  .events .doings.sticky {
    margin-block-start: 32px;
    border-block-start: 1px solid var(--_hairline);
  }
  @media (min-width: 60rem) {
    .board > li {
      grid-template-columns: 12rem minmax(0, 5fr) minmax(0, 6fr);
    }
    .events .columns.even {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    .fill .accepted {
      fill: CanvasText;
    }
    .fill .offered {
      fill: Highlight;
    }
    .figure::before {
      forced-color-adjust: none;
    }
    .parts .tab[aria-pressed="true"] {
      border-color: Highlight;
    }
  }
`;
