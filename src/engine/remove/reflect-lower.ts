import { createPlane, type Image8, type Mask } from "../image.js";
import { boundMask } from "../kernels/bound-mask.js";
import { boxFilter } from "../kernels/box-filter.js";
import { cropImage, cropMask } from "../kernels/crop.js";

/** Creases, seams and weave are narrower than twice this, in units; wider differences are the fill's. */
const DETAIL_UNITS = 0.08;
/** They fade out over this length from the old hem, in units, to this share: the further, the less likely they go on. */
const FADE_UNITS = 0.35;
const LEAST = 0.35;

/** How the photo differs from its own mean over the cloth about each pixel, r g b interleaved; 0 off the cloth. */
function measureDetail({ width, height, data }: Image8, cloth: Mask, radiusPx: number): Float32Array {
  const share = createPlane(width, height);
  for (let i = 0; i < share.data.length; i++) share.data[i] = cloth.data[i] === 0 ? 0 : 1;
  const weight = boxFilter(share, radiusPx).data;
  const detail = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++) {
    const plane = createPlane(width, height);
    for (let i = 0; i < plane.data.length; i++) plane.data[i] = cloth.data[i] === 0 ? 0 : data[3 * i + c]!;
    const mean = boxFilter(plane, radiusPx).data;
    for (let i = 0; i < mean.length; i++)
      if (cloth.data[i] !== 0) detail[3 * i + c] = data[3 * i + c]! - mean[i]! / weight[i]!;
  }
  return detail;
}

/** The rows of cloth in one column below a hidden run: from `first`, `count` of them. */
interface Run {
  readonly first: number;
  readonly count: number;
}

/** The run of cloth below a place. */
function clothBelow({ width, height, data }: Mask, x: number, from: number): Run {
  let first = from;
  while (first < height && data[first * width + x] === 0) first++;
  let end = first;
  while (end < height && data[end * width + x] !== 0) end++;
  return { first, count: end - first };
}

/** Row that is seen `up` rows above a run's first one: reflected there, to and fro. */
function reflect({ first, count }: Run, up: number): number {
  const along = (up - 1) % (2 * count);
  return first + (along < count ? along : 2 * count - 1 - along);
}

interface Hidden {
  /** Pixels to be filled (255). */
  readonly hidden: Mask;
  /** The cloth's pure pixels in the photo. */
  readonly lower: Mask;
  readonly unit: number;
}

/**
 * Lets creases, seams and weave go on upward in the evenly filled trousers where a longer top hid them: as they are below its hem, reflected there,
 * to and fro where they show too little. In place.
 * Shape    all of one size.
 */
export function reflectDetailInto(fill: Image8, photo: Image8, { hidden, lower, unit }: Hidden): void {
  const reachPx = Math.max(2, Math.round(DETAIL_UNITS * unit));
  const bound = boundMask(hidden, reachPx);
  if (bound === null) return;
  const rect = { ...bound, height: Math.min(hidden.height - bound.top, 2 * bound.height) };
  const [wanted, cloth] = [cropMask(hidden, rect), cropMask(lower, rect)];
  const detail = measureDetail(cropImage(photo, rect), cloth, reachPx);
  for (let x = 0; x < rect.width; x++) {
    let run: Run | null = null;
    for (let y = rect.height - 1; y >= 0; y--) {
      if (wanted.data[y * rect.width + x] === 0) {
        run = null;
        continue;
      }
      run ??= clothBelow(cloth, x, y + 1);
      // what shows of a strip so narrow would be repeated as a pattern
      if (run.count < reachPx) continue;
      const up = run.first - y;
      const share = LEAST + (1 - LEAST) * Math.exp(-up / (FADE_UNITS * unit));
      const from = 3 * (reflect(run, up) * rect.width + x);
      const to = 3 * ((y + rect.top) * fill.width + x + rect.left);
      for (let c = 0; c < 3; c++) fill.data[to + c]! += share * detail[from + c]!;
    }
  }
}
