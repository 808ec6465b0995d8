/** The part that only known clients fetch: as last time, her own advisor, and the quiet keeping of her hour. */
export { keep } from "./keep.js";
export { fits, last, offer } from "./last.js";
export { rather, whom } from "./whom.js";
