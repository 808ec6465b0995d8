/** Appointments in lines, what waits, the drawer that opens on top, and the day on one sheet of A4. */
import { css } from "lit";

export const entryStyle = css`
  .entries > li,
  .asks > li {
    border-block-end: 1px solid var(--_hairline);
  }
  .entries > li:first-child,
  .asks > li:first-child {
    border-block-start: 1px solid var(--_hairline);
  }
  .asks > li {
    padding-block: 14px;
  }
  .open {
    display: grid;
    grid-template-columns: 5.5em minmax(0, 1fr);
    gap: 0 16px;
    inline-size: 100%;
    padding-block: 12px;
    line-height: inherit;
  }
  @media (hover: hover) {
    .open:hover .name bdi {
      text-decoration: underline;
      text-decoration-thickness: 1px;
      text-underline-offset: 0.25em;
    }
  }
  .hour {
    font-variant-numeric: tabular-nums;
  }
  .hour time {
    display: block;
    font: 400 calc(var(--_u) * 1.25) / 1.25 var(--_display);
  }
  .hour .small {
    display: block;
  }
  .body > * {
    display: block;
  }
  .body > .name,
  .asks .name {
    font: 400 calc(var(--_u) * 1.125) / 1.35 var(--_display);
  }
  .asks .name {
    min-block-size: 32px;
    text-decoration-color: transparent;
  }
  .asks .name:hover {
    text-decoration-color: var(--_border);
  }
  .mark {
    display: inline-block;
    font: 400 calc(var(--_u) * 0.8125) / 1.4 var(--_text);
    color: var(--_quiet);
    border: 1px solid var(--_hairline);
    padding: 1px 8px;
    margin-inline-start: 12px;
    vertical-align: 0.1em;
  }
  p.mark {
    margin-inline-start: 0;
    margin-block-start: 6px;
  }
  .mark.asks {
    color: var(--_ink);
    border-color: var(--_accent);
  }
  .mark.alarm {
    color: var(--_alarm);
    border-color: currentColor;
  }
  .brief {
    padding-inline-start: 12px;
    border-inline-start: 1px solid var(--_hairline);
    margin-block-start: 4px;
    max-inline-size: 40rem;
  }
  .brief.access {
    border-inline-start: 2px solid var(--_accent);
  }
  .label {
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.8125);
    margin-inline-end: 6px;
  }
  .doings {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-block-start: 12px;
  }
  .picked {
    margin-block-start: 16px;
  }
  .picked li {
    display: flex;
    justify-content: space-between;
    align-items: center;
    border-block-end: 1px solid var(--_hairline);
  }
  .date {
    margin-block: 24px 8px;
  }
  dialog {
    position: fixed;
    inset: 0;
    inset-inline-start: auto;
    inline-size: min(34rem, 100vw);
    block-size: 100dvh;
    max-block-size: none;
    max-inline-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    border-inline-start: 1px solid var(--_border);
    background: var(--_paper);
    color: inherit;
    overflow: auto;
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: rgb(20 19 17 / 0.35);
  }
  .inner {
    min-block-size: 100%;
    padding: 16px 32px 32px;
    display: flow-root;
  }
  .shut {
    float: inline-end;
  }
  dialog h2 {
    padding-block-start: 6px;
  }
  dialog .field {
    margin-block-start: 12px;
  }
  .form .field {
    margin-block-start: 0;
  }
  dialog .when {
    margin-block: 4px 12px;
  }
  dialog .lines > div {
    grid-template-columns: 9.5em minmax(0, 1fr);
    padding-block: 8px;
  }
  dialog .lines dt {
    grid-column: auto;
  }
  dialog .lines .link {
    min-block-size: 0;
  }
  .block {
    display: block;
  }
  .form {
    display: grid;
    gap: 14px 20px;
    margin-block-start: 16px;
  }
  .told {
    min-block-size: 5.5em;
    margin-block-start: 12px;
  }
  .form .told {
    min-block-size: 6.5em;
    margin-block-start: 0;
  }
  .told .no {
    color: var(--_alarm);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 6px;
  }
  .chips .choice span.box {
    min-block-size: 40px;
    padding: 2px 12px;
  }
  .doings.sticky {
    position: sticky;
    inset-block-end: 0;
    padding-block: 12px 0;
    padding-block-end: max(12px, env(safe-area-inset-bottom));
    background: var(--_paper);
  }
  dialog .choices {
    margin-block: 8px 16px;
  }
  @media (min-width: 30rem) {
    .form {
      grid-template-columns: 1fr 1fr;
    }
    .form > .all {
      grid-column: 1 / -1;
    }
  }
  @media (max-width: 36rem) {
    .inner {
      padding-inline: 20px;
    }
    .mark {
      margin-inline-start: 8px;
    }
  }
  @media print {
    @page {
      size: A4;
      margin: 14mm;
    }
    .root {
      font-size: 10.5pt;
      min-block-size: 0;
    }
    .sheet {
      padding: 0;
    }
    .columns {
      display: block;
    }
    .printed {
      display: block;
      margin-block-end: 8px;
    }
    .open {
      padding-block: 5px;
      break-inside: avoid;
    }
    .entries > li {
      break-inside: avoid;
    }
    dialog {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .seg[aria-pressed="true"] {
      outline: 2px solid Highlight;
    }
  }
`;
