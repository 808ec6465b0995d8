/** The bundle of a companion's own door. It stands in assets/, one folder below the API. */
import { ShowroomDoor } from "./door/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-door",
  class extends ShowroomDoor {
    constructor() {
      super(home);
    }
  },
);
