/**
 * The garment stage: reads one upper garment in a flat product photo. It finds the garment, its colours and its landmarks; it neither
 * knows the person nor moves a pixel.
 */
export { analyseGarment, mayBeWorn } from "./analyse-garment.js";
export { drawGarmentDebug } from "./draw-debug.js";
export type * from "./types.js";
