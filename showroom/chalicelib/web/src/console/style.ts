/** The console's own look: the widget's paper and ink, calmer and denser. */
import calendarSheet from "@event-calendar/core/index.css";
import { css, unsafeCSS } from "lit";
import { controls } from "../common/controls.js";
import { lists } from "../common/lists.js";
import { theme } from "../common/theme.js";
import { timesStyle } from "../common/times-style.js";
import { entryStyle } from "./entry-style.js";
import { dinnerStyle } from "./events/dinner/style.js";
import { guestsStyle } from "./events/guests-style.js";
import { eventsStyle } from "./events/style.js";
import { gridStyle } from "./grid-style.js";
import { hoursStyle } from "./hours/style.js";

const own = css`
  :host {
    container-type: normal;
  }
  .root {
    font-size: calc(var(--_u) * 0.9375);
    line-height: 1.5;
    padding: 0;
    min-block-size: 100vh;
  }
  .root:lang(ar) {
    line-height: 1.7;
  }
  .root h1 {
    font-size: calc(var(--_u) * 1.75);
  }
  .root h2 {
    font-size: calc(var(--_u) * 1.375);
  }
  .root h3 {
    font: 400 calc(var(--_u) * 0.8125) / 1.5 var(--_text);
    color: var(--_quiet);
    margin-block: 24px 4px;
  }
  .door {
    max-inline-size: 34rem;
    margin: 20vh auto 0;
    padding-inline: 20px;
  }
  .door .lead {
    margin-block-start: 12px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 32px;
    padding: 10px 32px;
    border-block-end: 1px solid var(--_hairline);
    position: sticky;
    inset-block-start: 0;
    z-index: 5;
    background: var(--_paper);
  }
  .maison {
    font: 400 calc(var(--_u) * 1.25) / 1.2 var(--_display);
    color: var(--_accent);
  }
  nav {
    display: flex;
    gap: 24px;
  }
  .tab {
    min-block-size: 48px;
    border-block-end: 2px solid transparent;
    color: var(--_quiet);
  }
  .tab[aria-current="page"] {
    color: var(--_ink);
    border-color: var(--_ink);
  }
  .count {
    display: inline-block;
    min-inline-size: 1.6em;
    padding-inline: 0.4em;
    border: 1px solid var(--_border);
    text-align: center;
    font-size: calc(var(--_u) * 0.75);
    line-height: 1.5;
    font-variant-numeric: tabular-nums;
    color: var(--_ink);
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 20px;
    margin-inline-start: auto;
  }
  .clock {
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .root .primary,
  .root .second {
    min-block-size: 48px;
    padding: 6px 20px;
  }
  .root select,
  .inline input {
    appearance: none;
    background: var(--_paper);
    border: 0;
    border-block-end: 1px solid var(--_border);
    min-block-size: 48px;
    padding-inline-end: 24px;
  }
  .inline input {
    padding-inline-end: 0;
  }
  .root .select {
    display: inline-block;
  }
  .root .field .select {
    display: block;
  }
  .inline {
    color: var(--_quiet);
    display: inline-flex;
    gap: 12px;
    align-items: center;
  }
  .inline select,
  .inline input {
    color: var(--_ink);
  }
  .segs {
    display: inline-flex;
  }
  .seg {
    min-block-size: 40px;
    padding: 4px 14px;
    border: 1px solid var(--_hairline);
    color: var(--_quiet);
  }
  .seg + .seg {
    border-inline-start: 0;
  }
  .seg[aria-pressed="true"] {
    color: var(--_ink);
    border-block-end: 2px solid var(--_ink);
  }
  .sheet {
    padding: 20px 32px 56px;
  }
  .result {
    padding-block: 8px;
    padding-inline: 16px 0;
    border-inline-start: 2px solid var(--_accent);
    margin-block-end: 16px;
  }
  .said .notice {
    margin-block: 0 16px;
    max-inline-size: 60rem;
  }
  .columns {
    display: grid;
    gap: 32px 56px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 8px 20px;
    padding-block-end: 12px;
  }
  .second-bar {
    align-items: center;
    justify-content: flex-start;
    gap: 8px 32px;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 4px 12px;
    flex-wrap: wrap;
  }
  .plain {
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-decoration-color: var(--_border);
    text-underline-offset: 0.3em;
    min-block-size: 40px;
  }
  .plain:hover {
    text-decoration-color: currentColor;
  }
  .quiet .plain {
    min-block-size: 24px;
  }
  .step {
    inline-size: 44px;
    block-size: 44px;
    display: inline-grid;
    place-items: center;
    border: 1px solid var(--_hairline);
  }
  .step::before {
    content: "";
    inline-size: 8px;
    block-size: 8px;
    border: solid var(--_ink);
    border-width: 1px 0 0 1px;
    rotate: -45deg;
  }
  .step.on::before {
    rotate: 135deg;
  }
  [dir="rtl"] .step::before {
    rotate: 135deg;
  }
  [dir="rtl"] .step.on::before {
    rotate: -45deg;
  }
  .empty {
    padding-block: 20px;
  }
  .printed {
    display: none;
  }
  @media (min-width: 60rem) {
    .columns {
      grid-template-columns: minmax(0, 7fr) minmax(0, 5fr);
    }
    .columns .waiting {
      border-inline-start: 1px solid var(--_hairline);
      padding-inline-start: 56px;
    }
  }
  @media (max-width: 48rem) {
    .head,
    .sheet {
      padding-inline: 20px;
    }
    .about {
      margin-inline-start: 0;
    }
  }
  @media (max-width: 36rem) {
    .head {
      position: static;
    }
  }
`;

export const sheets = [theme, controls, lists, timesStyle, unsafeCSS(calendarSheet), own, entryStyle, gridStyle, hoursStyle, eventsStyle, guestsStyle, dinnerStyle];
