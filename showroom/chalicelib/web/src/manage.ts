/** The bundle of the manage page. It stands in assets/, one folder below the API. */
import { ShowroomManage } from "./manage/element.js";

const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

customElements.define(
  "showroom-manage",
  class extends ShowroomManage {
    constructor() {
      super(home);
    }
  },
);
