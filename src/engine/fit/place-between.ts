import type { Point } from "../image.js";
import { lerpPoint } from "../kernels/polyline.js";
import { length2 } from "../kernels/length.js";

/** Maps a point by the nearest rung of the ladder that two edges of equally many points form, in the garment (`…From`) and on the person (`…To`). */
export function placeBetween(
  outerFrom: readonly Point[],
  innerFrom: readonly Point[],
  outerTo: readonly Point[],
  innerTo: readonly Point[],
): (from: Point) => Point {
  const count = outerFrom.length;
  return (from) => {
    let best = Infinity;
    let result = outerTo[0]!;
    for (let k = 0; k <= 2 * (count - 1); k++) {
      const i = Math.min(count - 2, k >> 1);
      const f = k / 2 - i;
      const a = lerpPoint(outerFrom[i]!, outerFrom[i + 1]!, f);
      const b = lerpPoint(innerFrom[i]!, innerFrom[i + 1]!, f);
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const u = ((from.x - a.x) * dx + (from.y - a.y) * dy) / (dx * dx + dy * dy || 1);
      const d = length2(a.x + u * dx - from.x, a.y + u * dy - from.y);
      if (d >= best) continue;
      best = d;
      const limited = Math.min(1.3, Math.max(-0.3, u));
      result = lerpPoint(
        lerpPoint(outerTo[i]!, outerTo[i + 1]!, f),
        lerpPoint(innerTo[i]!, innerTo[i + 1]!, f),
        limited,
      );
    }
    return result;
  };
}
