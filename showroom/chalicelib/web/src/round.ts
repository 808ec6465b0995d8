/** The bundle of a courier's round. It stands in assets/, one folder below the API. */
import { ShowroomRound } from "./round/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-round",
  class extends ShowroomRound {
    constructor() {
      super(home);
    }
  },
);

// Nothing of the round is in there: only the page itself, so that it opens again where there is no network.
void navigator.serviceWorker?.register(`${home}/round-worker.js`, { scope: `${home}/round` }).catch(() => undefined);
