import type { Point } from "../image.js";
import { length2 } from "./length.js";

export function lerpPoint(a: Point, b: Point, t: number): Point {
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

/** The point `px` from `p` in a direction (a unit vector). */
export function along(p: Point, direction: Point, px: number): Point {
  return { x: p.x + direction.x * px, y: p.y + direction.y * px };
}

export function distance(a: Point, b: Point): number {
  return length2(a.x - b.x, a.y - b.y);
}

/** Length of a polyline in its points' unit. */
export function polylineLength(line: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1]!, line[i]!);
  return sum;
}

/** The point at fraction `t` (clamped to 0..1) of the polyline's length. @throws RangeError for an empty line. */
export function pointAlong(line: readonly Point[], t: number): Point {
  const first = line[0];
  if (first === undefined) throw new RangeError("Cannot walk along a polyline without points");
  let left = Math.min(1, Math.max(0, t)) * polylineLength(line);
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!;
    const b = line[i]!;
    const step = distance(a, b);
    if (left <= step && step > 0) return lerpPoint(a, b, left / step);
    left -= step;
  }
  return line[line.length - 1]!;
}

/** `count` points evenly spaced along the polyline, both ends included. */
export function resamplePolyline(line: readonly Point[], count: number): Point[] {
  return Array.from({ length: count }, (_, i) => pointAlong(line, i / (count - 1)));
}

/** Whether the point lies inside the closed polygon (even-odd rule). */
export function isInsidePolygon(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i]!;
    const b = polygon[j]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** Distance from (x, y) to the segment a–b. */
export function distanceToSegment(a: Point, b: Point, x: number, y: number): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / squared));
  const ex = a.x + t * dx - x;
  const ey = a.y + t * dy - y;
  return Math.sqrt(ex * ex + ey * ey);
}

/** Distance from (x, y) to the nearest point of the open polyline. */
export function distanceToPolyline(line: readonly Point[], x: number, y: number): number {
  let best = Infinity;
  for (let i = 1; i < line.length; i++)
    best = Math.min(best, distanceToSegment(line[i - 1]!, line[i]!, x, y));
  return best;
}

/** The point of a polyline that runs downwards at a height; its ends beyond it. */
export function pointAtY(line: readonly Point[], y: number): Point {
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    if (y <= b.y) return lerpPoint(a, b, b.y > a.y ? Math.max(0, (y - a.y) / (b.y - a.y)) : 0);
  }
  return line[line.length - 1]!;
}
