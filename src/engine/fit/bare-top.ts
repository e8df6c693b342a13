import type { Point } from "../image.js";
import { distance, resamplePolyline } from "../kernels/polyline.js";

/** Where the top edge of a garment lies that is worn off the shoulders, below the shoulder joints' line or down the arm from the joint, in units. */
export const BARE_DROP = 0.14;

/** Samples of a sleeve's outer edge that lie along the top of one that leaves the shoulder bare: the next one is its tip. */
export const TOP_SAMPLES = 8;

/** Samples a sleeve's outer edge evenly at `count` points; with a corner so that the same sample lies on it in the garment and on the arm. */
export function sampleOuter(edge: readonly Point[], count: number, corner?: Point): Point[] {
  if (corner === undefined) return resamplePolyline(edge, count);
  let at = 0;
  edge.forEach((p, i) => {
    if (distance(p, corner) < distance(edge[at]!, corner)) at = i;
  });
  const down = resamplePolyline([corner, ...edge.slice(at + 1)], count - TOP_SAMPLES);
  return [...resamplePolyline([...edge.slice(0, at), corner], TOP_SAMPLES + 1).slice(0, -1), ...down];
}
