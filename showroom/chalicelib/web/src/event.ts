/** The bundle of the invitation's page. It stands in assets/, one folder below the API. */
import { ShowroomEvent } from "./event/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-event",
  class extends ShowroomEvent {
    constructor() {
      super(home);
    }
  },
);
