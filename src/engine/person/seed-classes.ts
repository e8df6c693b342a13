import type { Plane } from "../image.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { createGaussian, mixtureDensity } from "../kernels/gaussian-mixture.js";
import { CLASS } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";

/** A pixel that teaches no class. */
export const UNLABELLED = 255;

/** Person probability below which a pixel teaches the background, and above which the person's classes. */
const BACKGROUND_BELOW = 0.06;
const PERSON_FROM = 0.8;
/**
 * Human skin of all tones in photos, CIE Lab, wide: only to find the first skin where the face is not in the frame. Chroma and
 * hue after Xiao et al., Characterising the variations in ethnic skin colours, Skin Research and Technology 23, 2017.
 */
const ANY_SKIN = createGaussian([58, 13, 18], [260, 0, 0, 30, 10, 40]);
const SKIN_DENSITY = 4e-6;
/** Fewer face pixels than this cannot teach skin. */
const MIN_FACE_PIXELS = 60;

function seedPixel(field: PoseField, i: number): number {
  const t = field.t[i]!;
  const u = Math.abs(field.u[i]!);
  const face = field.face[i]!;
  const above = field.headUp[i]!;
  const arm = Math.min(field.leftArm[i]!, field.rightArm[i]!);
  if (face < 0.75 && above < 0.35) return CLASS.skin;
  if (face > 1.08 && face < 1.9 && above > 0.1 && t < -0.1) return CLASS.hair;
  if (t > 0.25 && t < 0.72 && u < 0.33 && arm > 1.1) return CLASS.upper;
  if (t > 1.15 && t < 2.2 && arm > 1.3) return CLASS.lower;
  return UNLABELLED;
}

/** First guess: the class of pixels that surely show one, from skeleton and person mask; {@link UNLABELLED} elsewhere. */
export function seedClasses(field: PoseField, mask: Plane, lab: LabImage): Uint8Array {
  const seeds = new Uint8Array(field.active.length).fill(UNLABELLED);
  let faceCount = 0;
  for (let i = 0; i < seeds.length; i++) {
    if (mask.data[i]! < BACKGROUND_BELOW) seeds[i] = CLASS.background;
    else if (mask.data[i]! >= PERSON_FROM) seeds[i] = seedPixel(field, i);
    if (seeds[i] === CLASS.skin) faceCount++;
  }
  if (faceCount >= MIN_FACE_PIXELS) return seeds;
  for (let i = 0; i < seeds.length; i++) {
    if (mask.data[i]! < PERSON_FROM) continue;
    const limb = Math.min(field.leftArm[i]!, field.rightArm[i]!, field.leftHand[i]!, field.rightHand[i]!);
    const isNeck = field.t[i]! < 0 && Math.abs(field.u[i]!) < 0.15;
    if (limb > 0.9 && !isNeck) continue;
    const density = mixtureDensity(ANY_SKIN, lab.data[3 * i]!, lab.data[3 * i + 1]!, lab.data[3 * i + 2]!);
    if (density > SKIN_DENSITY) seeds[i] = CLASS.skin;
  }
  return seeds;
}
