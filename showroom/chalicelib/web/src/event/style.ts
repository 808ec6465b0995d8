/** The invitation as it would be printed: a double hairline, the words in the middle, room around them. */
import { css } from "lit";

export const eventStyle = css`
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
  .printed {
    position: relative;
    padding: 48px 28px;
  }
  /* The second line of the frame lies within the first. */
  .printed::before {
    content: "";
    position: absolute;
    inset: 7px;
    border: 1px solid var(--_hairline);
    pointer-events: none;
  }
  .printed > p,
  .printed h1 {
    text-wrap: balance;
  }
  .printed .maison {
    margin-block-end: 32px;
  }
  .printed .to {
    font: 400 calc(var(--_u) * 1.125) / var(--_snug) var(--_display);
  }
  .printed .from {
    margin-block-start: 4px;
  }
  .printed .from + h1 {
    margin-block-start: 20px;
  }
  .root:not(:lang(ar), :lang(ja), :lang(zh)) .spoken::first-letter {
    text-transform: uppercase;
  }
  .printed .rule {
    margin-block: 28px;
  }
  .printed .description {
    max-inline-size: 26rem;
    margin-inline: auto;
    text-wrap: pretty;
  }
  .printed .day {
    font-size: calc(var(--_u) * 1.375);
    margin-block-end: 4px;
  }
  .printed .notice {
    text-align: start;
  }
  .printed .moved {
    margin-block-end: 20px;
    color: var(--_accent);
  }
  .count {
    text-wrap: balance;
    outline: none;
    font: 400 calc(var(--_u) * 1.375) / var(--_snug) var(--_display);
  }
  .result {
    color: var(--_accent);
    font-size: calc(var(--_u) * 1.125);
  }
  .about {
    padding-block-end: 12px;
    border-block-end: 1px solid var(--_hairline);
  }
  .person {
    padding-block-start: 4px;
  }
  .person .pair {
    margin-block-start: 12px;
  }
  .never .hint {
    margin: 0;
    padding-inline-start: 32px;
  }
  .actions.start {
    justify-content: flex-start;
  }
  .actions .primary,
  .actions .second {
    inline-size: 100%;
  }
  .telephones p {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 0 12px;
    border-block-start: 1px solid var(--_hairline);
  }
  .skeleton {
    min-block-size: 40rem;
    padding-block: 56px;
  }
  .skeleton i {
    display: block;
    block-size: 1px;
    margin-block: 40px;
    background: var(--_hairline);
    animation: fade 180ms ease-out 300ms backwards;
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton i {
      display: none;
    }
  }
  @keyframes fade {
    from {
      opacity: 0;
    }
  }
  .stage {
    position: relative;
    margin-block-start: 20px;
    aspect-ratio: 4 / 3;
    overflow: hidden;
    background: #12110f;
  }
  .stage[hidden] {
    display: none;
  }
  .stage .theirs {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .screen {
    aspect-ratio: 16 / 9;
    background: #0b0a09;
  }
  .screen:fullscreen {
    aspect-ratio: auto;
    margin: 0;
  }
  .screen canvas {
    font-family: var(--_display);
  }
  /* Two lines high whether anything is said or not: nothing below it moves. */
  .said {
    display: grid;
    place-items: center;
    min-block-size: calc(var(--_u) * 4.4);
    padding-block-start: 12px;
    font: 400 calc(var(--_u) * 1.125) / var(--_snug) var(--_display);
    text-wrap: balance;
  }
  .said:lang(ar) {
    font-family: "Geeza Pro", "Noto Naskh Arabic", "Sakkal Majalla", var(--_serif);
  }
  .said:lang(ja) {
    font-family: "Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP", serif;
  }
  .said:lang(zh) {
    font-family: "Songti SC", "Noto Serif CJK SC", SimSun, serif;
  }
  .knobs {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: center;
    gap: 4px 28px;
  }
  .knobs label {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 48px;
    color: var(--_quiet);
  }
  .knobs select {
    min-block-size: 48px;
    border: 0;
    border-block-end: 1px solid var(--_border);
    border-radius: 0;
    background: var(--_paper);
    color: var(--_ink);
    font: inherit;
  }
  .knobs select:focus-visible {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  .screen :is(video, canvas) {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .screen [hidden] {
    display: none;
  }
  .stage .mine {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-end: 12px;
    inline-size: 28%;
    border: 1px solid rgb(255 255 255 / 0.6);
    transform: scaleX(-1);
  }
  .stage .mine[hidden] {
    display: none;
  }
  @container (min-width: 44rem) {
    .actions .primary,
    .actions .second {
      inline-size: auto;
    }
    .printed {
      max-inline-size: 40rem;
      padding: 72px 64px;
    }
    .printed::before {
      inset: 11px;
    }
    .printed .day {
      font-size: calc(var(--_u) * 1.875);
    }
    .printed .rule {
      margin-block: 36px;
    }
    .card.inside {
      max-inline-size: 56rem;
    }
    .stage:not(.screen) {
      aspect-ratio: 16 / 10;
    }
  }
  @media print {
    .printed {
      padding-block: 40px;
    }
  }
`;
