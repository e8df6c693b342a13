import type { Point } from "../image.js";
import { resampleEvenly, type HalfOutline, type OutlineFrame, type Side } from "./half-outline.js";
import type { OutlineLabels } from "./outline-labels.js";
import type { GarmentSide, Landmark, Sleeve } from "./types.js";

/** Points of a sleeve's polylines and of a side seam. */
const SLEEVE_POINTS = 16;
const SEAM_POINTS = 24;

/** Turns labelled outline points into the landmarks and polylines of one side, in pixels of the mask. */
export function buildSide(
  outline: HalfOutline,
  labels: OutlineLabels,
  place: { readonly frame: OutlineFrame; readonly side: Side; readonly confidence: number },
): GarmentSide {
  const { frame, side, confidence } = place;
  const toPixel = (i: number): Point => ({
    x: frame.axisX + side * outline.u[i]! * frame.unitPx,
    y: outline.v[i]! * frame.unitPx,
  });
  const mark = (i: number): Landmark => ({ ...toPixel(i), confidence });
  const path = (from: number, to: number): Point[] =>
    Array.from({ length: to - from + 1 }, (_, k) => toPixel(from + k));
  const landmarks = {
    neck: mark(labels.neck),
    shoulder: mark(labels.shoulder),
    armpit: mark(labels.armpit),
    hem: mark(labels.hem),
    seam: spaceInY(path(labels.armpit, labels.hem), SEAM_POINTS),
  };
  const { cuff } = labels;
  if (!cuff) return landmarks;
  const sleeve: Sleeve = {
    outer: spaceBySteps(path(labels.shoulder, cuff.outer), SLEEVE_POINTS),
    inner: spaceBySteps(path(cuff.inner, labels.armpit).toReversed(), SLEEVE_POINTS),
  };
  return { ...landmarks, sleeve };
}

/** Resamples a polyline to `count` points at equal steps of length, ends included. */
export function spaceBySteps(points: readonly Point[], count: number): Point[] {
  const first = points[0]!;
  let length = 0;
  for (let i = 1; i < points.length; i++)
    length += Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y);
  if (length === 0) return Array.from({ length: count }, () => first);
  return resampleEvenly(points, length / (count - 1));
}

/** Resamples a polyline that runs downwards to `count` points at equal steps of y; where it turns back up it is cut short. */
export function spaceInY(points: readonly Point[], count: number): Point[] {
  const start = points[0]!;
  const end = points.at(-1)!;
  const falling: Point[] = [];
  let lowest = -Infinity;
  for (const p of points) {
    if (p.y <= lowest) continue;
    lowest = p.y;
    falling.push(p);
  }
  let k = 0;
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return start;
    if (i === count - 1) return end;
    const y = start.y + ((end.y - start.y) * i) / (count - 1);
    while (k < falling.length - 2 && falling[k + 1]!.y < y) k++;
    const a = falling[k]!;
    const b = falling[k + 1] ?? a;
    const t = b.y > a.y ? Math.min(1, Math.max(0, (y - a.y) / (b.y - a.y))) : 0;
    return { x: a.x + t * (b.x - a.x), y };
  });
}
