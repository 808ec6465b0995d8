/** The bundle of the console. It stands in assets/, one folder below the API. */
import { ShowroomConsole } from "./console/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-console",
  class extends ShowroomConsole {
    constructor() {
      super(home);
    }
  },
);
