/** The widget's sheet: one column on a phone with a sticky foot, 7/5 on a desktop. Sized by its container only. */
import { css } from "lit";

export const bookingStyle = css`
  /* Room for a step before there is one: what stands below the widget does not jump. */
  .root {
    min-block-size: var(--sr-height, 40rem);
  }
  .top {
    display: flex;
    justify-content: space-between;
    align-items: center;
    min-block-size: 48px;
  }
  .progress {
    block-size: 1px;
    background: var(--_hairline);
    margin-block-end: 32px;
  }
  .progress::before {
    content: "";
    display: block;
    block-size: 1px;
    background: var(--_accent);
    inline-size: 0;
  }
  .s1::before {
    inline-size: 25%;
  }
  .s2::before {
    inline-size: 50%;
  }
  .s3::before {
    inline-size: 75%;
  }
  .s4::before {
    inline-size: 100%;
  }
  .step {
    min-inline-size: 0;
  }
  .again {
    max-inline-size: 34rem;
  }
  .again > h2 {
    margin-block-end: 20px;
    text-wrap: pretty;
  }
  .again > .foot {
    margin-block-start: 32px;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    column-gap: 32px;
    row-gap: 12px;
    margin-block-start: 20px;
  }
  .row.slim {
    padding-block: 12px;
  }
  .names {
    grid-template-columns: 1fr;
  }
  .gap {
    margin-block-start: 20px;
  }
  .card .gap {
    text-wrap: balance;
  }
  .foot {
    position: sticky;
    inset-block-end: 0;
    margin-inline: calc(-1 * var(--_gutter));
    padding: 12px var(--_gutter) calc(12px + env(safe-area-inset-bottom));
    background: var(--_paper);
    border-block-start: 1px solid var(--_hairline);
    z-index: 1;
  }
  .foot .primary {
    inline-size: 100%;
  }
  .picked {
    text-align: center;
    margin-block-end: 8px;
  }
  .aside {
    display: none;
  }
  .chosen {
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    min-block-size: 48px;
    padding-block: 12px;
  }
  .chosen:hover {
    color: var(--_accent);
  }
  .chosen .small {
    line-height: 1.8;
  }
  @container (min-width: 30rem) {
    .names {
      grid-template-columns: 9em 1fr 1fr;
    }
    .names.two {
      grid-template-columns: 1fr 1fr;
    }
  }
  @container (min-width: 44rem) {
    .foot {
      position: static;
      margin: 0;
      margin-block-start: 32px;
      padding: 0;
      border: 0;
    }
    .foot .primary {
      inline-size: auto;
      min-inline-size: 16rem;
    }
    .picked {
      display: none;
    }
  }
  @container (min-width: 54rem) {
    .sheet.two {
      display: grid;
      grid-template-columns: 7fr 5fr;
      gap: 56px;
      align-items: start;
    }
    .two .ribbon {
      margin-inline: -6px;
    }
    .two .track {
      padding-inline: 6px;
    }
    .aside {
      display: block;
      padding-inline-start: 56px;
      border-inline-start: 1px solid var(--_hairline);
    }
    .aside .rows {
      margin-block-start: 20px;
    }
  }
  .sheet:not(.two) > .step {
    max-inline-size: 48rem;
  }
  @media print {
    .root {
      min-block-size: 0;
    }
    .top,
    .progress,
    .foot {
      display: none;
    }
  }
`;
