import type { Image8, Mask, Plane } from "../image.js";

interface Taps {
  /** Source samples of each destination sample, `count` of them, clamped to the border. */
  readonly from: Int32Array;
  readonly count: number;
  /** `count` weights a destination sample, sum 1. */
  readonly weights: Float32Array;
}

/** Triangle filter taps, widened when shrinking (area average), border clamp. */
function computeTaps(srcSize: number, dstSize: number): Taps {
  const scale = srcSize / dstSize;
  const support = Math.max(1, scale);
  // the triangle is open at both ends: no more than this many samples lie inside
  const count = Math.ceil(support * 2);
  const from = new Int32Array(dstSize * count);
  const weights = new Float32Array(dstSize * count);
  for (let i = 0; i < dstSize; i++) {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.floor(centre - support) + 1;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const w = Math.max(0, 1 - Math.abs(first + k - centre) / support);
      from[i * count + k] = Math.min(srcSize - 1, Math.max(0, first + k));
      weights[i * count + k] = w;
      sum += w;
    }
    for (let k = 0; k < count; k++) weights[i * count + k]! /= sum;
  }
  return { from, count, weights };
}

interface Samples {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

function resampleRows(src: Samples, dstWidth: number): Samples {
  const { data, width, height, channels } = src;
  const { from, count, weights } = computeTaps(width, dstWidth);
  const dst = new Float32Array(dstWidth * height * channels);
  const taps = from.map((at) => at * channels);
  // Rows outside, so that each row of the source stays in the cache
  for (let y = 0, d = 0; y < height; y++) {
    const row = y * width * channels;
    for (let x = 0; x < dstWidth; x++) {
      const first = x * count;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = first; k < first + count; k++) sum += weights[k]! * data[row + taps[k]! + c]!;
        dst[d++] = sum;
      }
    }
  }
  return { data: dst, width: dstWidth, height, channels };
}

function resampleColumns(src: Samples, dstHeight: number): Samples {
  const { data, width, height, channels } = src;
  const { from, count, weights } = computeTaps(height, dstHeight);
  const length = width * channels;
  const dst = new Float32Array(length * dstHeight);
  for (let y = 0; y < dstHeight; y++) {
    const d = y * length;
    // Two rows of the source a pass: half the reading and writing of sums
    for (let k = y * count; k < (y + 1) * count; k += 2) {
      const a = from[k]! * length;
      const wa = weights[k]!;
      const hasPair = k + 1 < (y + 1) * count;
      const b = hasPair ? from[k + 1]! * length : a;
      const wb = hasPair ? weights[k + 1]! : 0;
      if (wa === 0 && wb === 0) continue;
      for (let i = 0; i < length; i++) {
        dst[d + i] = Math.fround(dst[d + i]! + wa * data[a + i]!) + wb * data[b + i]!;
      }
    }
  }
  return { data: dst, width, height: dstHeight, channels };
}

/** Both passes, the one that leaves fewer samples to the other first. */
function resample(src: Samples, width: number, height: number): ArrayLike<number> {
  if (width === src.width && height === src.height) return src.data;
  return height < src.height
    ? resampleRows(resampleColumns(src, height), width).data
    : resampleColumns(resampleRows(src, width), height).data;
}

/**
 * Resizes with a triangle filter: bilinear when growing, area average when shrinking. Border clamp. Alpha is not
 * premultiplied: use it on opaque pictures or masks.
 * Source   Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, §3.5.
 */
export function resizeImage(src: Image8, width: number, height: number): Image8 {
  // Uint8ClampedArray rounds to nearest on its own
  const data = new Uint8ClampedArray(resample(src, width, height));
  return { width, height, channels: src.channels, data };
}

/** {@link resizeImage} for a mask. */
export function resizeMask(src: Mask, width: number, height: number): Mask {
  const data = new Uint8ClampedArray(resample({ ...src, channels: 1 }, width, height));
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** {@link resizeImage} for a plane of floats. */
export function resizePlane(src: Plane, width: number, height: number): Plane {
  return { width, height, data: new Float32Array(resample({ ...src, channels: 1 }, width, height)) };
}
