/** The calendar in our ink: hairlines, no colours but those of paper, and a different edge for what is not settled. */
import { css } from "lit";

export const gridStyle = css`
  .grid {
    overflow-x: auto;
    border-block: 1px solid var(--_hairline);
  }
  .grid .ec {
    --ec-bg-color: var(--_paper);
    --ec-text-color: var(--_ink);
    --ec-border-color: var(--_hairline);
    --ec-today-bg-color: var(--_paper);
    --ec-highlight-color: var(--_paper);
    --ec-event-bg-color: var(--_paper);
    --ec-event-text-color: var(--_ink);
    --ec-bg-event-opacity: 1;
    --ec-event-col-gap: 2px;
    color-scheme: inherit;
    font-size: calc(var(--_u) * 0.8125);
  }
  .grid .ec-toolbar {
    display: none;
  }
  .grid .ec-main {
    border: 0;
  }
  .grid .ec-row-head {
    min-block-size: 66px;
    align-items: center;
    text-align: start;
    font: 400 calc(var(--_u) * 0.9375) / 1.25 var(--_display);
    inline-size: 11em;
  }
  .grid.all .ec-event-body {
    flex-direction: column;
  }
  .grid.day .ec-header .ec-col-head:not(.ec-slots) {
    display: none;
  }
  .grid.all .ec-slot {
    text-align: start;
    padding-inline-start: 4px;
  }
  .grid .ec-slot,
  .grid .ec-col-head,
  .grid .ec-sidebar {
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  .grid .ec-col-head {
    padding-block: 6px;
  }
  .grid .ec-event {
    border-radius: 0;
    box-shadow: none;
    padding: 2px 6px;
    line-height: 1.3;
  }
  .grid .ec-event.appointment {
    border: 1px solid var(--_border);
    border-inline-start: 3px solid var(--_accent);
    cursor: pointer;
  }
  .grid .ec-event.hosted {
    border: 1px solid var(--_accent);
    background: color-mix(in srgb, var(--_accent) 10%, var(--_paper));
  }
  .grid .ec-event:has(:focus-visible) {
    outline: 2px solid var(--_ink);
    outline-offset: 1px;
    z-index: 3;
  }
  .grid .ec-event.requested,
  .grid .ec-event.held {
    border-style: dashed;
    border-inline-start-style: solid;
    border-inline-start-color: var(--_ink);
  }
  .grid .ec-event.proposed {
    border-style: dotted;
    color: var(--_quiet);
    background-image: repeating-linear-gradient(135deg, var(--_hairline) 0 1px, transparent 1px 7px);
  }
  .grid .ec-event.late {
    border-color: var(--_alarm);
  }
  .grid .ec-event.done,
  .grid .ec-event.no_show {
    color: var(--_quiet);
    border-inline-start-color: var(--_hairline);
  }
  .grid .ec-event .press {
    display: flex;
    flex-flow: inherit;
    gap: inherit;
    inline-size: 100%;
    block-size: 100%;
    min-inline-size: 0;
    overflow: hidden;
    cursor: inherit;
  }
  .grid .ec-event .press:focus-visible {
    outline: none;
  }
  .grid .ec-event bdi {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .grid .at {
    color: var(--_quiet);
    font-variant-numeric: tabular-nums;
  }
  .grid .who {
    font-family: var(--_display);
    font-size: calc(var(--_u) * 0.9375);
  }
  .grid .what {
    color: var(--_quiet);
  }
  .grid .ec-bg-event.off {
    background: color-mix(in srgb, var(--_hairline) 45%, var(--_paper));
    border-radius: 0;
  }
  .grid .ec-bg-event.now {
    background: var(--_alarm);
    border-radius: 0;
  }
  .grid .ec-ghost {
    opacity: 0.5;
  }
  .hint {
    margin-block-start: 12px;
  }
  @media (forced-colors: active) {
    .grid .ec-event.appointment {
      border-color: CanvasText;
    }
  }
  @media print {
    .grid {
      overflow: visible;
    }
  }
`;
