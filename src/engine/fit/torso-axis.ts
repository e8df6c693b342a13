import type { Point } from "../image.js";
import { along, lerpPoint } from "../kernels/polyline.js";
import type { Arm, SideName } from "./arm-chain.js";
import { length2 } from "../kernels/length.js";

/**
 * The upper body as a coordinate system: `down` runs from the middle of the shoulder joints to the middle of the hip
 * joints, t = 0 at the shoulders and 1 at the hips; the unit of everything else is `unit`, the distance between the
 * shoulder joints of a person who faces the camera.
 */
export interface TorsoAxis {
  readonly unit: number;
  readonly origin: Point;
  /** Unit vectors in the photo. `across` points to the wearer's left. */
  readonly down: Point;
  readonly acrossShoulders: Point;
  readonly acrossHips: Point;
  readonly torsoLength: number;
  readonly arms: Readonly<Record<SideName, Arm>>;
}

export function subtract(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}

/** The unit vector of a direction. */
export function normalise(v: Point): Point {
  const length = length2(v.x, v.y) || 1;
  return { x: v.x / length, y: v.y / length };
}

/** Unit vector across the body at t, turned gradually from the shoulders' line to the hips'. */
export function acrossAt(frame: Pick<TorsoAxis, "acrossShoulders" | "acrossHips">, t: number): Point {
  return normalise(lerpPoint(frame.acrossShoulders, frame.acrossHips, Math.min(1, Math.max(0, t))));
}

/** The point on the torso's axis at t. */
export function axisAt(frame: Pick<TorsoAxis, "origin" | "down" | "torsoLength">, t: number): Point {
  return along(frame.origin, frame.down, t * frame.torsoLength);
}
