/** A client's own page: one column on a phone; on a desktop her advisor beside it, as the widget's summary is. */
import { css } from "lit";

export const clientStyle = css`
  .letter header {
    margin-block-end: 32px;
  }
  .letter .maison {
    font: 400 calc(var(--_u) * 1.375) / var(--_snug) var(--_display);
    color: var(--_accent);
    margin-block-end: 12px;
  }
  .letter aside {
    border-block: 1px solid var(--_hairline);
    padding-block: 20px;
  }
  .letter h2 {
    font-size: calc(var(--_u) * 1.375);
    line-height: var(--_snug);
    color: var(--_accent);
  }
  .main > * {
    margin-block-start: 56px;
  }
  .none {
    margin-block-start: 20px;
  }
  .visits > li {
    padding-block: 32px;
    border-block-end: 1px solid var(--_hairline);
  }
  .visits > li:first-child {
    padding-block-start: 20px;
  }
  .visits h3,
  .past li,
  .people .lead {
    outline: none;
  }
  .visits .small-gap {
    margin-block-start: 12px;
  }
  .visits .street {
    min-block-size: 1.6em;
  }
  .letter .actions {
    justify-content: flex-start;
    margin-block-start: 20px;
  }
  .near .actions,
  .letter .actions.near {
    gap: 0 32px;
    margin-block-start: 12px;
  }
  .past {
    margin-block: 12px;
  }
  .past > li {
    padding-block: 12px;
    border-block-end: 1px solid var(--_hairline);
  }
  details > summary {
    min-block-size: 72px;
  }
  details + details > summary {
    border-block-start: 0;
  }
  details[open] + details > summary {
    border-block-start: 1px solid var(--_hairline);
  }
  details form > * + *,
  .letter form > .actions {
    margin-block-start: 32px;
  }
  [role="group"] > .error {
    margin-block-start: 12px;
  }
  .consents {
    padding-block-end: 8px;
    border-block-end: 1px solid var(--_hairline);
  }
  .consents .check {
    align-items: flex-start;
    padding-block: 12px;
  }
  .consents .check input {
    margin-block-start: 3px;
  }
  .consents .check:has(:disabled) {
    color: var(--_quiet);
    cursor: default;
  }
  .people > li {
    padding-block: 20px;
    border-block-end: 1px solid var(--_hairline);
  }
  .people > li:first-child {
    border-block-start: 1px solid var(--_hairline);
  }
  /* The widget brings its own margins. */
  .widget {
    margin-inline: calc(-1 * var(--_gutter));
  }
  showroom-booking:not(:defined) {
    display: block;
    min-block-size: 40rem;
  }
  @container (min-width: 44rem) {
    .letter {
      max-inline-size: 48rem;
      margin-inline: auto;
    }
    .widget {
      margin-block-start: -32px;
    }
    .card + .widget {
      max-inline-size: 48rem;
      margin: 0 auto;
    }
  }
  @container (min-width: 60rem) {
    .letter {
      max-inline-size: 70rem;
      display: grid;
      grid-template-columns: 7fr 4fr;
      gap: 0 56px;
      align-items: start;
    }
    .letter header {
      grid-column: 1 / -1;
    }
    .letter .main {
      grid-column: 1;
      grid-row: 2;
    }
    .letter .main > :first-child {
      margin-block-start: 0;
    }
    .letter aside {
      grid-column: 2;
      position: sticky;
      inset-block-start: 56px;
      border-block: 0;
      border-inline-start: 1px solid var(--_hairline);
      padding-block: 0;
      padding-inline-start: 56px;
    }
  }
  @media print {
    .noprint {
      display: none;
    }
    .main > * {
      margin-block-start: 32px;
    }
    .visits > li {
      padding-block: 12px;
      break-inside: avoid;
    }
  }
`;
