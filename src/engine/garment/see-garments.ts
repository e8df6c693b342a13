import type { Image8, Mask } from "../image.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";
import { srgbToLab, type LabImage } from "../kernels/srgb-to-lab.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { readAlpha, separateGarment, type Separation } from "./separate-garment.js";

const STAGE = "garment";
/** Longer side in pixels at which the shape is read. */
const SHAPE_SIZE = 416;
/** Below this median Lab distance from the picture's own border nothing counts as plain background. */
const NOISE_MAX = 9;

/** A flat product photo with everything in it that is not ground. */
export interface GarmentScene {
  readonly image: Image8;
  /** The photo at the size at which shapes are read, and its colours. */
  readonly small: Image8;
  readonly lab: LabImage;
  /** The photo's own cut-out, if it has one. */
  readonly alpha: Mask | undefined;
  /** What differs from the ground, at the size of `small`; with the ground itself unless the photo is a cut-out. */
  readonly found: Separation | { readonly mask: Mask };
  /** What is no part of the garment as worn, 255 at the mask's size. */
  readonly dropped?: Mask;
}

/** Tells garments from ground. Refuses with GARMENT_NOT_FOUND or GARMENT_UNREADABLE. */
export function seeGarments(image: Image8): Outcome<GarmentScene> {
  const scale = Math.min(1, SHAPE_SIZE / Math.max(image.width, image.height));
  const small = resizeImage(
    image,
    Math.max(8, Math.round(image.width * scale)),
    Math.max(8, Math.round(image.height * scale)),
  );
  const lab = srgbToLab(small);
  const alpha = readAlpha(image);
  const found = alpha
    ? { mask: toBinary(resizeMask(alpha, small.width, small.height)) }
    : separateGarment(lab);
  if (!found || !found.mask.data.includes(255)) return refuse("GARMENT_NOT_FOUND", STAGE);
  if ("background" in found && found.background.noise > NOISE_MAX) return refuse("GARMENT_UNREADABLE", STAGE);
  return accept({ image, small, lab, alpha, found });
}

function toBinary(mask: Mask): Mask {
  return { ...mask, data: mask.data.map((v) => (v >= 128 ? 255 : 0)) };
}
