/** A table as the second half of the card: quiet lines, one for each person. */
import { css } from "lit";

export const tableStyle = css`
  .table {
    text-align: start;
  }
  .table h2 {
    text-align: center;
    font-size: calc(var(--_u) * 1.375);
  }
  .table h3 {
    margin-block: 28px 8px;
    color: var(--_quiet);
    font: inherit;
    font-size: calc(var(--_u) * 0.8125);
    letter-spacing: 0.06em;
    text-transform: uppercase;
  }
  :is(:lang(ar), :lang(ja), :lang(zh)) .table h3 {
    letter-spacing: 0;
  }
  .courier {
    margin-block-start: 20px;
    padding: 20px;
    border: 1px solid var(--_hairline);
    text-align: center;
  }
  .diners,
  .menu ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .diners li {
    padding-block: 12px;
    border-block-start: 1px solid var(--_hairline);
  }
  .answer {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  .answer .second {
    margin-block-start: 8px;
  }
  .menu {
    text-align: start;
  }
  .menu + .menu > summary {
    border-block-start: 0;
  }
  .menu summary {
    min-block-size: 48px;
    padding-block: 12px;
    font-family: var(--_display);
    font-size: calc(var(--_u) * 1.125);
    cursor: pointer;
  }
  .menu li {
    padding-block-end: 10px;
  }
  .menu ul,
  .menu .serif {
    margin-block-start: 12px;
  }
  .menu ol {
    padding-inline-start: 20px;
  }
  .menu > :last-child {
    margin-block-end: 16px;
  }
  .before h2 {
    margin-block: 0 8px;
    color: var(--_quiet);
    font: inherit;
  }
  .codes .columns {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
    gap: 0 20px;
  }
  .codes .check + .check {
    margin-block-start: 0;
  }
  .column-wise {
    flex-direction: column;
    align-items: stretch;
  }
  .choice input:disabled + .box {
    color: var(--_quiet);
    cursor: not-allowed;
  }
  .consent .hint {
    margin: 0;
    padding-inline-start: 32px;
  }
`;
