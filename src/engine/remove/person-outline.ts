import { createMask, type Mask } from "../image.js";
import { smoothCoarsely } from "../kernels/smooth-mask.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";

/** The outline is smoothed over this length, in units, where skin is painted up to it, and below the armpits over the second: a loose sleeve's waves are no arm's. */
const SMOOTH_UNITS = 0.06;
const SMOOTH_BELOW_UNITS = 0.09;
/** Half the width, in units, of what lies between two pieces of the person and is the person's too: a stripe that has the wall's colour. */
const STRIPE_UNITS = 0.015;
/** So many times that length of the rows beside some tells all that their smoothing sees. */
const MARGIN = 2;

/**
 * Coverage 0..1 of the person, clothes and all, smoothed: no limb that is painted stands out of it. `armpitRow` is the row of `parts` of the armpits,
 * above which the hollows beside the neck are not evened out as far; the last without one. Shape: the size of `parts`.
 */
export function readPersonOutline(parts: Mask, unit: number, armpitRow = parts.height): Float32Array {
  const { width, height } = parts;
  const ragged = createMask(width, height);
  for (let i = 0; i < ragged.data.length; i++) if (parts.data[i] !== PART.background) ragged.data[i] = 255;
  const radiusPx = Math.max(1, Math.round(STRIPE_UNITS * unit));
  const person = erodeSquare(dilateSquare(ragged, radiusPx), radiusPx);
  const outline = new Float32Array(width * height);
  const row = Math.min(height, Math.max(0, Math.round(armpitRow)));
  smoothRowsInto(outline, person, { from: 0, to: row, radiusPx: SMOOTH_UNITS * unit });
  smoothRowsInto(outline, person, { from: row, to: height, radiusPx: SMOOTH_BELOW_UNITS * unit });
  return outline;
}

/** Smooths some of a mask's rows. In place. */
function smoothRowsInto(
  outline: Float32Array,
  { width, height, data }: Mask,
  { from, to, radiusPx }: { readonly from: number; readonly to: number; readonly radiusPx: number },
): void {
  if (to <= from) return;
  const margin = Math.ceil(MARGIN * radiusPx);
  const [first, end] = [Math.max(0, from - margin), Math.min(height, to + margin)];
  const rows = data.subarray(first * width, end * width);
  const smooth = smoothCoarsely({ width, height: end - first, data: rows }, radiusPx);
  outline.set(smooth.subarray((from - first) * width, (to - first) * width), from * width);
}
