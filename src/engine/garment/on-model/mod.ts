/**
 * Garments on a model: reads the upper garment that a person in the garment photo wears, and lays it flat, so that fit and warp
 * need not know. It uses the person's own analysis; it does not look for the person.
 */
export { analyseWornGarment } from "./analyse-worn-garment.js";
export { mayShowWearer, showsSkin } from "./shows-wearer.js";
