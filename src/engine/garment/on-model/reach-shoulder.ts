import type { Point } from "../../image.js";
import { along, distance } from "../../kernels/polyline.js";
import { SIGHT, sightAt, type WornView } from "./worn-view.js";

/** The share of a sleeve, from the armhole, in which a round shoulder stands out of the straight line to the first edge seen on the arm. */
const ROUND_SHARE = 0.3;
/** ... and by how much at most, as a share of the sleeve's width there. */
const OUT_MAX = 0.3;

/**
 * Moves a sleeve's outer edge out to the shoulder's outline, where that is seen before the ground: the arm's axis begins below it. Both edges
 * run from the armhole to the cuff, in px of the photo, as many points each.
 */
export function reachShoulder(
  view: WornView,
  outer: readonly Point[],
  inner: readonly Point[],
): readonly Point[] {
  const last = Math.round(ROUND_SHARE * (outer.length - 1));
  const out = outer.map((p, i) => (i === 0 || i > last ? 0 : measureOut(view, p, inner[i]!)));
  return outer.map((p, i) => {
    // the mean of three keeps a rough outline's noise out
    const by = i === 0 ? 0 : (out[i - 1]! + out[i]! + (out[i + 1] ?? 0)) / 3;
    return by === 0 ? p : along(p, directionFrom(inner[i]!, p), by);
  });
}

/** How far cloth goes on beyond an edge's point, away from the other edge, in px; 0 where it ends at no ground. */
function measureOut(view: WornView, p: Point, from: Point): number {
  const out = directionFrom(from, p);
  const most = OUT_MAX * distance(from, p);
  for (let px = 0; px < most; px++) {
    const sight = sightAt(view, along(p, out, px));
    if (sight !== SIGHT.cloth) return sight === SIGHT.other ? px : 0;
  }
  return 0;
}

function directionFrom(a: Point, b: Point): Point {
  const length = distance(a, b) || 1;
  return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
}
