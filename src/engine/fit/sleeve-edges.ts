import type { Point } from "../image.js";
import type { GarmentSide, Sleeve } from "../garment/types.js";
import { distance, pointAlong, polylineLength, resamplePolyline } from "../kernels/polyline.js";

/** A cuff is about this wide against the armhole's depth, when the outline does not show its inner corner. */
const CUFF_OVER_ARMHOLE = 0.8;
/** The inner edge keeps at least this share of the outline below the outer corner. */
const INNER_MIN_SHARE = 0.12;
const OUTLINE_POINTS = 64;

/**
 * Outer and inner edge of a short sleeve whose cuff lies along its outline: the outer edge ends at the point furthest from the
 * shoulder, the cuff follows, the rest is the inner edge.
 */
export function splitShortSleeve(side: GarmentSide, sleeve: Sleeve): Sleeve {
  const outline = resamplePolyline([...sleeve.outer, ...sleeve.inner.toReversed()], OUTLINE_POINTS);
  let corner = 0;
  for (let i = 1; i < outline.length; i++) {
    if (distance(outline[i]!, side.shoulder) > distance(outline[corner]!, side.shoulder)) corner = i;
  }
  if (corner < 2 || corner > outline.length - 3) return sleeve;
  const rest: readonly Point[] = outline.slice(corner);
  const length = polylineLength(rest);
  const cuff = Math.min(
    (1 - INNER_MIN_SHARE) * length,
    CUFF_OVER_ARMHOLE * distance(side.shoulder, side.armpit),
  );
  const from = cuff / length;
  const inner = resamplePolyline(
    [0, 1, 2, 3, 4].map((k) => pointAlong(rest, from + ((1 - from) * k) / 4)).toReversed(),
    sleeve.inner.length,
  );
  return { outer: resamplePolyline(outline.slice(0, corner + 1), sleeve.outer.length), inner };
}
