/** The bundle of a kitchen's evening. It stands in assets/, one folder below the API. */
import { ShowroomKitchen } from "./kitchen/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-kitchen",
  class extends ShowroomKitchen {
    constructor() {
      super(home);
    }
  },
);
