import type { Point } from "../image.js";
import { KEYPOINT } from "../observation.js";
import { length2 } from "../kernels/length.js";
import { distance, lerpPoint } from "../kernels/polyline.js";
import { HAND_PART, PART, type PersonAnalysis } from "../person/types.js";
import { isSleeveless, measureThickness } from "./arm-outline.js";
import { unitOfArm, type Arm, type Bones, type SideName } from "./arm-chain.js";
import { centreArm } from "./centre-arm.js";
import { raiseDeepArm } from "./deep-arm.js";
import { turnToOutline } from "./elbow-outside.js";
import { measureNeck } from "./neck-width.js";
import { measureShoulder } from "./shoulder-slope.js";
import { axisAt, normalise, subtract, type TorsoAxis } from "./torso-axis.js";
import { measureWidths, WIDTH_STEPS_PER_TORSO } from "./torso-widths.js";

/** The upper body as a coordinate system, {@link TorsoAxis}, and what was measured on it. */
export interface BodyFrame extends TorsoAxis {
  readonly joints: Readonly<Record<SideName, Point>>;
  /** Whether a hand is seen. */
  readonly isHandSeen: Readonly<Record<SideName, boolean>>;
  /** Whether an arm would be seen without its sleeve. One whose hand is not seen may be in a pocket; or, when the other one is bare, behind the back. */
  readonly isArmSeen: Readonly<Record<SideName, boolean>>;
  /** t where the lower garment begins to be seen on the body's middle; null where it is not. */
  readonly waistT: number | null;
  /** Middle of the mouth: the neck runs from the origin towards it. */
  readonly mouth: Point;
  /** Middle between the ears, above the neck's end. */
  readonly ears: Point;
  /** Half the neck's width in px. */
  readonly neckHalfWidth: number;
  /** Half widths of the torso in px at t = i / {@link WIDTH_STEPS_PER_TORSO}, measured where visible, else a prior. */
  readonly halfWidth: Readonly<Record<SideName, Float32Array>>;
  /** Height of the shoulder's outline above the joints' line in units, at lateral positions i / {@link SLOPE_STEPS_PER_UNIT}. */
  readonly shoulderSlope: Readonly<Record<SideName, Float32Array>>;
  /** Whether the worn top covers all that is seen of that outline. */
  readonly isShoulderCovered: Readonly<Record<SideName, boolean>>;
  /** {@link halfWidth} with the worn clothes, which may stand off the body. */
  readonly wornHalfWidth: Readonly<Record<SideName, Float32Array>>;
}

/** Shoulders over torso length of the narrowest frontal build; below it the body is turned. */
const NARROWEST = 0.5;

/** Where a pixel lies on the torso: t down the axis, `lateralPx` across it, positive to the wearer's left. */
export function torsoPlace(frame: BodyFrame, x: number, y: number): { t: number; lateralPx: number } {
  const { origin, down, torsoLength, acrossShoulders, acrossHips } = frame;
  const t = ((x - origin.x) * down.x + (y - origin.y) * down.y) / torsoLength;
  // axisAt() and acrossAt() without their points: many pixels are placed
  const dx = x - (origin.x + down.x * (t * torsoLength));
  const dy = y - (origin.y + down.y * (t * torsoLength));
  const share = Math.min(1, Math.max(0, t));
  const ax = acrossShoulders.x + (acrossHips.x - acrossShoulders.x) * share;
  const ay = acrossShoulders.y + (acrossHips.y - acrossShoulders.y) * share;
  const length = length2(ax, ay) || 1;
  return { t, lateralPx: dx * (ax / length) + dy * (ay / length) };
}

/** Half width of the body in px at t, interpolated. */
export function halfWidthAt(frame: BodyFrame, side: SideName, t: number): number {
  return sampleWidths(frame.halfWidth[side], t);
}

/** Half width of body and worn clothes in px at t, interpolated. */
export function wornHalfWidthAt(frame: BodyFrame, side: SideName, t: number): number {
  return sampleWidths(frame.wornHalfWidth[side], t);
}

function sampleWidths(widths: Float32Array, t: number): number {
  const f = Math.min(widths.length - 1.001, Math.max(0, t * WIDTH_STEPS_PER_TORSO));
  const i = Math.floor(f);
  return widths[i]! + (widths[i + 1]! - widths[i]!) * (f - i);
}

function readBones({ keypoints }: PersonAnalysis, side: SideName): Bones {
  const [s, e, w] =
    side === "left"
      ? [KEYPOINT.leftShoulder, KEYPOINT.leftElbow, KEYPOINT.leftWrist]
      : [KEYPOINT.rightShoulder, KEYPOINT.rightElbow, KEYPOINT.rightWrist];
  return { shoulder: keypoints[s]!, elbow: keypoints[e]!, wrist: keypoints[w]! };
}

