import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { fairCurve } from "../../kernels/fair-curve.js";
import { resamplePolyline } from "../../kernels/polyline.js";
import { castRays, meanUnlike, pointAt, type Rays } from "./cast-rays.js";
import { lengthen } from "./lengthen-curve.js";
import { halfWidth, type NeckHole } from "./neck-curve.js";
import { indexAt } from "./score-edge.js";

// Lengths are in units of half the neck's width.

/** A rib is at least and at most so wide, and at least this share of its middle's width further out. */
const WIDTH_MIN = 0.1;
const WIDTH_MAX = 0.48;
const EVEN_SHARE = 0.4;
/** Its colour is taken so far within its lower seam. */
const COLOUR_FROM = 0.03;
const COLOUR_TO = 0.1;
/** The rib and what lies behind it are compared over this much on both sides of its edge. */
const SIDE = 0.1;
/** Points at each end of the curve, where the rib turns over the shoulder, that are left to their neighbours. */
const SKIP = 9;
/** Price of each pixel by which the width changes from point to point, in parts that differ. */
const BEND_COST = 0.06;
/** The band's own colour goes through to the edge: in the mean no more unlike than this. */
const BAND_MAX = 0.4;
/** The lower seam's blur. */
const BLUR_PX = 2;
/** The edge must be seen so well in the mean, and so well in most of the points. */
const MEAN_SCORE = 0.45;
const POINT_SCORE = 0.25;
const SEEN_SHARE = 0.75;
/** The front's edge lies this far below the neck points at least, in chest widths, and so far below the back's that its inside shows. */
const DROP_MIN = 0.13;
const SHOWN_MIN = 0.12;
/** Smoothing of the width along the curve, and the points over which the ends' direction is taken, and how far they go on at most. */
const SMOOTHING = 6;
const RISE_MIN = 0.5;

/**
 * The upper edge of the rib that ends at `curve`, when the curve found is a rib's lower seam: a band of one colour and of one width lies
 * along it, and another colour behind that. Undefined where there is none. `cloth` is the mask within its rim and without a label.
 */
export function findRib(
  lab: LabImage,
  cloth: Mask,
  curve: readonly Point[],
  hole: NeckHole,
): Point[] | undefined {
  const half = halfWidth(hole);
  const rays = castRays(lab, cloth, curve, { from: COLOUR_FROM * half, to: COLOUR_TO * half, skip: SKIP });
  const widths = rays && traceWidths(rays, half);
  if (rays === undefined || widths === undefined || !isEven(widths, half)) return undefined;
  if (measureBand(rays, widths) > BAND_MAX) return undefined;
  const trust = new Float32Array(widths.length).fill(1);
  const even = fairCurve(Float32Array.from(widths), trust, {
    usual: 0,
    usualWeight: 0,
    stepWeight: SMOOTHING,
  });
  const seen = Array.from(even, (w, i) => pointAt(rays, SKIP + i, w));
  const ends = [0, curve.length - 1].map((end) => rise(rays, cloth, end, even[0]!));
  const bottom = seen[(seen.length - 1) / 2]!.y;
  const top = hole.topEdge[(hole.topEdge.length - 1) / 2]!.y;
  const drop = (bottom - (hole.left.y + hole.right.y) / 2) / hole.chest;
  if (drop < DROP_MIN || bottom - top < SHOWN_MIN * half) return undefined;
  return resamplePolyline(
    lengthen([...ends[0]!.toReversed(), ...seen, ...ends[1]!], cloth, half),
    curve.length,
  );
}

/** The curve's end, moved inward by the rib's width, as long as it rises within the cloth. */
function rise(rays: Rays, cloth: Mask, end: number, width: number): Point[] {
  const points: Point[] = [];
  let before = pointAt(rays, Math.abs(end - SKIP), width);
  for (let i = SKIP - 1; i >= 0; i--) {
    const p = pointAt(rays, Math.abs(end - i), width);
    const isOn = p.y < before.y - Math.abs(p.x - before.x) * RISE_MIN;
    if (!isOn || indexAt(cloth, p.x, p.y) < 0) break;
    points.push(p);
    before = p;
  }
  return points;
}

/** How much more unlike the rib the cloth beyond a width is than that before it; undefined where there is no cloth on both sides. */
function scoreAt(rays: Rays, i: number, width: number, sidePx: number): number | undefined {
  const before = meanUnlike(rays, i, Math.max(0, width - sidePx), width);
  const beyond = meanUnlike(rays, i, width, width + sidePx);
  return before === undefined || beyond === undefined ? undefined : beyond - before;
}

/** The mean of those that are known, 0 of none. */
function meanOf(a: number | undefined, b: number | undefined): number {
  if (a === undefined) return b ?? 0;
  return b === undefined ? a : (a + b) / 2;
}

/** The rib's width in pixels at each point but the ends', the same on both sides, by dynamic programming; undefined where the edge is not seen well. */
function traceWidths(rays: Rays, half: number): number[] | undefined {
  const last = rays.curve.length - 1;
  const middle = last / 2;
  const [least, most] = [Math.max(2, Math.floor(WIDTH_MIN * half)), Math.ceil(WIDTH_MAX * half)];
  const sidePx = Math.max(2, Math.round(SIDE * half));
  const count = most - least + 1;
  const total = new Float64Array((middle + 1) * count);
  const from = new Int32Array((middle + 1) * count);
  const scores = new Float64Array((middle + 1) * count);
  for (let i = SKIP; i <= middle; i++) {
    for (let k = 0; k < count; k++) {
      const score = meanOf(scoreAt(rays, i, least + k, sidePx), scoreAt(rays, last - i, least + k, sidePx));
      scores[i * count + k] = score;
      let best = -Infinity;
      for (let q = Math.max(0, k - 2); q <= Math.min(count - 1, k + 2); q++) {
        const value = i === SKIP ? 0 : total[(i - 1) * count + q]! - BEND_COST * Math.abs(k - q);
        if (value <= best) continue;
        best = value;
        from[i * count + k] = q;
      }
      total[i * count + k] = best + score;
    }
  }
  const path = follow(total, from, { middle, count });
  const seen = path.map((k, i) => scores[i * count + k]!).slice(SKIP);
  const mean = seen.reduce((a, b) => a + b, 0) / seen.length;
  const clear = seen.filter((score) => score > POINT_SCORE).length / seen.length;
  if (mean < MEAN_SCORE || clear < SEEN_SHARE) return undefined;
  const side = path.slice(SKIP).map((k) => least + k);
  return [...side, ...side.slice(0, -1).toReversed()];
}

function follow(
  total: Float64Array,
  from: Int32Array,
  { middle, count }: { readonly middle: number; readonly count: number },
): number[] {
  const path = Array.from<number>({ length: middle + 1 }).fill(0);
  for (let k = 1; k < count; k++)
    if (total[middle * count + k]! > total[middle * count + path[middle]!]!) path[middle] = k;
  for (let i = middle; i > SKIP; i--) path[i - 1] = from[i * count + path[i]!]!;
  return path;
}

/** How unlike the rib the band up to the widths is in the mean. */
function measureBand(rays: Rays, widths: readonly number[]): number {
  const means = widths.flatMap((width, k) => meanUnlike(rays, SKIP + k, BLUR_PX, width - 1) ?? []);
  return means.reduce((a, b) => a + b, 0) / Math.max(1, means.length);
}

/** Whether the band keeps its width: between two seams of the back it narrows to nothing at the ends. */
function isEven(widths: readonly number[], half: number): boolean {
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  return least > EVEN_SHARE * most && widths[(widths.length - 1) / 2]! < WIDTH_MAX * half;
}
