import type { Point } from "../image.js";
import { distance, lerpPoint } from "../kernels/polyline.js";
import { KEYPOINT, type Keypoint } from "../observation.js";

/** One limb as a chain of joints, with the radius at each in px. */
export interface Limb {
  readonly joints: readonly [Point, Point, Point];
  readonly radii: readonly [number, number, number];
}

/** A hand: the disc that it lies in, and the lines from the wrist over its knuckles to where stretched fingers end. */
export interface Hand {
  readonly centre: Point;
  readonly radius: number;
  readonly wrist: Point;
  readonly fingertips: readonly Point[];
}

/** The skeleton as simple shapes that say where each part of a person can be. Pixels of the picture that the keypoints are in. */
export interface PoseGeometry {
  /** Distance of the shoulder joints of a person who faces the camera. */
  readonly unit: number;
  readonly origin: Point;
  readonly down: Point;
  readonly across: Point;
  readonly torsoLength: number;
  readonly face: {
    readonly centre: Point;
    readonly up: Point;
    readonly halfHeight: number;
    readonly halfWidth: number;
  };
  readonly chin: Point;
  /** The seen ear of a head that is turned aside: from there to the chin runs the jaw, and behind it lies the neck. Null of a head seen from before. */
  readonly turnedEar: Point | null;
  readonly leftArm: Limb;
  readonly rightArm: Limb;
  readonly leftLeg: Limb;
  readonly rightLeg: Limb;
  readonly leftHand: Hand;
  readonly rightHand: Hand;
}

/** Radii of shoulder, elbow, wrist and of hip, knee, ankle in units; medians of the evaluation set's bare limbs. */
const ARM_RADII = [0.15, 0.105, 0.075] as const;
const LEG_RADII = [0.27, 0.17, 0.12] as const;
const HAND_RADIUS = 0.16;
/** Length of a hand over the way from its wrist to its knuckles. */
const FINGER_REACH = 1.9;

function unitVector(from: Point, to: Point): Point {
  const length = distance(from, to) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** The face's ellipse from eyes and mouth: eyes to mouth is 0.32 of the height from hairline to chin (da Vinci's thirds). */
function measureFace(k: readonly Keypoint[], unit: number): PoseGeometry["face"] {
  const eyes = lerpPoint(k[KEYPOINT.leftEye]!, k[KEYPOINT.rightEye]!, 0.5);
  const mouth = lerpPoint(k[KEYPOINT.mouthLeft]!, k[KEYPOINT.mouthRight]!, 0.5);
  const up = unitVector(mouth, eyes);
  const span = Math.max(distance(eyes, mouth), 0.14 * unit);
  const halfHeight = 1.55 * span;
  const ears = distance(k[KEYPOINT.leftEar]!, k[KEYPOINT.rightEar]!) / 2;
  const between = lerpPoint(k[KEYPOINT.leftEar]!, k[KEYPOINT.rightEar]!, 0.5);
  const middle = lerpPoint(eyes, mouth, 0.4);
  return {
    centre: { x: 0.7 * middle.x + 0.3 * between.x, y: middle.y },
    up,
    halfHeight,
    halfWidth: Math.max(0.72 * halfHeight, 0.95 * ears),
  };
}

/** Ears are surely seen from this visibility on. */
const EAR_SEEN = 0.9;
/** A head is turned aside when its ears' middle lies so far from the face's, in halves of the face's height. */
const TURNED = 0.3;

function findTurnedEar(
  k: readonly Keypoint[],
  { centre, up, halfHeight }: PoseGeometry["face"],
): Point | null {
  const [left, right] = [k[KEYPOINT.leftEar]!, k[KEYPOINT.rightEar]!];
  const acrossOf = (p: Point): number => (-(p.x - centre.x) * up.y + (p.y - centre.y) * up.x) / halfHeight;
  const [a, b] = [acrossOf(left), acrossOf(right)];
  if (Math.abs(a + b) / 2 < TURNED) return null;
  const ear = Math.abs(a) > Math.abs(b) ? left : right;
  return ear.visibility < EAR_SEEN ? null : { x: ear.x, y: ear.y };
}

function limb(
  k: readonly Keypoint[],
  indices: readonly [number, number, number],
  radii: readonly [number, number, number],
  unit: number,
): Limb {
  return {
    joints: [k[indices[0]]!, k[indices[1]]!, k[indices[2]]!],
    radii: [radii[0] * unit, radii[1] * unit, radii[2] * unit],
  };
}

function hand(k: readonly Keypoint[], wrist: number, knuckles: readonly number[], unit: number): Hand {
  const points = knuckles.map((i) => k[i]!);
  const x = points.reduce((sum, p) => sum + p.x, 0) / points.length;
  const y = points.reduce((sum, p) => sum + p.y, 0) / points.length;
  const reach = Math.max(...points.map((p) => distance(p, k[wrist]!)));
  return {
    centre: { x, y },
    radius: Math.max(HAND_RADIUS * unit, 0.8 * reach),
    wrist: { x: k[wrist]!.x, y: k[wrist]!.y },
    fingertips: points.map((p) => lerpPoint(k[wrist]!, p, FINGER_REACH)),
  };
}

