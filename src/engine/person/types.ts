import type { Mask } from "../image.js";
import type { Keypoint } from "../observation.js";
import type { Warning } from "../warning.js";

/** Body part labels of a person parsing, one byte a pixel. Left and right are the person's own. */
export const PART = {
  background: 0,
  hair: 1,
  face: 2,
  /** Skin of neck and chest. */
  neck: 3,
  /** Clothes of the upper body, or the top half of a dress. */
  upper: 4,
  /** Trousers, skirt, or the bottom half of a dress. */
  lower: 5,
  leftArm: 6,
  rightArm: 7,
  leftHand: 8,
  rightHand: 9,
  leg: 10,
  foot: 11,
  /** Bags and other things held or worn over the clothes. */
  object: 12,
} as const;

/** One of the values of {@link PART}. */
export type Part = (typeof PART)[keyof typeof PART];

/** The parts of the wearer's arms and hands. */
export const ARM_PART = { left: PART.leftArm, right: PART.rightArm } as const;
export const HAND_PART = { left: PART.leftHand, right: PART.rightHand } as const;

/** Everything the engine knows about the person in a photo. Points are in pixels of the photo. */
export interface PersonAnalysis {
  readonly width: number;
  readonly height: number;
  readonly presence: number;
  readonly keypoints: readonly Keypoint[];
  /** Person against background, at the photo's size, soft at hair and edges. */
  readonly matte: Mask;
  /** {@link PART} labels at the photo's size. */
  readonly parts: Mask;
  /** Brightness of the light against a studio's, up to 1; see measureLight(). */
  readonly light: number;
  /** How blurred the person is in the photo, sigma in px; see measureBlur(). */
  readonly blurPx: number;
  /** Confidence 0..1 in the parsing as a whole. */
  readonly confidence: number;
  readonly warnings: readonly Warning[];
}
