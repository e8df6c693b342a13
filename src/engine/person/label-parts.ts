import { createMask, type Image8, type Mask, type Plane } from "../image.js";
import { applyGuided } from "../kernels/guided-filter.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";
import type { ClassParsing } from "./parse-classes.js";
import { faceRho, limbRho, torsoPlace, type PoseGeometry } from "./pose-geometry.js";
import { PART, type Part } from "./types.js";

/** Skin within this many radii of a hand's middle is hand, of an arm's axis is arm. */
const HAND_REACH = 1.25;
const FACE_REACH = 1.12;

/** Which part a patch of skin belongs to. */
function namePart(pose: PoseGeometry, x: number, y: number): Part {
  const face = faceRho(pose, x, y);
  const leftHand = Math.hypot(x - pose.leftHand.centre.x, y - pose.leftHand.centre.y) / pose.leftHand.radius;
  const rightHand = Math.hypot(x - pose.rightHand.centre.x, y - pose.rightHand.centre.y) / pose.rightHand.radius;
  const leftArm = limbRho(pose.leftArm, x, y);
  const rightArm = limbRho(pose.rightArm, x, y);
  const { t } = torsoPlace(pose, x, y);
  if (Math.min(leftHand, rightHand) < HAND_REACH && face > 0.9) {
    return leftHand < rightHand ? PART.leftHand : PART.rightHand;
  }
  if (face < FACE_REACH) return PART.face;
  const arm = Math.min(leftArm, rightArm);
  const leg = Math.min(limbRho(pose.leftLeg, x, y), limbRho(pose.rightLeg, x, y));
  if (t < 0.04 && arm > 0.6) return PART.neck;
  if (arm < 1.9 && (arm < 1 || t > 0.2) && arm < leg) return leftArm < rightArm ? PART.leftArm : PART.rightArm;
  return t > 0.9 ? PART.leg : PART.neck;
}

/** Evaluates the classes at the photo's own size and names the parts. `pose` is in the photo's pixels. */
export function labelParts(image: Image8, parsing: ClassParsing, pose: PoseGeometry): { parts: Mask; matte: Mask } {
  const { width, height } = image;
  const best = new Float32Array(width * height);
  const parts = createMask(width, height);
  const matte = createMask(width, height);
  let background: Plane | null = null;
  for (let c = 0; c < CLASS_COUNT; c++) {
    const plane = applyGuided(parsing.models[c]!, image);
    if (c === CLASS.background) background = plane;
    for (let i = 0; i < best.length; i++) {
      if (plane.data[i]! > best[i]!) {
        best[i] = plane.data[i]!;
        parts.data[i] = c;
      }
    }
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const person = 1 - background!.data[i]!;
      // the filter's transition is wider than the edge: steepen it about its middle
      matte.data[i] = Math.min(255, Math.max(0, Math.round(255 * (0.5 + (person - 0.5) * 1.8))));
      const found = parts.data[i]!;
      if (found === CLASS.skin) parts.data[i] = namePart(pose, x + 0.5, y + 0.5);
      else if (found === CLASS.hair) parts.data[i] = PART.hair;
      else if (found === CLASS.upper) parts.data[i] = PART.upper;
      else if (found === CLASS.lower) parts.data[i] = PART.lower;
    }
  }
  return { parts, matte };
}
