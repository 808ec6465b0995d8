/** The room once somebody is in it: the other's picture large, one's own small in its corner, three plain acts beneath. */
import { css } from "lit";

export const roomStyle = css`
  .stage {
    position: relative;
    margin-block-start: 20px;
    aspect-ratio: 4 / 3;
    overflow: hidden;
    background: #12110f;
  }
  .stage video {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .stage video[hidden] {
    display: none;
  }
  .stage .mine {
    position: absolute;
    inset-block-end: 12px;
    inset-inline-end: 12px;
    inline-size: 28%;
    block-size: auto;
    aspect-ratio: 4 / 3;
    border: 1px solid rgb(255 255 255 / 0.6);
    /* One knows oneself from the mirror. */
    transform: scaleX(-1);
  }
  .stage.alone .mine {
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border: 0;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px 28px;
    margin-block-start: 20px;
  }
  @container (min-width: 44rem) {
    .card.inside {
      max-inline-size: 48rem;
    }
    .stage {
      aspect-ratio: 16 / 10;
    }
  }
`;
