import type { Point } from "../image.js";
import type { GarmentSide } from "./types.js";

/** Share of the chest's width by which a top edge that runs on over the sleeves may leave the straight line. */
const FLAT = 0.06;
/** How much its ends' heights may differ, as a share of the chest's width. */
const LEVEL = 0.08;
/** The sleeve's top edge goes on past the armhole for at least this share of the chest's width ... */
const REACH = 0.08;
/** ... and turns down at its tip by at least this angle, in radians: a sleeve that is spread has no such corner. */
const CORNER = 0.87;

/** The outer ends of a top edge that lies below the shoulders, in the same pixels as the sides. */
export interface BareTop {
  readonly left: Point;
  readonly right: Point;
}

/**
 * Tells a garment that is worn off the shoulders: its top edge runs straight and level over both sleeves and turns down at their tips. `topEdge` runs
 * from neck point to neck point. Null for one that hangs from the shoulders, or has no sleeves.
 */
export function findBareTop(
  left: GarmentSide,
  right: GarmentSide,
  topEdge: readonly Point[],
): BareTop | null {
  if (left.sleeve === undefined || right.sleeve === undefined) return null;
  const chest = left.armpit.x - right.armpit.x;
  const tips = [left.sleeve.outer, right.sleeve.outer].map(findTip);
  const [l, r] = [tips[0]!, tips[1]!];
  if (!isCorner(left.sleeve.outer, l, chest) || !isCorner(right.sleeve.outer, r, chest)) return null;
  const [from, to] = [left.sleeve.outer[l]!, right.sleeve.outer[r]!];
  if (Math.abs(from.y - to.y) > LEVEL * chest) return null;
  const edge = [
    ...left.sleeve.outer.slice(0, l),
    left.shoulder,
    ...topEdge,
    right.shoulder,
    ...right.sleeve.outer.slice(0, r),
  ];
  const slope = (to.y - from.y) / (to.x - from.x);
  const isFlat = edge.every((p) => Math.abs(p.y - from.y - slope * (p.x - from.x)) < FLAT * chest);
  return isFlat ? { left: from, right: to } : null;
}

/** Index of the outer edge's point that lies furthest from the line between its ends. */
function findTip(outer: readonly Point[]): number {
  const [a, b] = [outer[0]!, outer[outer.length - 1]!];
  let best = 0;
  let furthest = 0;
  outer.forEach((p, i) => {
    const away = Math.abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
    if (away <= furthest) return;
    furthest = away;
    best = i;
  });
  return best;
}

/** Whether the edge goes on level as far as its tip and turns down there. */
function isCorner(outer: readonly Point[], tip: number, chest: number): boolean {
  const [a, t, b] = [outer[0]!, outer[tip]!, outer[outer.length - 1]!];
  const side = Math.sign(t.x - a.x);
  if (side * (t.x - a.x) < REACH * chest) return false;
  const along = Math.atan2(t.y - a.y, side * (t.x - a.x));
  const down = Math.atan2(b.y - t.y, side * (b.x - t.x));
  return down - along > CORNER;
}
