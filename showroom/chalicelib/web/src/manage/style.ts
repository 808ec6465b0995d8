/** The manage and room pages: one column of the letter's width, or the card. */
import { css } from "lit";

export const manageStyle = css`
  .root {
    min-block-size: 100vh;
  }
  .column {
    max-inline-size: 34rem;
    margin-inline: auto;
  }
  .gap {
    margin-block-start: 20px;
  }
  .card > .gap,
  .card h1 {
    text-wrap: balance;
  }
  .result {
    color: var(--_accent);
    font-size: calc(var(--_u) * 1.125);
  }
  .actions.start {
    justify-content: flex-start;
  }
  .actions .primary,
  .actions .second {
    inline-size: 100%;
  }
  .block {
    display: block;
  }
  .telephones p {
    padding-block: 8px;
    border-block-start: 1px solid var(--_hairline);
  }
  .telephones .link {
    margin-inline-start: 8px;
  }
  .notice {
    text-align: start;
  }
  .foot {
    position: sticky;
    inset-block-end: 0;
    padding-block: 12px calc(12px + env(safe-area-inset-bottom));
    background: var(--_paper);
    border-block-start: 1px solid var(--_hairline);
  }
  .foot .primary {
    inline-size: 100%;
  }
  .here {
    margin-block-start: 20px;
  }
  .here li {
    padding-block: 12px;
    border-block-end: 1px solid var(--_hairline);
  }
  .count {
    text-wrap: balance;
    font: 400 calc(var(--_u) * 1.375) / var(--_snug) var(--_display);
  }
  @container (min-width: 44rem) {
    .actions .primary,
    .actions .second {
      inline-size: auto;
    }
  }
`;