function armOf(person: PersonAnalysis, joints: Bones, side: SideName, unit: number): Arm {
  const bones = centreArm(person, turnToOutline(person, joints, side, unit), side, unit);
  const usual = { ...bones, thickness: { outer: 1, inner: 1, isSeen: false }, isSleeveless: false };
  const own = unitOfArm(bones, unit);
  const arm = { ...usual, thickness: measureThickness(person, { arm: usual, name: side, unit: own }) };
  return { ...arm, isSleeveless: isSleeveless(person, { arm, name: side, unit: own }) };
}

/** A hand shows at least this area, in square units. */
const HAND_AREA = 0.006;

function isHandSeen({ parts }: PersonAnalysis, side: SideName, unit: number): boolean {
  const hand = HAND_PART[side];
  const { data } = parts;
  let area = 0;
  for (let i = 0; i < data.length; i++) if (data[i] === hand) area++;
  return area > HAND_AREA * unit * unit;
}

/** Range of t in which the lower garment's top edge is looked for, and the run of it that counts. */
const WAIST_FROM_T = 0.4;
const WAIST_TO_T = 1.6;
const WAIST_STEP_T = 0.01;
const WAIST_RUN = 5;

/** Walks down the axis to the first lower garment that goes on for a while. */
function findWaist({ parts }: PersonAnalysis, frame: TorsoAxis): number | null {
  let run = 0;
  for (let t = WAIST_FROM_T; t < WAIST_TO_T; t += WAIST_STEP_T) {
    const p = axisAt(frame, t);
    const x = Math.floor(p.x);
    const y = Math.floor(p.y);
    if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) return null;
    run = parts.data[y * parts.width + x] === PART.lower ? run + 1 : 0;
    if (run === WAIST_RUN) return t - (WAIST_RUN - 1) * WAIST_STEP_T;
  }
  return null;
}

/** A turned body shows narrow shoulders; its torso still tells its size. */
function unitOf(left: Point, right: Point, torsoLength: number): number {
  return Math.max(distance(left, right), NARROWEST * torsoLength);
}

/** The arms' bones by the pose, but for those that the worn top's outline contradicts. `hips` is the middle between the hips. */
function placeBones(person: PersonAnalysis, hips: Point): Record<SideName, Bones> {
  const left = readBones(person, "left");
  const right = readBones(person, "right");
  const origin = lerpPoint(left.shoulder, right.shoulder, 0.5);
  const unit = unitOf(left.shoulder, right.shoulder, distance(origin, hips));
  const down = normalise(subtract(hips, origin));
  return {
    left: raiseDeepArm(person, left, { name: "left", unit, down }),
    right: raiseDeepArm(person, right, { name: "right", unit, down }),
  };
}

/** Measures the body that the garment has to fit. */
export function measureBody(person: PersonAnalysis): BodyFrame {
  const { keypoints } = person;
  const leftHip = keypoints[KEYPOINT.leftHip]!;
  const rightHip = keypoints[KEYPOINT.rightHip]!;
  const hips = lerpPoint(leftHip, rightHip, 0.5);
  const bones = placeBones(person, hips);
  const { shoulder: left } = bones.left;
  const { shoulder: right } = bones.right;
  const origin = lerpPoint(left, right, 0.5);
  const torsoLength = distance(origin, hips);
  const unit = unitOf(left, right, torsoLength);
  const frame = {
    unit,
    origin,
    down: normalise(subtract(hips, origin)),
    acrossShoulders: normalise(subtract(left, right)),
    acrossHips: normalise(subtract(leftHip, rightHip)),
    torsoLength,
    joints: { left, right },
    mouth: lerpPoint(keypoints[KEYPOINT.mouthLeft]!, keypoints[KEYPOINT.mouthRight]!, 0.5),
    ears: lerpPoint(keypoints[KEYPOINT.leftEar]!, keypoints[KEYPOINT.rightEar]!, 0.5),
    arms: { left: armOf(person, bones.left, "left", unit), right: armOf(person, bones.right, "right", unit) },
  };
  const hands = { left: isHandSeen(person, "left", unit), right: isHandSeen(person, "right", unit) };
  const isArmSeen = (side: SideName, other: SideName): boolean =>
    hands[side] || frame.arms[side].thickness.isSeen || !frame.arms[other].thickness.isSeen;
  const l = measureWidths(person, frame, "left");
  const r = measureWidths(person, frame, "right");
  const shoulders = {
    left: measureShoulder(person, frame, "left"),
    right: measureShoulder(person, frame, "right"),
  };
  return {
    ...frame,
    isHandSeen: hands,
    isArmSeen: { left: isArmSeen("left", "right"), right: isArmSeen("right", "left") },
    waistT: findWaist(person, frame),
    neckHalfWidth: measureNeck(person, frame),
    halfWidth: { left: l.body, right: r.body },
    wornHalfWidth: { left: l.worn, right: r.worn },
    shoulderSlope: { left: shoulders.left.slope, right: shoulders.right.slope },
    isShoulderCovered: { left: shoulders.left.isCovered, right: shoulders.right.isCovered },
  };
}
