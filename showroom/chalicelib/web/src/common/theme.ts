/** Paper, ink and type, shared by the widget and the pages. Every `--sr-*` may be set by the maison. */
import { css } from "lit";

export const theme = css`
  :host {
    display: block;
    container-type: inline-size;
    --_paper: var(--sr-paper, #fbf9f5);
    --_ink: var(--sr-ink, #1b1a17);
    --_quiet: var(--sr-quiet, #6b655c);
    --_accent: var(--sr-accent, #7a6a4f);
    --_alarm: var(--sr-alarm, #8c3b2e);
    --_border: var(--sr-border, #8f877a);
    --_hairline: var(--sr-hairline, #d9d3c7);
    color-scheme: light;
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      --_paper: var(--sr-paper-dark, #141311);
      --_ink: var(--sr-ink-dark, #ece7db);
      --_quiet: var(--sr-quiet-dark, #a49c8e);
      --_accent: var(--sr-accent-dark, #b89b6a);
      --_alarm: var(--sr-alarm-dark, #dd8f7f);
      --_border: var(--sr-border-dark, #6f6a61);
      --_hairline: var(--sr-hairline-dark, #37342f);
      color-scheme: dark;
    }
  }
  :host([theme="dark"]) {
    --_paper: var(--sr-paper-dark, #141311);
    --_ink: var(--sr-ink-dark, #ece7db);
    --_quiet: var(--sr-quiet-dark, #a49c8e);
    --_accent: var(--sr-accent-dark, #b89b6a);
    --_alarm: var(--sr-alarm-dark, #dd8f7f);
    --_border: var(--sr-border-dark, #6f6a61);
    --_hairline: var(--sr-hairline-dark, #37342f);
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  /* The page around us may say anything about type: nothing of it is inherited past this element. */
  .root {
    all: initial;
    --_u: var(--sr-size, max(1rem, 16px));
    --_serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", "Noto Serif", Georgia, serif;
    --_display: var(--sr-display, var(--_serif));
    --_text: var(--sr-text, ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif);
    --_gutter: 20px;
    --_tight: 1.2;
    --_snug: 1.3;
    display: block;
    box-sizing: border-box;
    color-scheme: inherit;
    background: var(--_paper);
    color: var(--_ink);
    font: 400 var(--_u) / 1.6 var(--_text);
    overflow-wrap: break-word;
    padding: 20px var(--_gutter) 32px;
    text-align: start;
    -webkit-text-size-adjust: 100%;
    -webkit-tap-highlight-color: transparent;
  }
  .root:lang(ar) {
    --_u: calc(var(--sr-size, max(1rem, 16px)) * 1.08);
    --_display: var(--sr-arabic, "Geeza Pro", "Noto Naskh Arabic", "Sakkal Majalla", var(--_serif));
    --_tight: 1.5;
    --_snug: 1.6;
    line-height: 1.8;
  }
  .root:lang(ja) {
    --_display: var(--sr-japanese, "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP", serif);
  }
  .root:lang(zh) {
    --_display: var(--sr-chinese, "Songti SC", "Noto Serif CJK SC", SimSun, serif);
  }
  .root:lang(ja),
  .root:lang(zh) {
    --_tight: 1.4;
    --_snug: 1.5;
    line-break: strict;
    word-break: auto-phrase;
  }
  .root:is(:lang(ar), :lang(ja), :lang(zh)) {
    --_text: var(--_display);
    font-family: var(--_text);
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
    list-style: none;
  }
  h1,
  h2 {
    font: 400 calc(var(--_u) * 1.875) / var(--_tight) var(--_display);
    text-wrap: balance;
    outline: none;
  }
  h3,
  .serif {
    font: 400 calc(var(--_u) * 1.375) / var(--_snug) var(--_display);
  }
  .quiet,
  .small {
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.8125);
  }
  .lead {
    font-size: calc(var(--_u) * 1.125);
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .measure {
    max-inline-size: 34rem;
  }
  .stack > * + * {
    margin-block-start: 20px;
  }
  .stack > * + .wide {
    margin-block-start: 32px;
  }
  bdi,
  .ltr {
    unicode-bidi: isolate;
  }
  a {
    color: inherit;
  }
  .card {
    max-inline-size: 34rem;
    margin-inline: auto;
    border: 1px solid var(--_hairline);
    padding: 32px 20px;
    text-align: center;
  }
  .card .rule {
    inline-size: 56px;
    block-size: 1px;
    background: var(--_accent);
    margin: 20px auto;
  }
  .card .day {
    font: 400 calc(var(--_u) * 1.875) / var(--_tight) var(--_display);
    text-wrap: balance;
  }
  .card .maison {
    font: 400 calc(var(--_u) * 1.375) / var(--_snug) var(--_display);
    color: var(--_accent);
    margin-block-end: 20px;
  }
  /* Its line is there before the street is. */
  .card .street {
    min-block-size: 1.6em;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 32px;
    justify-content: center;
    align-items: center;
    margin-block-start: 32px;
  }
  .lines > div {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 12px;
    align-items: baseline;
    padding-block: 12px;
    border-block-end: 1px solid var(--_hairline);
  }
  .lines dt {
    grid-column: 1 / -1;
    color: var(--_quiet);
    font-size: calc(var(--_u) * 0.8125);
  }
  @container (min-width: 26rem) {
    .lines > div {
      grid-template-columns: 8.5em 1fr auto;
    }
    .lines dt {
      grid-column: auto;
    }
  }
  @container (min-width: 44rem) {
    .root {
      --_gutter: 56px;
      padding-block: 56px;
    }
    h1,
    h2 {
      font-size: calc(var(--_u) * 2.375);
    }
    .card {
      padding: 56px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .rise {
      animation: rise 180ms ease-out;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  @media print {
    .root {
      --_ink: #000;
      --_quiet: #444;
      --_accent: #000;
      --_hairline: #999;
      padding: 0;
      background: none;
    }
    .rise {
      animation: none;
    }
    .card {
      break-inside: avoid;
    }
    .actions,
    .noprint {
      display: none;
    }
  }
`;
