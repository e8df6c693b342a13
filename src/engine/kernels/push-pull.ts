import { createMask, type Image8, type Mask } from "../image.js";
import { cropImage } from "./crop.js";

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
  for (let y = 0, s = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++, s++) {
      const w = fine.weight[s]!;
      if (w === 0) continue;
      const d = (y >> 1) * width + (x >> 1);
      weight[d] = weight[d]! + w;
      colour[3 * d] = colour[3 * d]! + fine.colour[3 * s]!;
      colour[3 * d + 1] = colour[3 * d + 1]! + fine.colour[3 * s + 1]!;
      colour[3 * d + 2] = colour[3 * d + 2]! + fine.colour[3 * s + 2]!;
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

/** Where a row or column of the finer level lies between two of the coarser one: bilinear, border clamp. */
interface Between {
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Share of `high`. */
  readonly share: Float64Array;
}

function placeBetween(fineSize: number, coarseSize: number): Between {
  const low = new Int32Array(fineSize);
  const high = new Int32Array(fineSize);
  const share = new Float64Array(fineSize);
  for (let i = 0; i < fineSize; i++) {
    const at = Math.min(coarseSize - 1, Math.max(0, (i + 0.5) / 2 - 0.5));
    low[i] = Math.floor(at);
    high[i] = Math.min(coarseSize - 1, low[i]! + 1);
    share[i] = at - low[i]!;
  }
  return { low, high, share };
}

/** Adds the coarser level to a finer one, as far as the finer one lacks weight. */
function pushDownInto(fine: Level, coarse: Level): void {
  const { colour, weight } = fine;
  const from = coarse.colour;
  const across = placeBetween(fine.width, coarse.width);
  const down = placeBetween(fine.height, coarse.height);
  for (let y = 0, i = 0; y < fine.height; y++) {
    const upper = down.low[y]! * coarse.width;
    const lower = down.high[y]! * coarse.width;
    const ty = down.share[y]!;
    for (let x = 0; x < fine.width; x++, i++) {
      const lack = 1 - weight[i]!;
      if (lack <= 0) continue;
      const tx = across.share[x]!;
      const w11 = tx * ty;
      const w10 = ty - w11;
      const w01 = tx - w11;
      const w00 = 1 - w01 - w10 - w11;
      const a = 3 * (upper + across.low[x]!);
      const b = 3 * (upper + across.high[x]!);
      const c = 3 * (lower + across.low[x]!);
      const d = 3 * (lower + across.high[x]!);
      for (let k = 0; k < 3; k++) {
        const value = w00 * from[a + k]! + w01 * from[b + k]! + w10 * from[c + k]! + w11 * from[d + k]!;
        colour[3 * i + k] = colour[3 * i + k]! + lack * value;
      }
      weight[i] = 1;
    }
  }
}

/** The first coarser level, straight from the picture: a full-size level of floats would cost more than all others. */
function shrinkPicture(image: Image8, known: Mask): Level {
  const width = Math.ceil(image.width / 2);
  const height = Math.ceil(image.height / 2);
  const colour = new Float32Array(width * height * 3);
  const weight = new Float32Array(width * height);
  const { channels, data } = image;
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i++) {
      const share = known.data[i]!;
      if (share === 0) continue;
      const w = share / 255;
      const s = i * channels;
      const d = (y >> 1) * width + (x >> 1);
      weight[d] = weight[d]! + w;
      colour[3 * d] = colour[3 * d]! + w * data[s]!;
      colour[3 * d + 1] = colour[3 * d + 1]! + w * data[s + 1]!;
      colour[3 * d + 2] = colour[3 * d + 2]! + w * data[s + 2]!;
    }
  }
  normaliseInto({ width, height, colour, weight });
  return { width, height, colour, weight };
}

/** Mixes the completed coarser level into the unknown part of each wanted pixel. */
function paintUnknown(image: Image8, known: Mask, coarse: Level, wanted: Mask | undefined): Image8 {
  const { width, height } = image;
  const out = cropImage(image, { left: 0, top: 0, width, height });
  const { data } = out;
  const from = coarse.colour;
  const across = placeBetween(width, coarse.width);
  const down = placeBetween(height, coarse.height);
  for (let y = 0, i = 0; y < height; y++) {
    const upper = down.low[y]! * coarse.width;
    const lower = down.high[y]! * coarse.width;
    const ty = down.share[y]!;
    for (let x = 0; x < width; x++, i++) {
      if (known.data[i] === 255 || (wanted !== undefined && wanted.data[i] === 0)) continue;
      const w = known.data[i]! / 255;
      const tx = across.share[x]!;
      const w11 = tx * ty;
      const w10 = ty - w11;
      const w01 = tx - w11;
      const w00 = 1 - w01 - w10 - w11;
      const a = 3 * (upper + across.low[x]!);
      const b = 3 * (upper + across.high[x]!);
      const c = 3 * (lower + across.low[x]!);
      const d = 3 * (lower + across.high[x]!);
      for (let k = 0; k < 3; k++) {
        const value = w00 * from[a + k]! + w01 * from[b + k]! + w10 * from[c + k]! + w11 * from[d + k]!;
        data[3 * i + k] = w * data[3 * i + k]! + (1 - w) * value;
      }
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
