/**
 * The garment stage: reads the garment of a product photo, flat or on a model, or an upper and a lower one side by side. It finds each
 * garment, its colours and its landmarks; it neither knows the person who will wear it nor moves a pixel.
 */
export { analyseGarment, mayBeWorn } from "./analyse-garment.js";
export { drawGarmentDebug } from "./draw-debug.js";
export { listAnalyses } from "./types.js";
export type * from "./types.js";
