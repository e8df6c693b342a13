import { createMask, type Mask } from "../image.js";
import { smoothCoarsely } from "../kernels/smooth-mask.js";
import { PART } from "../person/types.js";

/** The outline is smoothed over this length, in units, where skin is painted up to it. */
const SMOOTH_UNITS = 0.06;

/** Coverage 0..1 of the person, clothes and all, smoothed: no limb that is painted stands out of it. Shape: the size of `parts`. */
export function readPersonOutline(parts: Mask, unit: number): Float32Array {
  const person = createMask(parts.width, parts.height);
  for (let i = 0; i < person.data.length; i++) if (parts.data[i] !== PART.background) person.data[i] = 255;
  return smoothCoarsely(person, SMOOTH_UNITS * unit);
}
