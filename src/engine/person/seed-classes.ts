import type { Plane } from "../image.js";
import {
  createGaussian,
  fitMixture,
  mixtureDensity,
  type GaussianMixture,
} from "../kernels/gaussian-mixture.js";
import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { CLASS } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";

/** A pixel that teaches no class. */
export const UNLABELLED = 255;

/** Person probability below which a pixel teaches the background, and above which the person's classes. */
const BACKGROUND_BELOW = 0.06;
const PERSON_FROM = 0.8;
/**
 * Human skin of all tones in photos, CIE Lab, wide: to tell a bare face from a mask, to find the first skin where no bare
 * face is in the frame, and for limbs in another light than the face. Chroma and hue after Xiao et al., Skin Research and Technology 23, 2017.
 */
export const ANY_SKIN = createGaussian([58, 14, 18], [400, 0, 0, 45, 15, 60]);
const ANY_SKIN_DENSITY = 2e-6;
/** Squared distance from human skin's chroma, in its own spread, beyond which a pixel in the face's place is a collar or a mask. */
const NO_SKIN_CHROMA = 12;
const MAX_UNLIKE_SHARE = 0.4;
/** Fewer face pixels than this cannot teach skin, and this share of a face must look like skin. */
const MIN_FACE_PIXELS = 60;
const MIN_FACE_SHARE = 0.4;
/** Density under the person's own skin from which a pixel of the clothes' places is taken for bare skin. */
const OWN_SKIN_DENSITY = 3e-5;
/** Where more of a garment's place than this looks like skin, the garment is skin-coloured. */
const MAX_BARE_SHARE = 0.6;
/** Of a turned head, ear and temple lie where hair is looked for; where more than this share of it looks like skin, the hair is fair. */
const MAX_BARE_HAIR_SHARE = 0.35;
/** Hair pixels that teach enough; with fewer, as where the photo ends at the eyes or the mouth, hair is what hangs beside the chin and is no skin. */
const MIN_HAIR_PIXELS = 30;
/** Hair darker than this (L) is not taken for skin in the shade. */
const DARK_HAIR_L = 28;
/** So many rows at the frame are its edge: there the person mask is not sure. */
const FRAME_ROWS = 4;
/** Squared distance from the face's own chroma, in its spread, within which a pixel of the legs' place is bare skin in another light. */
const OWN_CHROMA = 5;
/** No skin's chroma spreads less than this, in Lab. */
const MIN_CHROMA_SPREAD = 3;
/** If more than this share of the lower garment's place has skin's chroma, it is a skin-coloured garment. */
const MAX_BARE_LEG_SHARE = 0.8;
/** Lower clothes are looked for above this t: further down, legs in another light than the face would teach them skin. */
const LOWER_TO_T = 1.6;
/** Lower clothes are looked for below this t, or in the lowest part of the torso when the photo ends before. */
const LOWER_FROM_T = 1.15;
const LOWEST_STRIP_T = 0.1;
const LOWER_LEAST_T = 0.95;

function seedPixel(field: PoseField, i: number, lowerFromT: number): number {
  const t = field.t[i]!;
  const u = Math.abs(field.u[i]!);
  const face = field.face[i]!;
  const above = field.headUp[i]!;
  const limb = Math.min(field.leftArm[i]!, field.rightArm[i]!, field.leftHand[i]!, field.rightHand[i]!);
  if (face < 0.75 && above < 0.35) return CLASS.skin;
  if (face > 1.08 && face < 1.9 && above > 0.1 && t < -0.1) return CLASS.hair;
  if (t > 0.25 && t < 0.72 && u < 0.33 && limb > 1.1) return CLASS.upper;
  if (t > lowerFromT && t < LOWER_TO_T && limb > 1.3) return CLASS.lower;
  return UNLABELLED;
}

function densityAt(mixture: GaussianMixture, lab: LabImage, i: number): number {
  return mixtureDensity(mixture, lab.data[3 * i]!, lab.data[3 * i + 1]!, lab.data[3 * i + 2]!);
}

