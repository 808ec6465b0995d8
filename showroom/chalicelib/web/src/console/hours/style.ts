/** The page of hours, and the sheet for time off. */
import { css } from "lit";

export const hoursStyle = css`
  .hours h2 {
    margin-block: 32px 8px;
  }
  .hours .columns > div > h2:first-child {
    margin-block-start: 8px;
  }
  .days > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 20px;
    min-block-size: 56px;
    padding-block: 4px;
    border-block-end: 1px solid var(--_hairline);
  }
  .dayname {
    flex: 0 0 9rem;
  }
  .ranges {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 20px;
  }
  .range {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .days input,
  .address input {
    appearance: none;
    border: 0;
    border-block-end: 1px solid var(--_border);
    background: var(--_paper);
    min-block-size: 44px;
    font-size: max(16px, var(--_u) * 0.9375);
    font-variant-numeric: tabular-nums;
  }
  .range input {
    inline-size: 4.2rem;
    text-align: center;
  }
  .days [aria-invalid="true"] {
    border-block-end: 2px solid var(--_alarm);
  }
  .journey label {
    flex: 1 1 9rem;
  }
  .journey .small {
    display: block;
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.8125);
  }
  .journey input {
    inline-size: 100%;
  }
  .acts {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  .ticks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 28px;
  }
  .ticks .check + .check {
    margin-block-start: 0;
  }
  .address {
    display: flex;
    gap: 12px;
    align-items: center;
    margin-block-start: 12px;
  }
  .address input {
    flex: 1;
    min-inline-size: 0;
  }
  .hours .doings {
    margin-block-start: 20px;
  }
  .hours fieldset,
  dialog fieldset {
    margin-block-start: 16px;
  }
  .hours .quiet {
    max-inline-size: 40rem;
  }
  .told .quiet,
  .told .field {
    margin-block-start: 16px;
  }
  dialog .lead {
    margin-block-start: 20px;
  }
  dialog .asks .field {
    margin-block: 8px;
  }
  @media (min-width: 44rem) {
    dialog .pair,
    .hours .pair {
      grid-template-columns: 1fr 1fr;
      column-gap: 32px;
    }
    .pair > .all {
      grid-column: 1 / -1;
    }
  }
  .clients .notice {
    margin-block-start: 20px;
  }
  .history code {
    font-size: calc(var(--_u) * 0.8125);
  }
  @media (min-width: 60rem) {
    .columns.even {
      grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    }
    .clients .columns.even {
      grid-template-columns: minmax(0, 2fr) minmax(0, 4fr);
    }
  }
`;
