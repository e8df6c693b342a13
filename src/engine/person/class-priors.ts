import { createPlane, type Plane } from "../image.js";
import { faceRho, limbRho, torsoPlace, type PoseGeometry } from "./pose-geometry.js";

/** The classes that colour can tell apart; {@link PART} is derived from them and the skeleton. */
export const CLASS = { background: 0, hair: 1, skin: 2, upper: 3, lower: 4 } as const;
export const CLASS_COUNT = 5;
/** Pixels less likely than this to show the person are background without further question. */
export const MASK_FLOOR = 0.02;

/** Width of the hem's uncertainty as a fraction of the torso's length. */
const HEM_SOFTNESS_T = 0.06;
/** Nothing is impossible: the floor of every prior. */
const FLOOR = 0.004;

function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}

function hairPrior(pose: PoseGeometry, face: number, x: number, y: number): number {
  const dx = (x - pose.face.centre.x) / pose.face.halfHeight;
  const dy = (y - pose.face.centre.y) / pose.face.halfHeight;
  const above = dx * pose.face.up.x + dy * pose.face.up.y;
  if (face < 0.8) return above > 0.5 ? 0.25 : 0.03;
  const reach = Math.hypot(dx, dy);
  if (above > 0.2 && reach < 2.2) return 0.9;
  if (Math.abs(dx) < 1.9 && reach < 3.6) return above > -1.1 ? 0.6 : 0.3;
  return FLOOR;
}

function skinPrior(at: { face: number; arm: number; t: number; u: number; hand: number; leg: number; hemT: number }): number {
  if (at.face < 1) return 0.95;
  if (at.hand < 1) return 0.85;
  if (at.arm < 1.15 && at.t > -0.05) return 0.4;
  if (at.t < 0.02 && Math.abs(at.u) < 0.28) return 0.75;
  if (at.t < 0.35 && Math.abs(at.u) < 0.42) return 0.3;
  if (at.t < 0.15) return 0.2;
  if (at.leg < 1.2 && at.t > at.hemT) return 0.25;
  return at.t < at.hemT + 0.1 ? 0.03 : 0.06;
}

/**
 * Prior 0..1 of each class at each pixel, from the skeleton alone: how plausible it is to find the class there.
 * The background has none: the person mask speaks for it.
 * @param mask probability that a pixel shows the person
 * @param hemT t where the upper garment ends
 */
export function drawPriors(pose: PoseGeometry, mask: Plane, hemT: number): Plane[] {
  const { width, height } = mask;
  const planes = Array.from({ length: CLASS_COUNT }, () => createPlane(width, height));
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (mask.data[i]! < MASK_FLOOR) continue;
      const px = x + 0.5;
      const py = y + 0.5;
      const { t, u } = torsoPlace(pose, px, py);
      const face = faceRho(pose, px, py);
      const arm = Math.min(limbRho(pose.leftArm, px, py), limbRho(pose.rightArm, px, py));
      const leg = Math.min(limbRho(pose.leftLeg, px, py), limbRho(pose.rightLeg, px, py));
      const hand = Math.min(
        Math.hypot(px - pose.leftHand.centre.x, py - pose.leftHand.centre.y) / pose.leftHand.radius,
        Math.hypot(px - pose.rightHand.centre.x, py - pose.rightHand.centre.y) / pose.rightHand.radius,
      );
      const below = sigmoid((t - hemT) / HEM_SOFTNESS_T);
      const inTorso = t > -0.22 && Math.abs(u) < 0.95 ? 1 : 0.1;
      const sleeve = arm < 2 ? 0.55 : 0;
      const notHead = face < 1 ? 0.03 : t < -0.05 && Math.abs(u) < 0.25 ? 0.25 : 1;
      const upper = Math.max(0.8 * inTorso * (1 - below), sleeve) * notHead * (hand < 0.8 ? 0.3 : 1);
      planes[CLASS.hair]!.data[i] = Math.max(FLOOR, hairPrior(pose, face, px, py));
      planes[CLASS.skin]!.data[i] = skinPrior({ face, arm, t, u, hand, leg, hemT });
      planes[CLASS.upper]!.data[i] = Math.max(FLOOR, upper);
      planes[CLASS.lower]!.data[i] = Math.max(FLOOR, 0.8 * below * (t > 0.4 ? 1 : 0));
    }
  }
  return planes;
}
