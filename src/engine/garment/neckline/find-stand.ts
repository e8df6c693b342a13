import type { Point } from "../../image.js";
import { resamplePolyline } from "../../kernels/polyline.js";
import { halfWidth, type NeckHole } from "./neck-curve.js";

/** A collar's corners stand at least so high above the neck points, in units of half the neck's width, and lie so far apart, as a share of it. */
const HEIGHT_MIN = 0.15;
const WIDTH_MIN = 0.4;
/** A corner lies within this share of the top edge's half, from the neck point. */
const CORNER_WITHIN = 0.8;

/**
 * The opening of a collar that stands above the neck points, from the one of its top corners to the other, with its sides in the place of
 * the shoulders; undefined where none stands.
 */
export function findStand(hole: NeckHole): NeckHole | undefined {
  const { topEdge } = hole;
  const half = halfWidth(hole);
  const last = topEdge.length - 1;
  const a = findCorner(topEdge);
  const b = last - findCorner(topEdge.toReversed());
  const [left, right] = [topEdge[a]!, topEdge[b]!];
  const height = Math.min(hole.left.y - left.y, hole.right.y - right.y);
  if (height < HEIGHT_MIN * half || left.x - right.x < 2 * WIDTH_MIN * half) return undefined;
  return {
    left,
    right,
    topEdge: resamplePolyline(topEdge.slice(a, b + 1), topEdge.length),
    leftShoulder: resamplePolyline(topEdge.slice(0, a + 1).toReversed(), hole.leftShoulder.length),
    rightShoulder: resamplePolyline(topEdge.slice(b), hole.rightShoulder.length),
    chest: hole.chest,
  };
}

/** The point that stands out most, upward and outward, from the line between the edge's beginning and its middle. */
function findCorner(edge: readonly Point[]): number {
  const middle = (edge.length - 1) / 2;
  const [from, to] = [edge[0]!, edge[middle]!];
  const sign = Math.sign(from.x - to.x) || 1;
  let [best, most] = [0, 0];
  for (let i = 1; i < CORNER_WITHIN * middle; i++) {
    const p = edge[i]!;
    const out = sign * ((to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x));
    if (out > most) [best, most] = [i, out];
  }
  return best;
}
