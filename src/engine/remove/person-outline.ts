import type { Mask } from "../image.js";
import { maskWhere } from "../kernels/push-pull.js";
import { resizePlane } from "../kernels/resize.js";
import { smoothMask } from "../kernels/smooth-mask.js";
import { PART } from "../person/types.js";

/** The outline is smoothed over this length, in units, where skin is painted up to it. */
const SMOOTH_UNITS = 0.06;
/** It is found at half size: a smooth line needs no more. */
const STEP = 2;

/** Coverage 0..1 of the person, clothes and all, smoothed: no limb that is painted stands out of it. Shape: the size of `parts`. */
export function readPersonOutline({ width, height, data }: Mask, unit: number): Float32Array {
  const w = Math.ceil(width / STEP);
  const h = Math.ceil(height / STEP);
  const person = maskWhere(w, h, (k) => {
    const x = Math.min(width - 1, STEP * (k % w));
    const y = Math.min(height - 1, STEP * Math.floor(k / w));
    return data[y * width + x] !== PART.background;
  });
  const smooth = smoothMask(person, Math.max(1, Math.round((SMOOTH_UNITS * unit) / STEP)));
  return resizePlane({ width: w, height: h, data: smooth }, width, height).data;
}
