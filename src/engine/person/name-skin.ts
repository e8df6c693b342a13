import type { Point } from "../image.js";
import { faceRho, limbRho, torsoPlace, type Hand, type Limb, type PoseGeometry } from "./pose-geometry.js";
import { PART, type Part } from "./types.js";

/** Skin within this many radii of a hand's middle is hand, if it does not lie behind the wrist. */
const HAND_REACH = 1.25;
/** How far behind the wrist a hand reaches, in units. */
const HAND_BEHIND_WRIST = 0.06;
/** Half the width of a palm about the lines of its fingers, in units: what lies further away and on another limb is that limb. */
const FINGER_RADIUS = 0.085;
const FACE_REACH = 1.12;
/** Skin of the head lies above this, in halves of the face's height from its middle: ears are no neck. */
const HEAD_FROM = -0.7;
const HEAD_WIDTH = 1.2;
/** Skin further behind the jaw of a turned head than this, in halves of the face's height, is neck. */
const BEHIND_JAW = 0.2;
/** Beyond the shoulder joints everything bare is arm. */
const SHOULDER_U = 0.47;
/** Reach of an arm in its radii, over the trunk and beside it. */
const ARM_REACH = 1.3;
const ARM_REACH_BESIDE = 2.4;

function isOnFingers(hand: Hand, unit: number, at: Point): boolean {
  return hand.fingertips.some((tip) => {
    const [dx, dy] = [tip.x - hand.wrist.x, tip.y - hand.wrist.y];
    const [px, py] = [at.x - hand.wrist.x, at.y - hand.wrist.y];
    const t = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    return (px - t * dx) ** 2 + (py - t * dy) ** 2 < (FINGER_RADIUS * unit) ** 2;
  });
}

function handRho(hand: Hand, arm: Limb, unit: number, at: Point): number {
  const [, elbow, wrist] = arm.joints;
  const [dx, dy] = [wrist.x - elbow.x, wrist.y - elbow.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const beyond = ((at.x - wrist.x) * dx + (at.y - wrist.y) * dy) / length;
  // A forearm that points at the camera has no direction to speak of
  if (beyond < -HAND_BEHIND_WRIST * unit && length > 2 * hand.radius) return Infinity;
  return Math.sqrt((at.x - hand.centre.x) ** 2 + (at.y - hand.centre.y) ** 2) / hand.radius;
}

/** Whether a point lies behind the line from a turned head's ear to its chin, seen from the face: on the neck. */
function isBehindJaw({ face, chin, turnedEar: ear }: PoseGeometry, { x, y }: Point): boolean {
  if (ear === null) return false;
  const [dx, dy] = [chin.x - ear.x, chin.y - ear.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const along = ((x - ear.x) * dx + (y - ear.y) * dy) / (length * length);
  const asideOf = (px: number, py: number): number => ((px - ear.x) * dy - (py - ear.y) * dx) / length;
  const sign = Math.sign(asideOf(face.centre.x, face.centre.y));
  return along > 0 && along < 1 && -sign * asideOf(x, y) > BEHIND_JAW * face.halfHeight;
}

/** Which part a pixel of bare skin belongs to. `pose` and the point in the same picture's pixels. */
export function nameSkin(pose: PoseGeometry, at: Point): Part {
  const { x, y } = at;
  const face = faceRho(pose, x, y);
  const leftArm = limbRho(pose.leftArm, x, y);
  const rightArm = limbRho(pose.rightArm, x, y);
  const leg = Math.min(limbRho(pose.leftLeg, x, y), limbRho(pose.rightLeg, x, y));
  const leftHand = handRho(pose.leftHand, pose.leftArm, pose.unit, at);
  const rightHand = handRho(pose.rightHand, pose.rightArm, pose.unit, at);
  if (Math.min(leftHand, rightHand) < HAND_REACH && face > 0.9) {
    const isLeft = leftHand < rightHand;
    const behind = Math.min(isLeft ? rightArm : leftArm, leg);
    if (behind > 1 || isOnFingers(isLeft ? pose.leftHand : pose.rightHand, pose.unit, at))
      return isLeft ? PART.leftHand : PART.rightHand;
  }
  const isNeck = isBehindJaw(pose, at);
  if (face < FACE_REACH && !isNeck) return PART.face;
  const arm = Math.min(leftArm, rightArm);
  const armPart = leftArm < rightArm ? PART.leftArm : PART.rightArm;
  const { t, u } = torsoPlace(pose, x, y);
  const [dx, dy] = [
    (x - pose.face.centre.x) / pose.face.halfHeight,
    (y - pose.face.centre.y) / pose.face.halfHeight,
  ];
  const isBesideFace = dx * pose.face.up.x + dy * pose.face.up.y > HEAD_FROM && Math.abs(dx) < HEAD_WIDTH;
  if (isBesideFace && !isNeck && arm > 1) return PART.face;
  const isBeside = Math.abs(u) > SHOULDER_U;
  if (arm < (isBeside ? ARM_REACH_BESIDE : ARM_REACH) && arm < leg && (isBeside || t > 0.04 || arm < 0.6))
    return armPart;
  return t > 0.9 ? PART.leg : PART.neck;
}
