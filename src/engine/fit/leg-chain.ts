import type { Point } from "../image.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { distance, lerpPoint } from "../kernels/polyline.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import type { SideName } from "./arm-chain.js";
import { length2 } from "../kernels/length.js";

/** A leg as a line: position 0 is the hip joint, 1 the knee, 2 the ankle. */
export interface LegChain {
  readonly hip: Point;
  readonly knee: Point;
  readonly ankle: Point;
  readonly name: SideName;
  /** Distance between the shoulder joints in px. */
  readonly unit: number;
}

/** From the axis to a bare leg's outline along the chain, in units: medians of the evaluation set's bare legs. */
const OUTER_RADIUS: readonly (readonly [number, number])[] = [
  [0, 0.27],
  [0.3, 0.24],
  [0.65, 0.195],
  [0.95, 0.16],
  [1.08, 0.155],
  [1.15, 0.163],
  [1.22, 0.171],
  [1.3, 0.175],
  [1.38, 0.171],
  [1.46, 0.162],
  [1.55, 0.15],
  [1.75, 0.115],
  [1.9, 0.09],
  [2, 0.085],
  [2.3, 0.09],
];
const INNER_RADIUS: readonly (readonly [number, number])[] = [
  [0, 0.26],
  [0.3, 0.25],
  [0.65, 0.215],
  [0.95, 0.178],
  [1.08, 0.157],
  [1.15, 0.162],
  [1.22, 0.169],
  [1.3, 0.174],
  [1.38, 0.171],
  [1.46, 0.163],
  [1.55, 0.149],
  [1.75, 0.12],
  [1.9, 0.1],
  [2, 0.092],
  [2.3, 0.09],
];
/** Natural bone lengths in units, of a leg that lies in the picture's plane. */
const THIGH = 1.42;
const SHIN = 1.35;
/** Bones shorter than this share of their natural length are foreshortened no further: a seated person's thigh. */
const SHORTEST = 0.3;

/** Which side of a leg: 1 the outer, away from the other leg, -1 the inner. */
export type LegEdge = 1 | -1;

export function legChain(keypoints: readonly Keypoint[], name: SideName, unit: number): LegChain {
  const [hip, knee, ankle] =
    name === "left"
      ? [KEYPOINT.leftHip, KEYPOINT.leftKnee, KEYPOINT.leftAnkle]
      : [KEYPOINT.rightHip, KEYPOINT.rightKnee, KEYPOINT.rightAnkle];
  return { hip: keypoints[hip]!, knee: keypoints[knee]!, ankle: keypoints[ankle]!, name, unit };
}

/** From the axis to the bare leg's outline in px at a chain position. */
export function legRadius(chain: LegChain, at: number, edge: LegEdge): number {
  return interpolateTable(edge === 1 ? OUTER_RADIUS : INNER_RADIUS, at) * chain.unit;
}

/** The point of the leg's axis at a chain position, extended past the ankle. */
export function legAxis({ hip, knee, ankle }: LegChain, at: number): Point {
  return at <= 1 ? lerpPoint(hip, knee, at) : lerpPoint(knee, ankle, at - 1);
}

/** Unit vector across the leg, away from the other one, turned gradually at the knee. */
export function legOutward({ hip, knee, ankle, name }: LegChain, at: number): Point {
  const thigh = Math.atan2(knee.y - hip.y, knee.x - hip.x);
  let turn = Math.atan2(ankle.y - knee.y, ankle.x - knee.x) - thigh;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const angle = thigh + turn * Math.min(1, Math.max(0, (at - 0.7) / 0.6));
  const sign = name === "left" ? 1 : -1;
  return { x: sign * Math.sin(angle), y: -sign * Math.cos(angle) };
}

/** Chain position at `lengthPx` down the leg from the hip joint; the photo's bones count, unless they are hidden in depth. */
export function legPosition({ hip, knee, ankle, unit }: LegChain, lengthPx: number): number {
  const thigh = Math.max(distance(hip, knee), SHORTEST * THIGH * unit);
  const shin = Math.max(distance(knee, ankle), SHORTEST * SHIN * unit);
  return lengthPx <= thigh ? lengthPx / thigh : 1 + (lengthPx - thigh) / shin;
}

/** Length in px from the hip joint to a chain position. */
export function legLength({ hip, knee, ankle }: LegChain, at: number): number {
  return Math.min(1, at) * distance(hip, knee) + Math.max(0, at - 1) * distance(knee, ankle);
}

/** Where a pixel lies on a leg. */
export interface LegPlace {
  /** Chain position of the nearest point of the axis. */
  readonly at: number;
  /** Signed distance across the leg over the bare leg's radius on that side: 1 on its outer outline, -1 on its inner. */
  readonly across: number;
}

/** The place of (x, y) on the leg, by the nearer of its two bones, to a little past the ankle. */
export function placeOnLeg(chain: LegChain, x: number, y: number): LegPlace {
  const { hip, knee, ankle } = chain;
  const thigh = project(hip, knee, { x, y, to: 1 });
  const shin = project(knee, ankle, { x, y, to: 1.25 });
  const [at, d] = thigh.distance <= shin.distance ? [thigh.t, thigh.distance] : [1 + shin.t, shin.distance];
  const axis = legAxis(chain, at);
  const out = legOutward(chain, at);
  const edge: LegEdge = (x - axis.x) * out.x + (y - axis.y) * out.y >= 0 ? 1 : -1;
  return { at, across: (edge * d) / legRadius(chain, at, edge) };
}

function project(
  a: Point,
  b: Point,
  { x, y, to }: { readonly x: number; readonly y: number; readonly to: number },
): { t: number; distance: number } {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy || 1;
  const t = Math.min(to, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / squared));
  return { t, distance: length2(a.x + t * dx - x, a.y + t * dy - y) };
}
