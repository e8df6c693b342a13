import { createMask, type Mask, type Plane } from "../image.js";
import { countMarked, subtractMask } from "../kernels/mask-logic.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";

/** Histogram of log luminance: bins for each unit, and all of them, down from white. */
const BINS_PER_UNIT = 25;
const BINS = 100;
/** Means of two cloths differ by more than this (log of linear light): folds and a body's dark side seldom do. */
const APART = 0.5;
/** No more than this share of the pixels lies in the middle third between both: light fades, cloth ends. */
const BETWEEN_MAX = 0.12;
/** A cloth is a piece at least so wide, in working pixels: stripes and prints are narrower; so much of it is, and it has this share of the top. */
const PIECE_PX = 11;
const OF_PIECE = 0.6;
const OF_TOP = 0.06;

/**
 * Parts a worn top that is made of a dark and a light cloth (or that ends above a belly which was taken for it): masks of both, or the
 * whole top alone. They are told by their brightness, which has two peaks.
 * Source   Otsu, A threshold selection method from gray-level histograms, 1979.
 * Shape    `value` holds logs of linear light up to 0; `solid` (255) tells where they are the top's.
 */
export function splitCloths(value: Plane, solid: Mask): readonly Mask[] {
  const counts = countValues(value, solid);
  const split = findSplit(counts);
  if (split === null) return [solid];
  const dark = createMask(solid.width, solid.height);
  for (let i = 0; i < dark.data.length; i++)
    if (solid.data[i] !== 0 && binOf(value.data[i]!) >= split) dark.data[i] = 255;
  const pieces = [dark, subtractMask(solid, dark)];
  const all = countMarked(solid);
  return pieces.every((piece) => isPiece(piece, all)) ? pieces : [solid];
}

function binOf(log: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor(-log * BINS_PER_UNIT)));
}

function countValues(value: Plane, solid: Mask): Float64Array {
  const counts = new Float64Array(BINS);
  for (let i = 0; i < solid.data.length; i++) if (solid.data[i] !== 0) counts[binOf(value.data[i]!)]! += 1;
  return counts;
}

/** The first bin of the darker of two cloths; null where there is but one. */
function findSplit(counts: Float64Array): number | null {
  let [all, sum] = [0, 0];
  for (let v = 0; v < BINS; v++) {
    all += counts[v]!;
    sum += v * counts[v]!;
  }
  let best = { between: 0, split: 0, light: 0, dark: 0 };
  for (let v = 0, n = 0, s = 0; v < BINS - 1; v++) {
    n += counts[v]!;
    s += v * counts[v]!;
    if (n === 0 || n === all) continue;
    const [light, dark] = [s / n, (sum - s) / (all - n)];
    const between = n * (all - n) * (dark - light) ** 2;
    if (between > best.between) best = { between, split: v + 1, light, dark };
  }
  const apart = best.dark - best.light;
  if (apart < APART * BINS_PER_UNIT) return null;
  let middle = 0;
  for (let v = Math.ceil(best.light + apart / 3); v < best.dark - apart / 3; v++) middle += counts[v]!;
  return middle < BETWEEN_MAX * all ? best.split : null;
}

/** Whether some of the top's pixels lie together as a piece of cloth does. */
function isPiece(piece: Mask, all: number): boolean {
  const radius = PIECE_PX >> 1;
  const opened = countMarked(dilateSquare(erodeSquare(piece, radius), radius));
  return opened >= OF_PIECE * countMarked(piece) && opened >= OF_TOP * all;
}
