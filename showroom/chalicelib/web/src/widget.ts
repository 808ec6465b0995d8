/** The bundle behind `<script type="module" src="…/widget.js">`. */
import { ShowroomBooking } from "./booking/element.js";

const home = new URL(".", import.meta.url).href.replace(/\/$/, "");

if (!customElements.get("showroom-booking")) {
  customElements.define(
    "showroom-booking",
    class extends ShowroomBooking {
      constructor() {
        super(home);
      }
    },
  );
}
