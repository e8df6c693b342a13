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

/** What masks say at each pixel: their weighted sum, and of the bare values the sum, the least and the most. */
interface Votes {
  readonly width: number;
  readonly height: number;
  readonly weighted: Float32Array;
  readonly weights: Float32Array;
  readonly count: Uint8Array;
  readonly sum: Float32Array;
  readonly least: Float32Array;
  readonly most: Float32Array;
}

/**
 * Blends masks of several crops into one that covers the picture, in probability 0..1: at each pixel the weighted mean of those that
 * looked there, and of three their median: what one of them alone takes for a person is the backdrop more often than not. Where none
 * looked, there is no person.
 */
export function blendMasks(
  image: { readonly width: number; readonly height: number },
  masks: readonly CropMask[],
): Plane {
  const scale = Math.min(1, MASK_LONG_SIDE_PX / Math.max(image.width, image.height));
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const blended = createPlane(width, height);
  const votes = createVotes(width, height);
  for (const mask of masks) addMask(votes, mask, image);
  const { weighted, weights, count, sum, least, most } = votes;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue;
    blended.data[k] = count[k] === 3 ? sum[k]! - least[k]! - most[k]! : weighted[k]! / weights[k]!;
  }
  return blended;
}

function createVotes(width: number, height: number): Votes {
  const plane = (): Float32Array => new Float32Array(width * height);
  return {
    width,
    height,
    weighted: plane(),
    weights: plane(),
    count: new Uint8Array(width * height),
    sum: plane(),
    least: plane().fill(1),
    most: plane(),
  };
}

/** Adds one mask where its crop looked: bilinear samples, border clamp. */
function addMask(
  { width, height, weighted, weights, count, sum, least, most }: Votes,
  { crop, mask, weight }: CropMask,
  image: { readonly width: number; readonly height: number },
): void {
  // The place in the mask is linear in row and column
  const at = (column: number, row: number): { u: number; v: number } =>
    imageToCrop(crop, ((column + 0.5) * image.width) / width, ((row + 0.5) * image.height) / height);
  const [origin, right, down] = [at(0, 0), at(1, 0), at(0, 1)];
  const [ux, vx] = [(right.u - origin.u) * mask.width, (right.v - origin.v) * mask.height];
  const [uy, vy] = [(down.u - origin.u) * mask.width, (down.v - origin.v) * mask.height];
  const { data } = mask;
  for (let row = 0, k = 0; row < height; row++) {
    const u0 = origin.u * mask.width + row * uy;
    const v0 = origin.v * mask.height + row * vy;
    for (let column = 0; column < width; column++, k++) {
      const u = u0 + column * ux;
      const v = v0 + column * vx;
      if (u < 0 || v < 0 || u > mask.width || v > mask.height) continue;
      const x = Math.min(Math.max(u - 0.5, 0), mask.width - 1);
      const y = Math.min(Math.max(v - 0.5, 0), mask.height - 1);
      const x0 = Math.min(Math.floor(x), mask.width - 2);
      const y0 = Math.min(Math.floor(y), mask.height - 2);
      const from = y0 * mask.width + x0;
      const fx = x - x0;
      const top = data[from]! + (data[from + 1]! - data[from]!) * fx;
      const bottom =
        data[from + mask.width]! + (data[from + mask.width + 1]! - data[from + mask.width]!) * fx;
      const value = top + (bottom - top) * (y - y0);
      weighted[k]! += weight * value;
      weights[k]! += weight;
      count[k]! += 1;
      sum[k]! += value;
      least[k] = Math.min(least[k]!, value);
      most[k] = Math.max(most[k]!, value);
    }
  }
}
