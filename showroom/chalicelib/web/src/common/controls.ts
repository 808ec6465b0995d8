/** Buttons and fields as styles: one look everywhere. */
import { css } from "lit";

export const controls = css`
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    border-radius: 0;
    margin: 0;
  }
  button {
    cursor: pointer;
    background: none;
    border: 0;
    padding: 0;
    text-align: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_ink);
    outline-offset: 3px;
  }
  :is(h1, h2):focus-visible {
    outline: none;
  }
  .primary,
  .second {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 52px;
    padding: 8px 32px;
    border: 1px solid var(--_ink);
    background: var(--_ink);
    color: var(--_paper);
    text-align: center;
    text-decoration: none;
  }
  .second {
    background: none;
    color: var(--_ink);
    border-color: var(--_border);
  }
  @media (hover: hover) {
    .primary:hover {
      background: color-mix(in srgb, var(--_ink) 86%, var(--_paper));
    }
    .second:hover {
      border-color: var(--_ink);
    }
  }
  .primary[aria-disabled="true"] {
    cursor: progress;
  }
  /* The button keeps its width while it says "One moment": both words lie in one cell. */
  .swap {
    display: inline-grid;
  }
  .swap > * {
    grid-area: 1 / 1;
  }
  .swap > [aria-hidden="true"] {
    visibility: hidden;
  }
  .link {
    display: inline-flex;
    align-items: center;
    min-block-size: 48px;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--_border);
    text-underline-offset: 0.3em;
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
  .field {
    display: block;
  }
  .field > label,
  legend {
    display: block;
    padding: 0;
    font-size: calc(var(--_u) * 0.8125);
    color: var(--_quiet);
  }
  .field > label {
    margin-block-end: 6px;
  }
  .field input,
  .field select,
  .field textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 48px;
    padding: 8px 0;
    border: 0;
    border-block-end: 1px solid var(--_border);
    background: var(--_paper);
    font-size: max(16px, var(--_u));
    line-height: 1.6;
  }
  /* E-mail and telephone are left-to-right islands that begin where their neighbours do. */
  [dir="rtl"] .field input[dir="ltr"] {
    text-align: end;
  }
  .field textarea {
    min-block-size: 5.2em;
    resize: vertical;
  }
  .field select {
    appearance: none;
    padding-inline-end: 24px;
  }
  .select {
    position: relative;
  }
  .select::after {
    content: "";
    position: absolute;
    inset-block-end: 21px;
    inset-inline-end: 6px;
    inline-size: 8px;
    block-size: 8px;
    border: solid var(--_quiet);
    border-width: 0 1px 1px 0;
    rotate: 45deg;
    pointer-events: none;
  }
  .field :is(input, select, textarea):focus {
    outline: 2px solid var(--_ink);
    outline-offset: 3px;
    border-block-end: 2px solid var(--_ink);
  }
  .field [aria-invalid="true"] {
    border-block-end: 2px solid var(--_alarm);
  }
  .hint {
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.8125);
    margin-block-start: 8px;
  }
  .error {
    color: var(--_alarm);
    font-size: calc(var(--_u) * 0.8125);
    margin-block-start: 8px;
    display: flex;
    gap: 8px;
  }
  .error::before,
  .notice.alarm::before {
    content: "!";
    flex: none;
    inline-size: 1.5em;
    block-size: 1.5em;
    line-height: 1.4em;
    border: 1px solid currentColor;
    border-radius: 50%;
    text-align: center;
    content: "!" / "";
  }
  .pair {
    display: grid;
    gap: 20px;
  }
  .check {
    display: flex;
    gap: 12px;
    align-items: center;
    min-block-size: 48px;
    cursor: pointer;
  }
  .check + .check {
    margin-block-start: 12px;
  }
  .check input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    accent-color: var(--_ink);
  }
  @container (min-width: 30rem) {
    .pair {
      grid-template-columns: 1fr 1fr;
    }
    .pair > .all {
      grid-column: 1 / -1;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border: 2px solid ButtonText;
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
    .error::before {
      border-color: CanvasText;
    }
  }
`;
