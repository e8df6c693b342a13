import { createPlane, type Image8, type Mask } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { markLabels } from "../kernels/mark-labels.js";
import { subtractMask } from "../kernels/mask-logic.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { resizeMask, resizePlane } from "../kernels/resize.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import { isSkinColour, type SkinColour } from "./skin-colour.js";
import type { PersonCrop } from "./types.js";

/** Real skin: what is painted next to it has to go over into it. */
const REAL_SKIN: readonly number[] = [
  PART.face,
  PART.neck,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
];
/** Both colours are compared on a rim so wide, in units, of what was painted over real skin. */
const RIM_UNITS = 0.012;
const RIM_MIN_PX = 2;
/** A pixel of skin so near to what was worn is mixed with it, in px. */
const MIXED_PX = 1;
/** What differs at the seam is made up for within about this distance, in units. */
const REACH_UNITS = 0.16;
/** What is brighter than its paint by this factor is no skin: a necklace, a collar's rest. Shade may be as deep as it likes. */
const BRIGHTER_MAX = 1.15;
/** The difference is smooth: it is worked out at this fraction of the size. */
const STEP = 2;
/** Middle of a byte, on which half of a difference is kept. */
const MIDDLE = 128;
/** Half the width, in units, over which paint goes over into real skin. */
const EASE_UNITS = 0.014;

/** Where paint meets real skin. */
interface Seam {
  readonly removed: Mask;
  readonly unit: number;
  /** Where the photo shows what goes on in the paint. @default face, neck, arms and hands */
  readonly real?: Mask;
}

/** Painted pixels that show real skin in the photo, and nothing but skin, next to skin that stays: there photo and paint can be compared. */
function findRim(crop: PersonCrop, { removed, unit, real = markLabels(crop.parts, REAL_SKIN) }: Seam): Mask {
  const kept = subtractMask(real, removed);
  const rim = dilateSquare(kept, Math.max(RIM_MIN_PX, Math.round(RIM_UNITS * unit)));
  const mixed = dilateSquare(subtractMask(removed, real), MIXED_PX);
  for (let i = 0; i < rim.data.length; i++)
    rim.data[i]! &= removed.data[i]! & real.data[i]! & ~mixed.data[i]!;
  return rim;
}

/**
 * Makes painted skin meet the real skin it borders on: by how much both differ on the seam is continued into the paint, less and
 * less. In place. `tone` tells which colours of the photo are skin's; null believes all.
 * Source   Pérez et al., Poisson Image Editing, SIGGRAPH 2003 (seamless cloning: the membrane of the boundary's difference).
 */
export function matchSeamInto(
  painted: Image8,
  crop: PersonCrop,
  seam: Seam & { readonly tone: SkinColour | null },
): void {
  const { removed, unit, tone } = seam;
  const rim = findRim(crop, seam);
  const difference = compareInto(rim, painted, crop.photo, tone);
  if (!hasAny(rim)) return;
  const share = fadeFrom(rim, REACH_UNITS * unit);
  const all = pushPullFill(difference, rim, removed);
  for (let i = 0; i < share.length; i++) {
    if (removed.data[i] === 0) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++) painted.data[c]! += 2 * share[i]! * (all.data[c]! - MIDDLE);
  }
}

/** Half of what the photo differs by from the paint on the rim, about {@link MIDDLE}. The rim loses, in place, what is no skin in the photo. */
function compareInto(rim: Mask, painted: Image8, photo: Image8, tone: SkinColour | null): Image8 {
  const { width, height } = photo;
  const difference: Image8 = { width, height, channels: 3, data: new Uint8ClampedArray(3 * width * height) };
  for (let i = 0; i < rim.data.length; i++) {
    if (rim.data[i] === 0) continue;
    const [r, g, b] = [photo.data[3 * i]!, photo.data[3 * i + 1]!, photo.data[3 * i + 2]!];
    const isGlare =
      r + g + b > BRIGHTER_MAX * (painted.data[3 * i]! + painted.data[3 * i + 1]! + painted.data[3 * i + 2]!);
    if (isGlare || (tone !== null && !isSkinColour(tone, r, g, b))) {
      rim.data[i] = 0;
      continue;
    }
    for (let c = 3 * i; c < 3 * i + 3; c++)
      difference.data[c] = MIDDLE + (photo.data[c]! - painted.data[c]!) / 2;
  }
  return difference;
}

/** Share 1 on the mask, falling off with the distance from it: exp(-1) at `reachPx`. */
function fadeFrom(mask: Mask, reachPx: number): Float32Array {
  const { width, height } = mask;
  const far = distanceToMask(resizeMask(mask, Math.ceil(width / STEP), Math.ceil(height / STEP)));
  for (let i = 0; i < far.data.length; i++) far.data[i] = Math.exp((-STEP * far.data[i]!) / reachPx);
  return resizePlane(far, width, height).data;
}

/**
 * Lets paint over real skin and over the lower garment go over into them softly instead of ending at a ragged border of labels, or at the old hem's
 * shadow. In place, at the pixels that show them in the photo.
 */
export function easePaintInto(
  base: Image8,
  { photo, parts }: PersonCrop,
  {
    removed,
    reveal,
    unit,
    real = markLabels(parts, [...REAL_SKIN, PART.lower]),
  }: Seam & { readonly reveal: Mask },
): void {
  const { width, height } = removed;
  const plane = createPlane(width, height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = removed.data[i]! / 255;
  const radius = Math.max(1, Math.round(EASE_UNITS * unit));
  const inside = boxFilter(boxFilter(plane, radius), radius).data;
  for (let i = 0; i < inside.length; i++) {
    if (removed.data[i] === 0 || real.data[i] === 0 || reveal.data[i] === REVEAL.background) continue;
    const share = Math.min(1, Math.max(0, (inside[i]! - 0.5) / 0.4));
    for (let c = 3 * i; c < 3 * i + 3; c++)
      base.data[c] = photo.data[c]! + share * (base.data[c]! - photo.data[c]!);
  }
}
