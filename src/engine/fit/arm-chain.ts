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
  return outwardAt(bendOf(chain), at);
}

/** How an arm turns at its elbow. */
interface Bend {
  /** 1 for the wearer's left arm, -1 for the right one. */
  readonly sign: 1 | -1;
  /** The upper arm's direction, and by how much the forearm's differs from it, in radians. */
  readonly upper: number;
  readonly turn: number;
  /** Unit vectors to the outer side of both. */
  readonly ofUpper: Point;
  readonly ofFore: Point;
}

function bendOf({ arm, name }: ArmChain): Bend {
  const { shoulder, elbow, wrist } = arm;
  const upper = Math.atan2(elbow.y - shoulder.y, elbow.x - shoulder.x);
  let turn = Math.atan2(wrist.y - elbow.y, wrist.x - elbow.x) - upper;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  const sign = name === "left" ? 1 : -1;
  return { sign, upper, turn, ofUpper: outwardOf(sign, upper), ofFore: outwardOf(sign, upper + turn) };
}

/** The wearer's left arm hangs at the viewer's right: its outer side is a quarter turn back from its direction. */
function outwardOf(sign: 1 | -1, angle: number): Point {
  return { x: sign * Math.sin(angle), y: -sign * Math.cos(angle) };
}

function outwardAt({ sign, upper, turn, ofUpper, ofFore }: Bend, at: number): Point {
  if (at <= TURN_FROM) return ofUpper;
  if (at >= TURN_TO) return ofFore;
  return outwardOf(sign, upper + (turn * (at - TURN_FROM)) / (TURN_TO - TURN_FROM));
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

/** What depends on an arm alone when pixels are placed on it. */
export interface ArmPlacer {
  readonly chain: ArmChain;
  readonly upper: Bone;
  readonly fore: Bone;
  readonly bend: Bend;
}

/** Prepares {@link placeBy} for one arm. It is data, not a function: code of functions that are made anew in each try-on is compiled anew in each. */
export function armPlacer(chain: ArmChain): ArmPlacer {
  const { shoulder, elbow, wrist } = chain.arm;
  return {
    chain,
    upper: boneOf(shoulder, elbow, 1),
    fore: boneOf(elbow, wrist, PAST_WRIST),
    bend: bendOf(chain),
  };
}

/** The place of (x, y) on the arm, by the nearer of its two bones. */
export function placeBy(placer: ArmPlacer, x: number, y: number): ArmPlace {
  const { chain } = placer;
  const upper = projectOn(placer.upper, x, y);
  const fore = projectOn(placer.fore, x, y);
  const isUpper = upper.distance <= fore.distance;
  const at = isUpper ? upper.t : 1 + fore.t;
  const axis = armAxis(chain, at);
  const out = outwardAt(placer.bend, at);
  const side = (x - axis.x) * out.x + (y - axis.y) * out.y < 0 ? -1 : 1;
  return { at, rho: (isUpper ? upper.distance : fore.distance) / armRadius(chain, at, side), side, out };
}

/** {@link placeBy} for a single pixel. */
export function placeOnArm(chain: ArmChain, x: number, y: number): ArmPlace {
  return placeBy(armPlacer(chain), x, y);
}

/** A bone as a line from `from`, which goes on to the fraction `to` of its length. */
interface Bone {
  readonly from: Point;
  readonly dx: number;
  readonly dy: number;
  readonly squared: number;
  readonly to: number;
}

function boneOf(a: Point, b: Point, to: number): Bone {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return { from: a, dx, dy, squared: dx * dx + dy * dy || 1, to };
}

/** The bone's nearest point to (x, y), as a fraction of its length, and how far it is. */
function projectOn(
  { from, dx, dy, squared, to }: Bone,
  x: number,
  y: number,
): { readonly t: number; readonly distance: number } {
  const t = Math.min(to, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / squared));
  const ex = from.x + t * dx - x;
  const ey = from.y + t * dy - y;
  return { t, distance: Math.sqrt(ex * ex + ey * ey) };
}
