import { createPlane, type Plane } from "../engine/mod.js";
import { imageToCrop, type Crop } from "./crop.js";

/** Long side of the mask in pixels: twice the networks' own, since their crops are tighter than the picture. */
export const MASK_LONG_SIDE_PX = 512;

/** Probability 0..1 of person in the square of a crop, and how much it counts beside others. */
export interface CropMask {
  readonly crop: Crop;
  readonly mask: Plane;
  readonly weight: number;
}

/**
 * Blends masks of several crops into one that covers the picture, in probability 0..1: at each pixel the weighted mean of
 * those that looked there. Where none did, there is no person.
 */
export function blendMasks(
  image: { readonly width: number; readonly height: number },
  masks: readonly CropMask[],
): Plane {
  const scale = Math.min(1, MASK_LONG_SIDE_PX / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const blended = createPlane(width, height);
  for (let row = 0, k = 0; row < height; row++) {
    const y = ((row + 0.5) * image.height) / height;
    for (let column = 0; column < width; column++, k++) {
      const x = ((column + 0.5) * image.width) / width;
      let sum = 0;
      let weights = 0;
      for (const mask of masks) {
        const probability = sampleMask(mask, x, y);
        if (probability === null) continue;
        sum += mask.weight * probability;
        weights += mask.weight;
      }
      if (weights > 0) blended.data[k] = sum / weights;
    }
  }
  return blended;
}

/** Bilinear sample at a picture position, border clamp; null outside the crop. */
function sampleMask({ crop, mask }: CropMask, xPx: number, yPx: number): number | null {
  const { u, v } = imageToCrop(crop, xPx, yPx);
  if (u < 0 || v < 0 || u > 1 || v > 1) return null;
  const x = Math.min(Math.max(u * mask.width - 0.5, 0), mask.width - 1);
  const y = Math.min(Math.max(v * mask.height - 0.5, 0), mask.height - 1);
  const x0 = Math.min(Math.floor(x), mask.width - 2);
  const y0 = Math.min(Math.floor(y), mask.height - 2);
  const at = y0 * mask.width + x0;
  const fx = x - x0;
  const fy = y - y0;
  const top = mask.data[at]! * (1 - fx) + mask.data[at + 1]! * fx;
  const bottom = mask.data[at + mask.width]! * (1 - fx) + mask.data[at + mask.width + 1]! * fx;
  return top * (1 - fy) + bottom * fy;
}
