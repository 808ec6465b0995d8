/** The bundle of a client's own page. It stands in assets/, one folder below the API; the widget comes when it is asked for. */
import { ShowroomClient } from "./client/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-client",
  class extends ShowroomClient {
    constructor() {
      super(home);
    }
  },
);
