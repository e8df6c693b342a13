import type { Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { normalAt } from "./neck-curve.js";
import type { Colour } from "../colour-spread.js";

/** How far the curve may move along its normals, in units of half the neck's width, and in how many steps to either side. */
const REACH = 0.16;
const STEPS = 8;
/** Price of a step between neighbours and of each step away from the curve, in edge scores. */
const BEND_COST = 0.12;
const STRAY_COST = 0.02;
const EDGE_REACH_PX = 1.6;
/** A step of this many Lab units counts half, for a curve without contrast; else one of this share of the contrast, along it. */
const EDGE_HALF = 4;
const CONTRAST_HALF = 0.7;
const CONTRAST_MIN = 0.5;

/**
 * Moves the curve's points along their normals onto the strongest step of colour nearby in the direction of `contrast`, the step across
 * the curve as a whole, by dynamic programming; the ends stay. Sides are taken together: a point and its mirror image share their move, so
 * that a label or a fold on one side does not count. `half` is half the neck's width in pixels.
 */
export function refineNeckline(
  lab: LabImage,
  curve: readonly Point[],
  half: number,
  contrast: Colour,
): Point[] {
  const normals = curve.map((_, i) => normalAt(curve, i));
  const last = curve.length - 1;
  const middle = last / 2;
  const width = 2 * STEPS + 1;
  const at = (i: number, k: number): Point => {
    const shift = ((k - STEPS) / STEPS) * REACH * half;
    return { x: curve[i]!.x + shift * normals[i]!.x, y: curve[i]!.y + shift * normals[i]!.y };
  };
  const total = new Float64Array((middle + 1) * width).fill(-Infinity);
  const from = new Int32Array((middle + 1) * width);
  total[STEPS] = 0;
  for (let i = 1; i <= middle; i++) {
    for (let k = 0; k < width; k++) {
      const edge =
        0.5 * edgeAt(lab, at(i, k), normals[i]!, contrast) +
        0.5 * edgeAt(lab, at(last - i, k), normals[last - i]!, contrast);
      for (let q = Math.max(0, k - 2); q <= Math.min(width - 1, k + 2); q++) {
        const value =
          total[(i - 1) * width + q]! + edge - BEND_COST * Math.abs(k - q) - STRAY_COST * Math.abs(k - STEPS);
        if (value <= total[i * width + k]!) continue;
        total[i * width + k] = value;
        from[i * width + k] = q;
      }
    }
  }
  return smooth(follow(total, from, { middle, width }), at, last);
}

function follow(
  total: Float64Array,
  from: Int32Array,
  size: { readonly middle: number; readonly width: number },
): Int32Array {
  const { middle, width } = size;
  const path = new Int32Array(middle + 1);
  for (let k = 1; k < width; k++)
    if (total[middle * width + k]! > total[middle * width + path[middle]!]!) path[middle] = k;
  for (let i = middle; i > 0; i--) path[i - 1] = from[i * width + path[i]!]!;
  return path;
}

/** Averages the steps over five neighbours and lays the points out on both sides. */
function smooth(path: Int32Array, at: (i: number, k: number) => Point, last: number): Point[] {
  const middle = path.length - 1;
  const soft = Array.from(path, (_, i) => {
    if (i === 0) return STEPS;
    let sum = 0;
    for (let d = -2; d <= 2; d++)
      sum += path[Math.max(0, Math.min(middle, i + d > middle ? 2 * middle - i - d : i + d))]!;
    return sum / 5;
  });
  return Array.from({ length: last + 1 }, (_, i) => at(i, soft[i <= middle ? i : last - i]!));
}

/** Strength 0..1 of the step outward across a point. */
function edgeAt(lab: LabImage, p: Point, normal: Point, contrast: Colour): number {
  const i = labIndex(lab, p.x + EDGE_REACH_PX * normal.x, p.y + EDGE_REACH_PX * normal.y);
  const j = labIndex(lab, p.x - EDGE_REACH_PX * normal.x, p.y - EDGE_REACH_PX * normal.y);
  if (i < 0 || j < 0) return 0;
  const d = (c: number): number => lab.data[i + c]! - lab.data[j + c]!;
  const whole = Math.hypot(...contrast);
  if (whole < CONTRAST_MIN) {
    const size = Math.hypot(d(0), d(1), d(2));
    return size / (size + EDGE_HALF);
  }
  const along = Math.max(0, d(0) * contrast[0] + d(1) * contrast[1] + d(2) * contrast[2]) / whole;
  return along / (along + CONTRAST_HALF * whole);
}

function labIndex(lab: LabImage, px: number, py: number): number {
  const x = Math.floor(px);
  const y = Math.floor(py);
  return x < 0 || y < 0 || x >= lab.width || y >= lab.height ? -1 : (y * lab.width + x) * 3;
}
