/** A kitchen's evening: figures that are read across a pass, a table that fits a sheet of A4. */
import { css } from "lit";

export const kitchenStyle = css`
  .root {
    padding-block-end: 112px;
    font-variant-numeric: tabular-nums;
  }
  section,
  .slots {
    margin-block-start: 32px;
  }
  h2 {
    font-size: calc(var(--_u) * 1.5);
  }
  h3 {
    margin-block-start: 12px;
    font-size: calc(var(--_u) * 0.875);
    color: var(--_quiet);
  }
  .total {
    font: 400 calc(var(--_u) * 2.5) / var(--_tight) var(--_display);
  }
  .total strong {
    font-weight: 400;
  }
  .menus > li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 20px;
    align-items: baseline;
    padding-block: 8px;
    border-block-end: 1px solid var(--_hairline);
    font-size: calc(var(--_u) * 1.25);
  }
  .menus > li > strong {
    font-size: calc(var(--_u) * 1.75);
    line-height: var(--_tight);
  }
  .menus .must {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
  }
  .must {
    color: var(--_alarm);
    font-weight: 600;
  }
  .slots {
    display: grid;
    gap: 20px;
  }
  .slot {
    margin: 0;
    padding: 16px;
    border: 1px solid var(--_border);
  }
  .slot.now {
    border: 3px solid var(--_ink);
  }
  .slot h2 {
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
    align-items: baseline;
  }
  .slot h2 strong {
    font-weight: 400;
    color: var(--_accent);
  }
  .scroll {
    overflow-x: auto;
    margin-block-start: 12px;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
    font: inherit;
    font-size: var(--_u);
  }
  th,
  td {
    padding: 8px 12px 8px 0;
    padding-inline: 0 12px;
    border-block-end: 1px solid var(--_hairline);
    text-align: start;
    vertical-align: top;
    font-weight: 400;
  }
  thead th {
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.875);
  }
  tbody th[scope="row"] {
    font-weight: 600;
    white-space: nowrap;
  }
  .hour {
    padding-block-start: 20px;
    font: 400 calc(var(--_u) * 1.25) / var(--_snug) var(--_display);
  }
  ol > li {
    list-style: decimal inside;
  }
  .foot {
    position: fixed;
    inset-inline: 0;
    inset-block-end: 0;
    padding: 12px 20px;
    background: var(--_paper);
    border-block-start: 1px solid var(--_hairline);
  }
  .call {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    max-inline-size: 34rem;
    margin-inline: auto;
  }
  @container (min-width: 44rem) {
    .slots {
      grid-template-columns: 1fr 1fr;
    }
  }
  @media print {
    @page {
      size: A4;
      margin: 12mm;
    }
    .root {
      --_u: 12px;
      --_alarm: #000;
      --_border: #777;
    }
    .slots {
      grid-template-columns: 1fr 1fr;
    }
    .slot,
    tr,
    .cooked {
      break-inside: avoid;
    }
    thead {
      display: table-header-group;
    }
    .scroll {
      overflow: visible;
    }
  }
`;
