import { createImage, createMask, type Image8, type Mask } from "../image.js";

interface Level {
  readonly width: number;
  readonly height: number;
  /** Premultiplied by weight. */
  readonly colour: Float32Array;
  readonly weight: Float32Array;
}

function shrink(fine: Level): Level {
  const width = Math.ceil(fine.width / 2);
  const height = Math.ceil(fine.height / 2);
  const colour = new Float32Array(width * height * 3);
  const weight = new Float32Array(width * height);
  for (let y = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++) {
      const s = y * fine.width + x;
      const d = (y >> 1) * width + (x >> 1);
      weight[d]! += fine.weight[s]!;
      for (let c = 0; c < 3; c++) colour[3 * d + c]! += fine.colour[3 * s + c]!;
    }
  }
  normaliseInto({ width, height, colour, weight });
  return { width, height, colour, weight };
}

/** Cuts weights at 1: what is fully known needs nothing from coarser levels. */
function normaliseInto({ colour, weight }: Level): void {
  for (let i = 0; i < weight.length; i++) {
    if (weight[i]! <= 1) continue;
    const k = 1 / weight[i]!;
    weight[i] = 1;
    for (let c = 0; c < 3; c++) colour[3 * i + c]! *= k;
  }
}

/** Reads a completed level at (x, y) of the next finer one: bilinear, border clamp. */
function readCoarseInto(dst: Float64Array, coarse: Level, x: number, y: number): void {
  const { width, height, colour } = coarse;
  const fx = Math.min(width - 1, Math.max(0, (x + 0.5) / 2 - 0.5));
  const fy = Math.min(height - 1, Math.max(0, (y + 0.5) / 2 - 0.5));
  const x0 = Math.floor(fx);
  const y0 = Math.floor(fy);
  const x1 = Math.min(width - 1, x0 + 1);
  const y1 = Math.min(height - 1, y0 + 1);
  const w11 = (fx - x0) * (fy - y0);
  const w10 = fy - y0 - w11;
  const w01 = fx - x0 - w11;
  const w00 = 1 - w01 - w10 - w11;
  const a = 3 * (y0 * width + x0);
  const b = 3 * (y0 * width + x1);
  const c = 3 * (y1 * width + x0);
  const d = 3 * (y1 * width + x1);
  dst[0] = w00 * colour[a]! + w01 * colour[b]! + w10 * colour[c]! + w11 * colour[d]!;
  dst[1] = w00 * colour[a + 1]! + w01 * colour[b + 1]! + w10 * colour[c + 1]! + w11 * colour[d + 1]!;
  dst[2] = w00 * colour[a + 2]! + w01 * colour[b + 2]! + w10 * colour[c + 2]! + w11 * colour[d + 2]!;
}

/** Adds the coarser level to a finer one, as far as the finer one lacks weight. */
function pushDownInto(fine: Level, coarse: Level): void {
  const value = new Float64Array(3);
  for (let y = 0, i = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++, i++) {
      const lack = 1 - fine.weight[i]!;
      if (lack <= 0) continue;
      readCoarseInto(value, coarse, x, y);
      for (let k = 0; k < 3; k++) fine.colour[3 * i + k]! += lack * value[k]!;
      fine.weight[i] = 1;
    }
  }
}

/** The first coarser level, straight from the picture: a full-size level of floats would cost more than all others. */
function shrinkPicture(image: Image8, known: Mask): Level {
  const width = Math.ceil(image.width / 2);
  const height = Math.ceil(image.height / 2);
  const colour = new Float32Array(width * height * 3);
  const weight = new Float32Array(width * height);
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i++) {
      if (known.data[i] === 0) continue;
      const w = known.data[i]! / 255;
      const s = i * image.channels;
      const d = (y >> 1) * width + (x >> 1);
      weight[d]! += w;
      colour[3 * d]! += w * image.data[s]!;
      colour[3 * d + 1]! += w * image.data[s + 1]!;
      colour[3 * d + 2]! += w * image.data[s + 2]!;
    }
  }
  normaliseInto({ width, height, colour, weight });
  return { width, height, colour, weight };
}

/** Mixes the completed coarser level into the unknown part of each wanted pixel. */
function paintUnknown(image: Image8, known: Mask, coarse: Level, wanted: Mask | undefined): Image8 {
  const out = createImage(image.width, image.height, 3);
  const value = new Float64Array(3);
  const { channels, data } = image;
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i++) {
      const s = i * channels;
      const d = 3 * i;
      const isLeft = wanted !== undefined && wanted.data[i] === 0;
      if (known.data[i] === 255 || isLeft) {
        out.data[d] = data[s]!;
        out.data[d + 1] = data[s + 1]!;
        out.data[d + 2] = data[s + 2]!;
        continue;
      }
      const w = known.data[i]! / 255;
      readCoarseInto(value, coarse, x, y);
      out.data[d] = w * data[s]! + (1 - w) * value[0]!;
      out.data[d + 1] = w * data[s + 1]! + (1 - w) * value[1]!;
      out.data[d + 2] = w * data[s + 2]! + (1 - w) * value[2]!;
    }
  }
  return out;
}

/**
 * Continues the known pixels smoothly into the unknown ones: `known` is 255 where the colour counts, 0 where it is to be
 * made up. Known pixels come back unchanged, and so do those outside `wanted` (zero there), if it is given. Where nothing is known at all the result is black.
 * Shape    three channels out, the picture's size.   Cost O(pixels).
 * Source   Gortler et al., The Lumigraph, SIGGRAPH 1996, §5.2 (pull–push).
 */
export function pushPullFill(image: Image8, known: Mask, wanted?: Mask): Image8 {
  const levels: Level[] = [shrinkPicture(image, known)];
  for (let top = levels[0]!; top.width > 1 || top.height > 1; top = levels[levels.length - 1]!) {
    levels.push(shrink(top));
  }
  const coarsest = levels[levels.length - 1]!;
  if (coarsest.weight[0]! > 0) {
    for (let c = 0; c < 3; c++) coarsest.colour[c]! /= coarsest.weight[0]!;
    coarsest.weight[0] = 1;
  }
  for (let l = levels.length - 2; l >= 0; l--) pushDownInto(levels[l]!, levels[l + 1]!);
  return paintUnknown(image, known, levels[0]!, wanted);
}

/** A binary mask of the pixels (by index) that pass the test. */
export function maskWhere(width: number, height: number, test: (index: number) => boolean): Mask {
  const mask = createMask(width, height);
  for (let i = 0; i < mask.data.length; i++) if (test(i)) mask.data[i] = 255;
  return mask;
}

/** Whether a binary mask marks any pixel. */
export function hasAny(mask: Mask): boolean {
  return mask.data.includes(255);
}
