import type { Plane } from "../engine/mod.js";
import { imageToCrop, type Crop } from "./crop.js";

/** Long side of the mask in pixels: twice the networks' own, since their crops are tighter than the picture. */
export const MASK_LONG_SIDE_PX = 512;
/** Weight of the pose network's mask against the segmentation network's; the rest is the latter's. From the engine notes. */
const POSE_WEIGHT = 0.65;

/** Probability 0..1 in the square of a crop. */
export interface CropMask {
  readonly crop: Crop;
  readonly mask: Plane;
}

/**
 * Blends the two networks' masks into one that covers the picture, in probability 0..1. Where only one of them looked, it
 * decides alone; where none did, there is no person.
 */
export function blendMasks(image: { readonly width: number; readonly height: number }, pose: CropMask, selfie: CropMask): Plane {
  const scale = Math.min(1, MASK_LONG_SIDE_PX / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = new Float32Array(width * height);
  for (let row = 0, k = 0; row < height; row++) {
    const y = ((row + 0.5) * image.height) / height;
    for (let column = 0; column < width; column++, k++) {
      const x = ((column + 0.5) * image.width) / width;
      const p = sampleMask(pose, x, y);
      const s = sampleMask(selfie, x, y);
      data[k] = p === null ? (s ?? 0) : s === null ? p : POSE_WEIGHT * p + (1 - POSE_WEIGHT) * s;
    }
  }
  return { width, height, data };
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
