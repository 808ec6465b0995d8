/** Guests in lines, who waits, the report of a list, and the run of show. */
import { css } from "lit";

export const guestsStyle = css`
  .narrowing {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
    align-items: end;
    gap: 12px 28px;
    margin-block-end: 16px;
  }
  .narrowing .shown {
    padding-block-end: 12px;
  }
  .guests > li {
    border-block-end: 1px solid var(--_hairline);
    padding-block: 10px;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 20px;
  }
  .guests > li:first-child {
    border-block-start: 1px solid var(--_hairline);
  }
  .guest {
    flex: 1 1 18rem;
  }
  .guest .brief {
    color: var(--_quiet);
  }
  .opened {
    flex: 1 1 100%;
    padding-block: 4px 8px;
  }
  .queue {
    counter-reset: queue;
  }
  .queue > li::before {
    counter-increment: queue;
    content: counter(queue);
    font: 400 calc(var(--_u) * 1.375) / 1 var(--_display);
    color: var(--_quiet);
    inline-size: 2rem;
    font-variant-numeric: tabular-nums;
  }
  .fours {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
    gap: 16px 28px;
    align-items: start;
  }
  .events .sitting {
    border-block-start: 1px solid var(--_hairline);
    padding-block-start: 12px;
  }
  .events .sitting legend {
    float: inline-start;
    inline-size: 100%;
    margin-block-end: 8px;
  }
  .events .sitting .fours {
    clear: both;
  }
  .worded .field + .field {
    margin-block-start: 16px;
  }
  .events .ticks {
    margin-block-start: 16px;
  }
  .events .ticks > p {
    flex: 1 1 100%;
  }
  .events details .stack > .worded + .worded {
    margin-block-start: 32px;
  }
  .chosen {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 4px 20px;
    margin-block-end: 12px;
  }
  .scrolled {
    max-block-size: 26rem;
    overflow: auto;
    margin-block-start: 12px;
    border-block: 1px solid var(--_hairline);
  }
  .report {
    table-layout: auto;
    margin: 0;
    inline-size: 100%;
    max-inline-size: none;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .report :is(td, th) {
    block-size: auto;
    text-align: start;
    color: var(--_ink);
    padding-block: 8px;
    padding-inline-end: 16px;
    border-block-end: 1px solid var(--_hairline);
    vertical-align: top;
  }
  .report th {
    font-weight: 400;
  }
  .report thead :is(th, td) {
    position: sticky;
    inset-block-start: 0;
    background: var(--_paper);
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.8125);
  }
  .scrolled.open {
    max-block-size: none;
    max-inline-size: 52rem;
  }
  .report .refused td:nth-child(2) {
    color: var(--_alarm);
  }
  .filed {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 20px;
    margin-block: 16px 12px;
  }
  .filed .second {
    cursor: pointer;
  }
  .filed input:focus-visible + .second {
    outline: 2px solid var(--_ink);
    outline-offset: 3px;
  }
  .tier {
    padding-block: 12px;
    border-block-end: 1px solid var(--_hairline);
  }
  .tier .dayname {
    display: flex;
    gap: 0 20px;
    align-items: baseline;
    flex-wrap: wrap;
  }
  .tier .pair {
    max-inline-size: 26rem;
    margin-block: 8px 4px;
  }
  .events code {
    font-size: calc(var(--_u) * 0.8125);
  }
  .cues > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 20px;
    padding-block: 12px;
    border-block-end: 1px solid var(--_hairline);
  }
  .cues > li:first-child {
    border-block-start: 1px solid var(--_hairline);
  }
  .cues .hour {
    inline-size: 5.5em;
  }
  .cues .body {
    flex: 1 1 14rem;
  }
  .cues .over,
  .cues .missed {
    color: var(--_quiet);
  }
  .cues .on {
    border-inline-start: 2px solid var(--_ink);
    padding-inline-start: 16px;
  }
  .cues,
  .queue {
    margin-block-start: 12px;
  }
  .cues.written > li {
    align-items: end;
  }
  .written .field {
    flex: 0 1 8.5rem;
  }
  .written .field:first-child {
    flex: 1 1 14rem;
  }
  .written .field:nth-child(4) {
    flex: 0 1 11rem;
  }
  .written .error {
    flex: 1 1 100%;
    margin-block: 0 4px;
  }
  @media (min-width: 60rem) {
    .guest {
      display: grid;
      grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) minmax(0, 4fr);
      align-items: baseline;
      gap: 0 28px;
    }
    .guest > :nth-child(n + 4) {
      grid-column: 1 / -1;
    }
    .beside {
      inline-size: 11rem;
      text-align: end;
    }
  }
`;
