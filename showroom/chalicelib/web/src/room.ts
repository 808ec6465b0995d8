/** The bundle of the room page. It stands in assets/, one folder below the API. */
import { ShowroomRoom } from "./room/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-room",
  class extends ShowroomRoom {
    constructor() {
      super(home);
    }
  },
);
