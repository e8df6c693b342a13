import type { Point } from "../image.js";
import { lerpPoint } from "../kernels/polyline.js";
import { length2 } from "../kernels/length.js";

/** Two edges of equally many points, in the garment (`…From`) and on the person (`…To`): the sides of a ladder. */
export interface Ladder {
  readonly outerFrom: readonly Point[];
  readonly innerFrom: readonly Point[];
  readonly outerTo: readonly Point[];
  readonly innerTo: readonly Point[];
}

/** Half a rung and a rung for each point: the k-th lies at point k / 2. */
function rungOf(edge: readonly Point[], k: number): Point {
  const i = Math.min(edge.length - 2, k >> 1);
  return lerpPoint(edge[i]!, edge[i + 1]!, k / 2 - i);
}

/** A point between the edges goes on past them by so much of a rung. */
const PAST = 0.3;

/** Maps a point of the garment onto the person by the nearest rung of a ladder. */
export function placeBetween({ outerFrom, innerFrom, outerTo, innerTo }: Ladder, from: Point): Point {
  let best = Infinity;
  let rung = 0;
  let along = 0;
  for (let k = 0; k <= 2 * (outerFrom.length - 1); k++) {
    const a = rungOf(outerFrom, k);
    const b = rungOf(innerFrom, k);
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const u = ((from.x - a.x) * dx + (from.y - a.y) * dy) / (dx * dx + dy * dy || 1);
    const d = length2(a.x + u * dx - from.x, a.y + u * dy - from.y);
    if (d >= best) continue;
    best = d;
    rung = k;
    along = u;
  }
  const limited = Math.min(1 + PAST, Math.max(-PAST, along));
  return lerpPoint(rungOf(outerTo, rung), rungOf(innerTo, rung), limited);
}