/** Squared Mahalanobis distance of a colour from {@link ANY_SKIN} in a and b alone: light and shade do not count. */
function skinChromaDistance(lab: LabImage, i: number): number {
  const a = lab.data[3 * i + 1]! - 14;
  const b = lab.data[3 * i + 2]! - 18;
  return (60 * a * a - 30 * a * b + 45 * b * b) / 2475;
}

/** Takes colours that no skin has (a collar within the face's ellipse) out of what teaches skin, unless the light is so strange that most are. */
export function dropUnlikeSkin(teachers: Uint8Array, lab: LabImage): void {
  let count = 0;
  const unlike: number[] = [];
  for (let i = 0; i < teachers.length; i++) {
    if (teachers[i] !== CLASS.skin) continue;
    count++;
    if (skinChromaDistance(lab, i) > NO_SKIN_CHROMA) unlike.push(i);
  }
  if (unlike.length < MAX_UNLIKE_SHARE * count) for (const i of unlike) teachers[i] = UNLABELLED;
}

/** Replaces the skin seeds by limbs that look like skin, unless the face teaches enough. */
function seedSkin(seeds: Uint8Array, field: PoseField, mask: Plane, lab: LabImage): void {
  let count = 0;
  let bare = 0;
  for (let i = 0; i < seeds.length; i++) {
    if (seeds[i] !== CLASS.skin) continue;
    count++;
    if (densityAt(ANY_SKIN, lab, i) > ANY_SKIN_DENSITY) bare++;
  }
  if (bare >= MIN_FACE_PIXELS && bare >= MIN_FACE_SHARE * count) return;
  for (let i = 0; i < seeds.length; i++) {
    if (seeds[i] === CLASS.skin) seeds[i] = UNLABELLED;
    if (mask.data[i]! < PERSON_FROM) continue;
    const limb = Math.min(field.leftArm[i]!, field.rightArm[i]!, field.leftHand[i]!, field.rightHand[i]!);
    const isNeck = field.t[i]! < 0 && Math.abs(field.u[i]!) < 0.15;
    if (limb > 0.9 && !isNeck && field.face[i]! > 0.75) continue;
    if (densityAt(ANY_SKIN, lab, i) > ANY_SKIN_DENSITY) seeds[i] = CLASS.skin;
  }
}

/** The colours of the skin's seeds; null without any. */
function fitSkin(seeds: Uint8Array, lab: LabImage): GaussianMixture | null {
  const samples: number[] = [];
  for (let i = 0; i < seeds.length; i++) {
    if (seeds[i] === CLASS.skin) samples.push(lab.data[3 * i]!, lab.data[3 * i + 1]!, lab.data[3 * i + 2]!);
  }
  return samples.length === 0 ? null : fitMixture(Float32Array.from(samples), 2);
}

/** Takes the bare skin (a neckline, a waist, legs) out of the seeds of a garment, unless most of the garment looks so. */
function dropBareSkin(seeds: Uint8Array, lab: LabImage, garment: number, maxShare: number): void {
  const skin = fitSkin(seeds, lab);
  if (skin === null) return;
  let count = 0;
  const bare: number[] = [];
  for (let i = 0; i < seeds.length; i++) {
    if (seeds[i] !== garment) continue;
    count++;
    if (densityAt(skin, lab, i) > OWN_SKIN_DENSITY) bare.push(i);
  }
  if (bare.length > maxShare * count) return;
  for (const i of bare) seeds[i] = UNLABELLED;
}

/** Takes legs in another light than the face out of the lower garment's seeds: they have the face's chroma, if not its lightness. */
function dropBareLegs(seeds: Uint8Array, lab: LabImage): void {
  const own = measureChroma(seeds, lab);
  if (own === null) return;
  let count = 0;
  const bare: number[] = [];
  for (let i = 0; i < seeds.length; i++) {
    if (seeds[i] !== CLASS.lower) continue;
    count++;
    const a = (lab.data[3 * i + 1]! - own.a) / own.spreadA;
    const b = (lab.data[3 * i + 2]! - own.b) / own.spreadB;
    if (a * a + b * b < OWN_CHROMA) bare.push(i);
  }
  if (bare.length > MAX_BARE_LEG_SHARE * count) return;
  for (const i of bare) seeds[i] = UNLABELLED;
}

