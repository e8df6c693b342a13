import type { Image8, Mask } from "../image.js";

interface Level {
  readonly width: number;
  readonly height: number;
  /** Colour weighted by `weight`, three samples a pixel; after the pull plain colour. */
  readonly colour: Float32Array;
  readonly weight: Float32Array;
}

/**
 * Keeps the colours of `photo` where `known` (coverage >= 128) and spreads them smoothly over the rest: the answer has three channels and
 * no trace of the unknown pixels. Where nothing at all is known it is black.
 * Cost     O(pixels).
 * Source   push-pull: Gortler et al., The Lumigraph, 1996, §3.4.
 */
export function extendColour(photo: Image8, known: Mask): Image8 {
  const levels = [createBase(photo, known)];
  while (levels.at(-1)!.width > 1 || levels.at(-1)!.height > 1) levels.push(halve(levels.at(-1)!));
  for (let k = levels.length - 2; k >= 0; k--) fillFrom(levels[k]!, levels[k + 1]!);
  const data = new Uint8ClampedArray(levels[0]!.colour);
  return { width: photo.width, height: photo.height, channels: 3, data };
}

function createBase(photo: Image8, known: Mask): Level {
  const count = photo.width * photo.height;
  const colour = new Float32Array(count * 3);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    if (known.data[i]! < 128) continue;
    weight[i] = 1;
    for (let c = 0; c < 3; c++) colour[i * 3 + c] = photo.data[i * photo.channels + c]!;
  }
  return { width: photo.width, height: photo.height, colour, weight };
}

/** Push: the weighted mean of each 2x2 block, its weight clipped to 1. */
function halve(fine: Level): Level {
  const width = Math.ceil(fine.width / 2);
  const height = Math.ceil(fine.height / 2);
  const colour = new Float32Array(width * height * 3);
  const weight = new Float32Array(width * height);
  for (let y = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++) {
      const i = y * fine.width + x;
      if (fine.weight[i] === 0) continue;
      const j = (y >> 1) * width + (x >> 1);
      weight[j]! += fine.weight[i]!;
      for (let c = 0; c < 3; c++) colour[j * 3 + c]! += fine.weight[i]! * fine.colour[i * 3 + c]!;
    }
  }
  for (let j = 0; j < weight.length; j++) {
    if (weight[j] === 0) continue;
    for (let c = 0; c < 3; c++) colour[j * 3 + c]! /= weight[j]!;
    weight[j] = Math.min(1, weight[j]!);
  }
  return { width, height, colour, weight };
}

/** Pull: what a level does not know comes from the coarser one, bilinear. */
function fillFrom(fine: Level, coarse: Level): void {
  for (let y = 0; y < fine.height; y++) {
    const sy = Math.max(0, y / 2 - 0.25);
    const y0 = Math.floor(sy);
    const y1 = Math.min(coarse.height - 1, y0 + 1);
    const ty = sy - y0;
    for (let x = 0; x < fine.width; x++) {
      const i = y * fine.width + x;
      const missing = 1 - fine.weight[i]!;
      if (missing === 0) continue;
      const sx = Math.max(0, x / 2 - 0.25);
      const x0 = Math.floor(sx);
      const x1 = Math.min(coarse.width - 1, x0 + 1);
      const tx = sx - x0;
      for (let c = 0; c < 3; c++) {
        const top = (1 - tx) * coarse.colour[(y0 * coarse.width + x0) * 3 + c]! + tx * coarse.colour[(y0 * coarse.width + x1) * 3 + c]!;
        const bottom = (1 - tx) * coarse.colour[(y1 * coarse.width + x0) * 3 + c]! + tx * coarse.colour[(y1 * coarse.width + x1) * 3 + c]!;
        fine.colour[i * 3 + c] = (1 - missing) * fine.colour[i * 3 + c]! + missing * ((1 - ty) * top + ty * bottom);
      }
    }
  }
}
