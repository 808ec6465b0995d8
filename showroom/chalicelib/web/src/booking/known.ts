/** The part that only known clients fetch: as last time, and the quiet keeping of her hour. */
export { keep } from "./keep.js";
export { fits, last, offer } from "./last.js";
