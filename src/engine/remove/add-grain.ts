import { createPlane, type Image8, type Mask } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";

/** The residual against a mean over this half width is grain; wider structures are shape and light. */
const FINE_PX = 1;
/** Stronger grain than this (0..255) is texture, not grain. */
const GRAIN_MAX = 6;
/** A box of 3x3 keeps this share of white noise in a pixel's difference from its mean: sqrt(1 - 1/9). */
const KEPT = 0.943;
/** Median absolute value of a normal distribution of deviation 1. */
const MAD_OF_NORMAL = 0.6745;

/** Standard deviation (0..255) of the fine grain in the marked pixels' green channel, by the median: edges do not count. */
export function measureGrain(photo: Image8, source: Mask): number {
  const { width, height, data } = photo;
  const green = createPlane(width, height);
  for (let i = 0; i < green.data.length; i++) green.data[i] = data[3 * i + 1]!;
  const mean = boxFilter(green, FINE_PX).data;
  const counts = new Uint32Array(256 * 8);
  let total = 0;
  for (let i = 0; i < mean.length; i++) {
    if (source.data[i] === 0) continue;
    counts[Math.min(counts.length - 1, Math.round(8 * Math.abs(green.data[i]! - mean[i]!)))]!++;
    total++;
  }
  let below = 0;
  let bin = 0;
  while (bin < counts.length - 1 && (below += counts[bin]!) < total / 2) bin++;
  return total === 0 ? 0 : Math.min(GRAIN_MAX, bin / 8 / MAD_OF_NORMAL / KEPT);
}

/** A number -1..1 that only depends on the place: the same photo always gets the same grain. Source: Wang's integer hash, 2007. */
export function hashNoise(x: number, y: number): number {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b);
  h = h ^ 61 ^ (h >>> 16);
  h = Math.imul(h, 9);
  h ^= h >>> 4;
  h = Math.imul(h, 0x27d4eb2d);
  h ^= h >>> 15;
  return (h >>> 0) / 2147483648 - 1;
}

/** Adds grain of a standard deviation (0..255) to the marked pixels, the same in all channels. `left` and `top` place the picture. */
export function addGrainInto(
  image: Image8,
  mask: Mask,
  { sigma, left, top }: { readonly sigma: number; readonly left: number; readonly top: number },
): void {
  if (sigma === 0) return;
  // the sum of three even distributions on -1..1 has variance 1
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i++) {
      if (mask.data[i] === 0) continue;
      const px = x + left;
      const py = y + top;
      const noise = sigma * (hashNoise(px, py) + hashNoise(px + 4096, py) + hashNoise(px, py + 4096));
      for (let c = 0; c < 3; c++) image.data[3 * i + c]! += noise;
    }
  }
}
