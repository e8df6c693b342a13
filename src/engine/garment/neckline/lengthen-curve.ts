import type { Mask, Point } from "../../image.js";
import { along } from "../../kernels/polyline.js";
import { indexAt } from "./score-edge.js";

/** Points over which the ends' direction is taken, and how far they go on at most, in units of half the neck's width. */
const END_OVER = 4;
const END_MAX = 0.6;
/** An end that rises less, in its height by its length, already lies on the shoulder. */
const RISE_MIN = 0.35;

/** A curve that goes on straight at both ends, over the shoulder, as far as there is cloth. `half` is half the neck's width in pixels. */
export function lengthen(points: readonly Point[], cloth: Mask, half: number): Point[] {
  const beyond = (end: Point, before: Point): Point[] => {
    const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
    const step = { x: (end.x - before.x) / length, y: (end.y - before.y) / length };
    const path: Point[] = [];
    if (step.y > -RISE_MIN || indexAt(cloth, end.x, end.y) < 0) return path;
    for (let px = 1; px < END_MAX * half; px++) {
      const p = along(end, step, px);
      path.push(p);
      if (indexAt(cloth, p.x, p.y) < 0) break;
    }
    return path;
  };
  const last = points.length - 1;
  return [
    ...beyond(points[0]!, points[END_OVER]!).toReversed(),
    ...points,
    ...beyond(points[last]!, points[last - END_OVER]!),
  ];
}
