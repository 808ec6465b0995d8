/** The night's pages are read in a hurry, in the dark, with wet hands or from a stove: larger than a letter, and heavier. */
import { css } from "lit";

export const nightStyle = css`
  .root {
    min-block-size: 100vh;
    --_u: calc(var(--sr-size, max(1rem, 16px)) * 1.125);
  }
  .root:lang(ar) {
    --_u: calc(var(--sr-size, max(1rem, 16px)) * 1.2);
  }
  .gap {
    margin-block-start: 20px;
  }
  strong {
    font-weight: 600;
  }
  .quiet,
  .small {
    font-size: calc(var(--_u) * 0.875);
  }
  .head h1 {
    font-size: calc(var(--_u) * 1.875);
  }
  .codes span {
    white-space: nowrap;
  }
  .wide {
    inline-size: 100%;
  }
  .sign {
    margin-block-start: 20px;
    padding: 12px 16px;
    border: 1px solid var(--_border);
  }
  .sign.loud,
  .sign.unsent {
    border: 2px solid var(--_alarm);
  }
  .sign .lead {
    font-weight: 600;
  }
  .sign .second {
    margin-block-start: 12px;
  }
  .mark {
    display: inline-block;
    border: 1px solid currentColor;
    padding: 0 8px;
    font-size: calc(var(--_u) * 0.875);
  }
  .alarm {
    color: var(--_alarm);
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
    min-block-size: 30rem;
  }
  .skeleton i {
    display: block;
    block-size: 1px;
    margin-block: 40px;
    background: var(--_hairline);
  }
`;
