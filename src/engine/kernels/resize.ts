import { createImage, createPlane, type Image8, type Mask, type Plane } from "../image.js";

interface Taps {
  /** First source index of each destination sample. */
  readonly start: Int32Array;
  readonly count: number;
  /** `count` weights a destination sample, sum 1. */
  readonly weights: Float32Array;
}

/** Triangle filter taps, widened when shrinking (area average), border clamp. */
function computeTaps(srcSize: number, dstSize: number): Taps {
  const scale = srcSize / dstSize;
  const support = Math.max(1, scale);
  const count = Math.ceil(support * 2) + 1;
  const start = new Int32Array(dstSize);
  const weights = new Float32Array(dstSize * count);
  for (let i = 0; i < dstSize; i++) {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.ceil(centre - support);
    start[i] = first;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const w = Math.max(0, 1 - Math.abs(first + k - centre) / support);
      weights[i * count + k] = w;
      sum += w;
    }
    for (let k = 0; k < count; k++) weights[i * count + k]! /= sum;
  }
  return { start, count, weights };
}

function resampleRows(
  src: ArrayLike<number>,
  dst: Float32Array,
  shape: { width: number; height: number; dstWidth: number; channels: number },
): void {
  const { width, height, dstWidth, channels } = shape;
  const { start, count, weights } = computeTaps(width, dstWidth);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < dstWidth; x++) {
      const first = start[x]!;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < count; k++) {
          const sx = first + k < 0 ? 0 : first + k >= width ? width - 1 : first + k;
          sum += weights[x * count + k]! * src[(y * width + sx) * channels + c]!;
        }
        dst[(y * dstWidth + x) * channels + c] = sum;
      }
    }
  }
}

function resampleColumns(
  src: Float32Array,
  dst: { [index: number]: number },
  shape: { rowLength: number; height: number; dstHeight: number },
): void {
  const { rowLength, height, dstHeight } = shape;
  const { start, count, weights } = computeTaps(height, dstHeight);
  const row = new Float32Array(rowLength);
  for (let y = 0; y < dstHeight; y++) {
    row.fill(0);
    for (let k = 0; k < count; k++) {
      const w = weights[y * count + k]!;
      if (w === 0) continue;
      const sy = start[y]! + k < 0 ? 0 : start[y]! + k >= height ? height - 1 : start[y]! + k;
      const offset = sy * rowLength;
      for (let i = 0; i < rowLength; i++) row[i]! += w * src[offset + i]!;
    }
    const offset = y * rowLength;
    for (let i = 0; i < rowLength; i++) dst[offset + i] = row[i]!;
  }
}

/**
 * Resizes with a triangle filter: bilinear when growing, area average when shrinking. Border clamp. Alpha is not
 * premultiplied: use it on opaque pictures or masks.
 * Source   Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, §3.5.
 */
export function resizeImage(src: Image8, width: number, height: number): Image8 {
  const { channels } = src;
  const dst = createImage(width, height, channels);
  const rows = new Float32Array(width * src.height * channels);
  resampleRows(src.data, rows, { width: src.width, height: src.height, dstWidth: width, channels });
  // Uint8ClampedArray rounds to nearest on its own
  resampleColumns(rows, dst.data, {
    rowLength: width * channels,
    height: src.height,
    dstHeight: height,
  });
  return dst;
}

/** {@link resizeImage} for a mask. */
export function resizeMask(src: Mask, width: number, height: number): Mask {
  const data = new Uint8ClampedArray(width * height);
  const rows = new Float32Array(width * src.height);
  resampleRows(src.data, rows, { width: src.width, height: src.height, dstWidth: width, channels: 1 });
  resampleColumns(rows, data, { rowLength: width, height: src.height, dstHeight: height });
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** {@link resizeImage} for a plane of floats. */
export function resizePlane(src: Plane, width: number, height: number): Plane {
  const dst = createPlane(width, height);
  const rows = new Float32Array(width * src.height);
  resampleRows(src.data, rows, { width: src.width, height: src.height, dstWidth: width, channels: 1 });
  resampleColumns(rows, dst.data, { rowLength: width, height: src.height, dstHeight: height });
  return dst;
}
