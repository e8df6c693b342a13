import type { Point } from "../../image.js";
import { distance, lerpPoint } from "../../kernels/polyline.js";
import { halfWidth, type NeckHole } from "./neck-curve.js";

/** Lengths are in units of half the neck's width: how far a corner may lie from its neck point, in what steps it is looked for, and over how much outline a turn is measured. */
const REACH = 0.16;
const STEP = 0.02;
const TURN_OVER = 0.15;
/** A corner is sharper than the neck point by so much, in radians. */
const SHARPER = 0.1;

/** Two ends of a neckline. */
export type Ends = Pick<NeckHole, "left" | "right">;

/** Where a corner lies to a side, the whole neckline may lie so far to that side of the neck points' middle. */
const ASIDE = [0.06, 0.12];

/**
 * The ends that the neck points may have in truth, which are only as exact as the outline's steps: the outline's sharpest corners close to one of
 * them or to both, and both a little to a corner's side.
 */
export function listEnds(hole: NeckHole): readonly Ends[] {
  const half = halfWidth(hole);
  const onLeft = { inward: hole.topEdge, outward: hole.leftShoulder, half };
  const onRight = { inward: [...hole.topEdge].reverse(), outward: hole.rightShoulder, half };
  const [left, right] = [findCorner(onLeft), findCorner(onRight)];
  const ends: Ends[] = [];
  if (left !== 0) ends.push({ left: pointAt(onLeft, left), right: hole.right });
  if (right !== 0) ends.push({ left: hole.left, right: pointAt(onRight, right) });
  if (left !== 0 && right !== 0) ends.push({ left: pointAt(onLeft, left), right: pointAt(onRight, right) });
  const side = Math.sign(left - right);
  if (side !== 0)
    for (const aside of ASIDE)
      ends.push({ left: pointAt(onLeft, side * aside), right: pointAt(onRight, -side * aside) });
  return ends;
}

/** The outline from a neck point. `half` is in pixels. */
interface Outline {
  readonly inward: readonly Point[];
  readonly outward: readonly Point[];
  readonly half: number;
}

/** The outline's point so far outward of the neck point. */
function pointAt({ inward, outward, half }: Outline, length: number): Point {
  return length < 0 ? walk(inward, -length * half) : walk(outward, length * half);
}

/** How far outward of the neck point the outline's sharpest corner near it lies; 0 where that is it. */
function findCorner(outline: Outline): number {
  let best = 0;
  for (let length = -REACH; length <= REACH; length += STEP)
    if (turnAt(outline, length) > turnAt(outline, best)) best = length;
  return turnAt(outline, best) > turnAt(outline, 0) + SHARPER ? best : 0;
}

/** How far, in radians, the outline turns down on its way outward. */
function turnAt(outline: Outline, length: number): number {
  const at = pointAt(outline, length);
  return fallOf(at, pointAt(outline, length + TURN_OVER)) - fallOf(pointAt(outline, length - TURN_OVER), at);
}

/** How steeply, in radians, the way between two points leads down. */
function fallOf(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, Math.abs(to.x - from.x));
}

/** The point so many pixels along a polyline, at most its end. */
function walk(points: readonly Point[], length: number): Point {
  let left = length;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const step = distance(a, b);
    if (step > 0 && step >= left) return lerpPoint(a, b, left / step);
    left -= step;
  }
  return points.at(-1)!;
}
