import type { Point } from "../image.js";
import { distance, lerpPoint } from "../kernels/polyline.js";
import { interpolateTable } from "../kernels/interpolate-table.js";

export type SideName = "left" | "right";

/** Outer is the side away from the body when the arm hangs. */
export interface Thickness {
  readonly outer: number;
  readonly inner: number;
  /** Whether a bare part of the arm told them. */
  readonly isSeen: boolean;
}

/** The joints of one arm. */
export interface Bones {
  readonly shoulder: Point;
  readonly elbow: Point;
  readonly wrist: Point;
}

/** The bones of one arm and how thick it is. */
export interface Arm extends Bones {
  /** Distance from the axis to each edge over the usual radius; 1 where no bare arm shows it. */
  readonly thickness: Thickness;
  /** Whether the worn top has no sleeve here: what it covers of the arm, its torso covers. */
  readonly isSleeveless: boolean;
}

/** Natural bone lengths in units, of an arm that lies in the picture's plane (medians of the evaluation set). */
const UPPER_ARM = 0.95;
const FOREARM = 0.82;
/** Radii of the arm along the chain shoulder 0 – elbow 1 – wrist 2, in units. */
const RADIUS: readonly (readonly [number, number])[] = [
  [0, 0.15],
  [0.5, 0.125],
  [1, 0.105],
  [1.5, 0.095],
  [2, 0.07],
  [2.3, 0.075],
];

/** The forearm goes on past the wrist to the heel of the hand, as a fraction of its length. */
const PAST_WRIST = 1.3;

/** An arm as a line: position 0 is the shoulder joint, 1 the elbow, 2 the wrist. */
export interface ArmChain {
  readonly arm: Arm;
  readonly name: SideName;
  readonly unit: number;
}

export function armChain(
  body: { readonly arms: Readonly<Record<SideName, Arm>>; readonly unit: number },
  name: SideName,
): ArmChain {
  const arm = body.arms[name];
  return { arm, name, unit: unitOfArm(arm, body.unit) };
}

/** No upper arm is longer than this in units; the longest of 100 frontal bodies of the evaluation set is 1.11. */
const LONGEST_UPPER_ARM = 1.12;

/** The body's unit at one arm, in px: one that looks too long for the shoulders' distance is nearer to the camera, or the body is turned. */
export function unitOfArm({ shoulder, elbow }: Bones, unit: number): number {
  return Math.max(unit, distance(shoulder, elbow) / LONGEST_UPPER_ARM);
}

/** Distance in px from the axis to a bare arm's edge on one side (1 outer, -1 inner) at a chain position; without a side their mean. */
export function armRadius({ arm, unit }: ArmChain, at: number, side: 1 | -1 | 0 = 0): number {
  const { outer, inner } = arm.thickness;
  const thickness = side === 0 ? (outer + inner) / 2 : side === 1 ? outer : inner;
  return interpolateTable(RADIUS, at) * unit * thickness;
}

/** The point of the arm's axis at a chain position, extended past the wrist. */
export function armAxis({ arm }: ArmChain, at: number): Point {
  return at <= 1 ? lerpPoint(arm.shoulder, arm.elbow, at) : lerpPoint(arm.elbow, arm.wrist, at - 1);
}

/** The elbow's turn begins and ends at these chain positions. */
const TURN_FROM = 0.75;
const TURN_TO = 1.25;

/** Unit vector to the arm's outer side (away from the body when the arm hangs), turned gradually at the elbow. */
export function armOutward(chain: ArmChain, at: number): Point {
  return outwardOf(chain)(at);
}

/** {@link armOutward} of one arm: its angles are worked out once. */
function outwardOf({ arm, name }: ArmChain): (at: number) => Point {
  const { shoulder, elbow, wrist } = arm;
  const upper = Math.atan2(elbow.y - shoulder.y, elbow.x - shoulder.x);
  let turn = Math.atan2(wrist.y - elbow.y, wrist.x - elbow.x) - upper;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const sign = name === "left" ? 1 : -1;
  // the wearer's left arm hangs at the viewer's right: its outer side is a quarter turn back from its direction
  const outwardOfAngle = (angle: number): Point => ({
    x: sign * Math.sin(angle),
    y: -sign * Math.cos(angle),
  });
  const ofUpper = outwardOfAngle(upper);
  const ofFore = outwardOfAngle(upper + turn);
  return (at) => {
    if (at <= TURN_FROM) return ofUpper;
    if (at >= TURN_TO) return ofFore;
    return outwardOfAngle(upper + (turn * (at - TURN_FROM)) / (TURN_TO - TURN_FROM));
  };
}

/** Chain position of a point at `lengthPx` down an arm of natural proportions, foreshortened as the photo's arm is. */
export function chainPosition({ arm, unit }: ArmChain, lengthPx: number): number {
  const upper = Math.max(distance(arm.shoulder, arm.elbow), 0.85 * UPPER_ARM * unit);
  const fore = Math.max(distance(arm.elbow, arm.wrist), 0.85 * FOREARM * unit);
  return lengthPx <= upper ? lengthPx / upper : 1 + (lengthPx - upper) / fore;
}

/** Where a pixel lies on an arm. */
export interface ArmPlace {
  /** Chain position of the nearest point of the axis. */
  readonly at: number;
  /** Distance from the axis over the bare arm's radius: 1 on its outline. */
  readonly rho: number;
  /** 1 on the arm's outer side, -1 on its inner one, and the unit vector to the outer side. */
  readonly side: 1 | -1;
  readonly out: Point;
}

/** Tells where pixels lie on one arm. */
export type ArmPlacer = (x: number, y: number) => ArmPlace;

/** {@link placeOnArm} for many pixels: what depends on the arm alone is worked out once. */
export function armPlacer(chain: ArmChain): ArmPlacer {
  const { shoulder, elbow, wrist } = chain.arm;
  const onUpper = projector(shoulder, elbow, 1);
  const onFore = projector(elbow, wrist, PAST_WRIST);
  const outwardAt = outwardOf(chain);
  return (x, y) => {
    const upper = onUpper(x, y);
    const fore = onFore(x, y);
    const isUpper = upper.distance <= fore.distance;
    const at = isUpper ? upper.t : 1 + fore.t;
    const axis = armAxis(chain, at);
    const out = outwardAt(at);
    const side = (x - axis.x) * out.x + (y - axis.y) * out.y < 0 ? -1 : 1;
    return { at, rho: (isUpper ? upper.distance : fore.distance) / armRadius(chain, at, side), side, out };
  };
}

/** The place of (x, y) on the arm, by the nearer of its two bones. */
export function placeOnArm(chain: ArmChain, x: number, y: number): ArmPlace {
  return armPlacer(chain)(x, y);
}

/** Finds the nearest point of the bone a–b, as a fraction of its length up to `to`, and how far it is. */
function projector(
  a: Point,
  b: Point,
  to: number,
): (x: number, y: number) => { t: number; distance: number } {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy || 1;
  return (x, y) => {
    const t = Math.min(to, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / squared));
    const ex = a.x + t * dx - x;
    const ey = a.y + t * dy - y;
    return { t, distance: Math.sqrt(ex * ex + ey * ey) };
  };
}