/** Derives the shapes from the keypoints, all coordinates multiplied by `scale`. */
export function measurePose(keypoints: readonly Keypoint[], scale: number): PoseGeometry {
  const k = keypoints.map((p) => ({ ...p, x: p.x * scale, y: p.y * scale }));
  const left = k[KEYPOINT.leftShoulder]!;
  const right = k[KEYPOINT.rightShoulder]!;
  const origin = lerpPoint(left, right, 0.5);
  const hips = lerpPoint(k[KEYPOINT.leftHip]!, k[KEYPOINT.rightHip]!, 0.5);
  const torsoLength = distance(origin, hips);
  const unit = Math.max(distance(left, right), 0.5 * torsoLength);
  const face = measureFace(k, unit);
  return {
    unit,
    origin,
    down: unitVector(origin, hips),
    across: unitVector(right, left),
    torsoLength,
    face,
    turnedEar: findTurnedEar(k, face),
    chin: { x: face.centre.x - face.up.x * face.halfHeight, y: face.centre.y - face.up.y * face.halfHeight },
    leftArm: limb(k, [KEYPOINT.leftShoulder, KEYPOINT.leftElbow, KEYPOINT.leftWrist], ARM_RADII, unit),
    rightArm: limb(k, [KEYPOINT.rightShoulder, KEYPOINT.rightElbow, KEYPOINT.rightWrist], ARM_RADII, unit),
    leftLeg: limb(k, [KEYPOINT.leftHip, KEYPOINT.leftKnee, KEYPOINT.leftAnkle], LEG_RADII, unit),
    rightLeg: limb(k, [KEYPOINT.rightHip, KEYPOINT.rightKnee, KEYPOINT.rightAnkle], LEG_RADII, unit),
    leftHand: hand(k, KEYPOINT.leftWrist, [KEYPOINT.leftPinky, KEYPOINT.leftIndex, KEYPOINT.leftThumb], unit),
    rightHand: hand(
      k,
      KEYPOINT.rightWrist,
      [KEYPOINT.rightPinky, KEYPOINT.rightIndex, KEYPOINT.rightThumb],
      unit,
    ),
  };
}

/** Place on a limb: distance from its axis over its radius (1 on the outline of a bare limb), and 0..2 along its joints. */
export function limbPlace(
  limb: Limb,
  x: number,
  y: number,
): { readonly rho: number; readonly position: number } {
  let rho = Infinity;
  let position = 0;
  for (let i = 0; i < 2; i++) {
    const a = limb.joints[i]!;
    const b = limb.joints[i + 1]!;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const radius = limb.radii[i]! + (limb.radii[i + 1]! - limb.radii[i]!) * t;
    const [ex, ey] = [a.x + t * dx - x, a.y + t * dy - y];
    const here = Math.sqrt(ex * ex + ey * ey) / radius;
    if (here < rho) {
      rho = here;
      position = i + t;
    }
  }
  return { rho, position };
}

/** {@link limbPlace} without the position. */
export function limbRho(limb: Limb, x: number, y: number): number {
  return limbPlace(limb, x, y).rho;
}

/** Radius in the face's ellipse: below 1 inside. */
export function faceRho({ face }: PoseGeometry, x: number, y: number): number {
  const dx = x - face.centre.x;
  const dy = y - face.centre.y;
  const along = dx * face.up.x + dy * face.up.y;
  const across = -dx * face.up.y + dy * face.up.x;
  return Math.sqrt((along / face.halfHeight) ** 2 + (across / face.halfWidth) ** 2);
}

/** Torso coordinates: t along the axis (0 shoulders, 1 hips), u across in units, positive to the wearer's left. */
export function torsoPlace(pose: PoseGeometry, x: number, y: number): { t: number; u: number } {
  const dx = x - pose.origin.x;
  const dy = y - pose.origin.y;
  const along = dx * pose.down.x + dy * pose.down.y;
  const t = along / pose.torsoLength;
  // across is measured square to the axis, on the side that `across` names
  const side = pose.across.x * -pose.down.y + pose.across.y * pose.down.x < 0 ? -1 : 1;
  return { t, u: (side * (dx * -pose.down.y + dy * pose.down.x)) / pose.unit };
}

function scaleLimb(limb: Limb, scale: number): Limb {
  const [a, b, c] = limb.joints;
  const [ra, rb, rc] = limb.radii;
  return {
    joints: [scalePoint(a, scale), scalePoint(b, scale), scalePoint(c, scale)],
    radii: [ra * scale, rb * scale, rc * scale],
  };
}

function scalePoint(p: Point, scale: number): Point {
  return { x: p.x * scale, y: p.y * scale };
}

/** The same pose in a picture resized by `scale`. */
export function scalePose(pose: PoseGeometry, scale: number): PoseGeometry {
  const scaleHand = (hand: Hand): Hand => ({
    centre: scalePoint(hand.centre, scale),
    radius: hand.radius * scale,
    wrist: scalePoint(hand.wrist, scale),
    fingertips: hand.fingertips.map((p) => scalePoint(p, scale)),
  });
  return {
    ...pose,
    unit: pose.unit * scale,
    origin: scalePoint(pose.origin, scale),
    torsoLength: pose.torsoLength * scale,
    face: {
      ...pose.face,
      centre: scalePoint(pose.face.centre, scale),
      halfHeight: pose.face.halfHeight * scale,
      halfWidth: pose.face.halfWidth * scale,
    },
    chin: scalePoint(pose.chin, scale),
    turnedEar: pose.turnedEar && scalePoint(pose.turnedEar, scale),
    leftArm: scaleLimb(pose.leftArm, scale),
    rightArm: scaleLimb(pose.rightArm, scale),
    leftLeg: scaleLimb(pose.leftLeg, scale),
    rightLeg: scaleLimb(pose.rightLeg, scale),
    leftHand: scaleHand(pose.leftHand),
    rightHand: scaleHand(pose.rightHand),
  };
}