/** Mean and spread of a and b over the skin's seeds; null without any. */
function measureChroma(
  seeds: Uint8Array,
  lab: LabImage,
): { a: number; b: number; spreadA: number; spreadB: number } | null {
  let [n, a, b, aa, bb] = [0, 0, 0, 0, 0];
  for (let i = 0; i < seeds.length; i++) {
    if (seeds[i] !== CLASS.skin) continue;
    const [x, y] = [lab.data[3 * i + 1]!, lab.data[3 * i + 2]!];
    n++;
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
  }
  if (n === 0) return null;
  const spread = (sum: number, squares: number): number =>
    Math.max(MIN_CHROMA_SPREAD, Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)));
  return { a: a / n, b: b / n, spreadA: spread(a, aa), spreadB: spread(b, bb) };
}

/** Whether a colour may be skin: the person's own, or, if it is not too dark for a shade, anybody's. */
function isMaybeSkin(own: GaussianMixture, lab: LabImage, i: number): boolean {
  if (densityAt(own, lab, i) >= OWN_SKIN_DENSITY) return true;
  return lab.data[3 * i]! > DARK_HAIR_L && densityAt(ANY_SKIN, lab, i) >= ANY_SKIN_DENSITY;
}

/** Seeds hair beside the chin, where what is above it lies outside the photo: it hangs in from the frame, which a collar does not. */
function seedHangingHair(seeds: Uint8Array, field: PoseField, mask: Plane, lab: LabImage): void {
  let count = 0;
  for (const c of seeds) if (c === CLASS.hair) count++;
  if (count >= MIN_HAIR_PIXELS) return;
  const skin = fitSkin(seeds, lab);
  if (skin === null) return;
  const { width, height } = field;
  const hanging = maskWhere(width, height, (i) => {
    if (seeds[i] !== UNLABELLED || mask.data[i]! < PERSON_FROM) return false;
    const [x, up] = [Math.abs(field.headX[i]!), field.headUp[i]!];
    const limb = Math.min(field.leftArm[i]!, field.rightArm[i]!, field.leftHand[i]!, field.rightHand[i]!);
    const isBesideChin = (up > -0.9 || (up > -1.2 && x > 0.75)) && x < 1.6 && field.face[i]! > 1.12;
    return isBesideChin && field.t[i]! < -0.1 && limb > 1.1 && !isMaybeSkin(skin, lab, i);
  });
  const { labels, list } = findComponents(hanging);
  const isFromFrame = new Uint8Array(list.length + 1);
  for (let i = 0; i < width * FRAME_ROWS; i++) if (labels[i] !== 0) isFromFrame[labels[i]!] = 1;
  for (let i = 0; i < seeds.length; i++) if (isFromFrame[labels[i]!] === 1) seeds[i] = CLASS.hair;
}

/** First guess: the class of pixels that surely show one, from skeleton and person mask; {@link UNLABELLED} elsewhere. */
export function seedClasses(field: PoseField, mask: Plane, lab: LabImage): Uint8Array {
  const seeds = new Uint8Array(field.active.length).fill(UNLABELLED);
  let lowestT = 0;
  for (let i = 0; i < seeds.length; i++)
    if (mask.data[i]! >= PERSON_FROM) lowestT = Math.max(lowestT, field.t[i]!);
  const lowerFromT = Math.max(LOWER_LEAST_T, Math.min(LOWER_FROM_T, lowestT - LOWEST_STRIP_T));
  for (let i = 0; i < seeds.length; i++) {
    if (mask.data[i]! < BACKGROUND_BELOW) seeds[i] = CLASS.background;
    else if (mask.data[i]! >= PERSON_FROM) seeds[i] = seedPixel(field, i, lowerFromT);
  }
  seedSkin(seeds, field, mask, lab);
  dropBareSkin(seeds, lab, CLASS.upper, MAX_BARE_SHARE);
  dropBareSkin(seeds, lab, CLASS.lower, 1);
  dropBareSkin(seeds, lab, CLASS.hair, MAX_BARE_HAIR_SHARE);
  dropBareLegs(seeds, lab);
  seedHangingHair(seeds, field, mask, lab);
  return seeds;
}
