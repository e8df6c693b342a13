import type { Mask } from "../image.js";
import { smoothCoarsely } from "../kernels/smooth-mask.js";
import { PART } from "../person/types.js";

/** The outline is smoothed over this length, in units, where skin is painted up to it. */
const SMOOTH_UNITS = 0.06;

/** Coverage 0..1 of the person, clothes and all, smoothed: no limb that is painted stands out of it. Shape: the size of `parts`. */
export function readPersonOutline(parts: Mask, unit: number): Float32Array {
  return smoothCoarsely(parts, (i) => parts.data[i] !== PART.background, SMOOTH_UNITS * unit);
}
