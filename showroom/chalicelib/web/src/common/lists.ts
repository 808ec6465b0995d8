/** Choices in hairline boxes, rows to be pressed, what is folded, and notices, as styles. */
import { css } from "lit";

export const lists = css`
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-block-start: 8px;
  }
  .choice {
    position: relative;
    display: inline-flex;
  }
  .choice input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
    cursor: pointer;
  }
  .choice span.box {
    display: inline-flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    min-block-size: 48px;
    min-inline-size: 48px;
    padding: 8px 20px;
    border: 1px solid var(--_hairline);
    font-variant-numeric: tabular-nums;
  }
  .choice input:hover + .box {
    border-color: var(--_border);
  }
  .choice input:checked + .box {
    background: var(--_ink);
    border-color: var(--_ink);
    color: var(--_paper);
  }
  .choice input:checked + .box .small {
    color: inherit;
  }
  .choice input:focus-visible + .box {
    outline: 2px solid var(--_ink);
    outline-offset: 3px;
  }
  .rows > li {
    border-block-end: 1px solid var(--_hairline);
  }
  .rows > li:first-child {
    border-block-start: 1px solid var(--_hairline);
  }
  .row {
    display: flex;
    gap: 20px;
    align-items: center;
    inline-size: 100%;
    min-block-size: 48px;
    padding-block: 20px;
  }
  .row > span {
    flex: 1;
  }
  .row .serif,
  .row .line {
    display: block;
  }
  .row .line {
    margin-block-start: 4px;
  }
  .root:not(:lang(ar), :lang(ja), :lang(zh)) .row .line::first-letter {
    text-transform: uppercase;
  }
  .row::after {
    content: "";
    flex: none;
    inline-size: 9px;
    block-size: 9px;
    margin-inline-end: 4px;
    border: solid var(--_border);
    border-width: 1px 1px 0 0;
    rotate: 45deg;
  }
  [dir="rtl"] .row::after {
    rotate: -135deg;
  }
  .row:hover .serif {
    color: var(--_accent);
  }
  details > summary {
    list-style: none;
    cursor: pointer;
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 56px;
    border-block: 1px solid var(--_hairline);
  }
  details > summary::-webkit-details-marker {
    display: none;
  }
  details > summary::before {
    content: "+" / "";
    inline-size: 1em;
    text-align: center;
    color: var(--_accent);
  }
  details[open] > summary::before {
    content: "–" / "";
  }
  details > .stack {
    padding-block: 20px 32px;
    border-block-end: 1px solid var(--_hairline);
  }
  .notice {
    border-inline-start: 2px solid var(--_accent);
    padding: 8px 20px;
    scroll-margin-block: 20px 120px;
  }
  .notice.alarm {
    border-color: var(--_alarm);
    display: flex;
    gap: 12px;
  }
  .notice.alarm::before {
    color: var(--_alarm);
    font-size: calc(var(--_u) * 0.8125);
  }
  .notice .link {
    margin-inline-end: 20px;
  }
  @media (forced-colors: active) {
    .choice input:checked + .box {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      border-color: Highlight;
    }
    .notice {
      border-color: CanvasText;
    }
  }
`;
