import type { Mask, Point } from "../../image.js";
import { length3 } from "../../kernels/length.js";
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
  readonly normals: readonly Point[];
  readonly lab: LabImage;
  readonly cloth: Mask;
  /** The band's colour, and the Lab distance from it at which a pixel is wholly another. */
  readonly colour: Lab;
  readonly whole: number;
}

type Lab = readonly [l: number, a: number, b: number];

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
  const band: number[] = [];
  for (let i = skip; i < curve.length - skip; i++) {
    for (let px = Math.max(1, from); px <= Math.max(2, to); px++) {
      const p = pointAt({ curve, normals }, i, px);
      const at = indexAt(cloth, p.x, p.y);
      if (at >= 0) band.push(at);
    }
  }
  if (band.length < curve.length - 2 * skip) return undefined;
  const of = (c: 0 | 1 | 2): number => median(band.map((at) => lab.data[3 * at + c]!));
  const colour: Lab = [of(0), of(1), of(2)];
  const whole = UNLIKE * Math.max(UNEVEN_MIN, median(band.map((at) => distanceAt(lab, colour, at))));
  return { curve, normals, lab, cloth, colour, whole };
}

/** The point of a ray at a step in pixels into the neck hole from a point of the curve, negative outward. */
export function pointAt({ curve, normals }: Pick<Rays, "curve" | "normals">, i: number, px: number): Point {
  return along(curve[i]!, normals[i]!, -px);
}

function distanceAt({ data }: LabImage, colour: Lab, at: number): number {
  return length3(data[3 * at]! - colour[0], data[3 * at + 1]! - colour[1], data[3 * at + 2]! - colour[2]);
}

/** Unlikeness 0..1 at a step of a ray; -1 outside of the cloth. */
function unlikeAt(rays: Rays, i: number, px: number): number {
  const p = pointAt(rays, i, px);
  const at = indexAt(rays.cloth, p.x, p.y);
  return at < 0 ? -1 : Math.min(1, distanceAt(rays.lab, rays.colour, at) / rays.whole);
}

/** The mean unlikeness of the cloth in a range of steps, undefined without any. */
export function meanUnlike(rays: Rays, i: number, from: number, to: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (let px = from; px < to; px++) {
    const value = unlikeAt(rays, i, px);
    if (value < 0) continue;
    sum += value;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
