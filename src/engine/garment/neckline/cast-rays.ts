import type { Mask, Point } from "../../image.js";
import { along } from "../../kernels/polyline.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { normalAt } from "./neck-curve.js";
import { indexAt } from "./score-edge.js";

/** A pixel is wholly another colour from so many times the band's usual unevenness, at least of so many Lab units. */
const UNLIKE = 4;
const UNEVEN_MIN = 1.2;

/** Rays across a neckline's curve: how unlike the cloth along it the pixels on its sides are. */
export interface Rays {
  readonly curve: readonly Point[];
  /** Unlikeness 0..1 at a step in pixels into the neck hole from a point of the curve, negative outward; -1 outside of the cloth. */
  readonly unlikeAt: (point: number, px: number) => number;
  readonly pointAt: (point: number, px: number) => Point;
}

export interface Band {
  /** Steps into the neck hole, in pixels, in which the cloth's colour is taken, at all points but so many at each end. */
  readonly from: number;
  readonly to: number;
  readonly skip: number;
}

/** Looks along rays as far as asked. Undefined where too little of the band is cloth. */
export function castRays(
  lab: LabImage,
  cloth: Mask,
  curve: readonly Point[],
  { from, to, skip }: Band,
): Rays | undefined {
  const normals = curve.map((_, i) => normalAt(curve, i));
  const pointAt = (i: number, px: number): Point => along(curve[i]!, normals[i]!, -px);
  const band: number[] = [];
  for (let i = skip; i < curve.length - skip; i++) {
    for (let px = Math.max(1, from); px <= Math.max(2, to); px++) {
      const p = pointAt(i, px);
      const at = indexAt(cloth, p.x, p.y);
      if (at >= 0) band.push(at);
    }
  }
  if (band.length < curve.length - 2 * skip) return undefined;
  const colour = [0, 1, 2].map((c) => median(band.map((at) => lab.data[3 * at + c]!)));
  const distance = (at: number): number =>
    Math.hypot(...[0, 1, 2].map((c) => lab.data[3 * at + c]! - colour[c]!));
  const whole = UNLIKE * Math.max(UNEVEN_MIN, median(band.map(distance)));
  const unlikeAt = (i: number, px: number): number => {
    const p = pointAt(i, px);
    const at = indexAt(cloth, p.x, p.y);
    return at < 0 ? -1 : Math.min(1, distance(at) / whole);
  };
  return { curve, unlikeAt, pointAt };
}

/** The mean unlikeness of the cloth in a range of steps, undefined without any. */
export function meanUnlike({ unlikeAt }: Rays, i: number, from: number, to: number): number | undefined {
  let [sum, count] = [0, 0];
  for (let px = from; px < to; px++) {
    const value = unlikeAt(i, px);
    if (value < 0) continue;
    sum += value;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
