import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { castRays, meanUnlike, pointAt, type Rays } from "./cast-rays.js";
import { lengthen } from "./lengthen-curve.js";
import { fairCurve } from "../../kernels/fair-curve.js";
import { resamplePolyline } from "../../kernels/polyline.js";

// Lengths are in units of half the neck's width.

/** The inside's colour is taken so far within the curve's middle, without so many points at each end. */
const COLOUR_FROM = 0.05;
const COLOUR_TO = 0.18;
const COLOUR_SKIP = 18;
/** The inside may go on so far outward of the curve, beside so many points at an end, and grows wider by so many pixels from point to point. */
const REACH = 0.6;
const ENDS = 22;
const STEP_PX = 4;
/** Colours are compared over this much on both sides of the edge. */
const SIDE = 0.07;
/** The price of a pixel outward, and the mean score by which the edge further out must be better. */
const OUT_COST = 0.004;
const GAIN_MIN = 0.25;
/** Smoothing of the shift along the curve. */
const SMOOTHING = 3;
/** Less than this is no change. */
const SHIFT_MIN = 0.06;

/**
 * Widens a neckline at its ends, each by itself, as far as the inside's colour goes on outward of it: below its corners a neck hole may be
 * wider than between them. `cloth` is the mask within its rim.
 */
export function widenEnds(
  lab: LabImage,
  cloth: Mask,
  curve: readonly Point[],
  half: number,
): readonly Point[] {
  const rays = castRays(lab, cloth, curve, {
    from: COLOUR_FROM * half,
    to: COLOUR_TO * half,
    skip: COLOUR_SKIP,
  });
  if (rays === undefined) return curve;
  const last = curve.length - 1;
  const shifts = new Float32Array(curve.length);
  for (const at of [(i: number) => i, (i: number) => last - i])
    traceShifts(rays, half, at).forEach((shift, i) => (shifts[at(i)] = shift));
  if (!shifts.some((shift) => shift > SHIFT_MIN * half)) return curve;
  const trust = new Float32Array(shifts.length).fill(1);
  const fair = fairCurve(shifts, trust, { usual: 0, usualWeight: 0, stepWeight: SMOOTHING });
  const points = curve.map((_, i) => pointAt(rays, i, -fair[i]!));
  return resamplePolyline(lengthen(points, cloth, half), curve.length);
}

/** The shift outward in pixels at each of an end's points, from the end inward, by dynamic programming. */
function traceShifts(rays: Rays, half: number, at: (i: number) => number): number[] {
  const count = Math.ceil(REACH * half) + 1;
  const sidePx = Math.max(2, Math.round(SIDE * half));
  const scores: Float64Array[] = [];
  for (let i = 0; i < ENDS; i++) scores.push(scoreShifts(rays, at(i), count, sidePx));
  const total = scores.map((row) => row.slice());
  const from = scores.map((row) => new Int32Array(row.length));
  // from the middle, where nothing moves, outward: never narrower again
  for (let k = 1; k < count; k++) total[ENDS - 1]![k] = -Infinity;
  for (let i = ENDS - 2; i >= 0; i--) {
    for (let k = 0; k < count; k++) {
      let best = -Infinity;
      for (let q = Math.max(0, k - STEP_PX); q <= k; q++)
        if (total[i + 1]![q]! > best) {
          best = total[i + 1]![q]!;
          from[i]![k] = q;
        }
      total[i]![k] = best + scores[i]![k]! - OUT_COST * k;
    }
  }
  const path = new Array<number>(ENDS).fill(0);
  path[0] = total[0]!.reduce((best, value, k) => (value > total[0]![best]! ? k : best), 0);
  for (let i = 1; i < ENDS; i++) path[i] = from[i - 1]![path[i - 1]!]!;
  const moved = path.filter((k) => k > 0).length;
  const gain = path.reduce((sum, k, i) => sum + scores[i]![k]! - scores[i]![0]!, 0) / Math.max(1, moved);
  // what goes on to the last is no end
  return gain < GAIN_MIN || path[0] === count - 1 ? path.map(() => 0) : path;
}

/** {@link scoreAt} of each shift up to `count`. */
function scoreShifts(rays: Rays, i: number, count: number, sidePx: number): Float64Array {
  const scores = new Float64Array(count);
  for (let k = 0; k < count; k++) scores[k] = scoreAt(rays, i, k, sidePx);
  return scores;
}

/** How much more unlike the inside the cloth outward of a shift is than that inward of it; 0 where there is no cloth on both sides. */
function scoreAt(rays: Rays, i: number, shift: number, sidePx: number): number {
  const beyond = meanUnlike(rays, i, -shift - sidePx, -shift);
  const before = meanUnlike(rays, i, -shift, -shift + sidePx);
  return before === undefined || beyond === undefined ? 0 : beyond - before;
}
