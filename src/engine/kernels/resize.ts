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
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * Reads rows of samples as floats: loops that see arrays of one type only run several times as fast as loops that see
 * bytes now and floats then.
 */
function createRowReader({ data, width, channels }: Samples): (y: number) => Float32Array {
  const length = width * channels;
  if (data instanceof Float32Array) return (y) => data.subarray(y * length, (y + 1) * length);
  const line = new Float32Array(length);
  return (y) => {
    line.set(data.subarray(y * length, (y + 1) * length));
    return line;
  };
}

function resampleRows(src: Samples, dstWidth: number): Samples {
  const { width, height, channels } = src;
  const { from, count, weights } = computeTaps(width, dstWidth);
  const data = new Float32Array(dstWidth * height * channels);
  const taps = from.map((at) => at * channels);
  const readRow = createRowReader(src);
  const resampleRow = channels === 3 ? resampleRow3Into : resampleRowInto;
  const length = dstWidth * channels;
  for (let y = 0; y < height; y++) {
    const dst = data.subarray(y * length, (y + 1) * length);
    resampleRow(dst, readRow(y), { taps, count, weights, channels });
  }
  return { data, width: dstWidth, height, channels };
}

interface RowTaps {
  readonly taps: Int32Array;
  readonly count: number;
  readonly weights: Float32Array;
  readonly channels: number;
}

function resampleRowInto(
  dst: Float32Array,
  row: Float32Array,
  { taps, count, weights, channels }: RowTaps,
): void {
  for (let first = 0, d = 0; d < dst.length; first += count) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let k = first; k < first + count; k++) sum += weights[k]! * row[taps[k]! + c]!;
      dst[d++] = sum;
    }
  }
}

/** {@link resampleRowInto} for three channels: each tap is looked up once. */
function resampleRow3Into(dst: Float32Array, row: Float32Array, { taps, count, weights }: RowTaps): void {
  for (let first = 0, d = 0; d < dst.length; first += count, d += 3) {
    let r = 0;
    let g = 0;
    let b = 0;
    for (let k = first; k < first + count; k++) {
      const w = weights[k]!;
      const at = taps[k]!;
      r += w * row[at]!;
      g += w * row[at + 1]!;
      b += w * row[at + 2]!;
    }
    dst[d] = r;
    dst[d + 1] = g;
    dst[d + 2] = b;
  }
}

/** dst += weight · row. */
function addRowInto(dst: Float32Array, row: Float32Array, weight: number): void {
  for (let i = 0; i < dst.length; i++) dst[i] = dst[i]! + weight * row[i]!;
}

function resampleColumns(src: Samples, dstHeight: number): Samples {
  const { width, height, channels } = src;
  const { from, count, weights } = computeTaps(height, dstHeight);
  const length = width * channels;
  const data = new Float32Array(length * dstHeight);
  const readRow = createRowReader(src);
  for (let y = 0; y < dstHeight; y++) {
    const dst = data.subarray(y * length, (y + 1) * length);
    for (let k = y * count; k < (y + 1) * count; k++) {
      if (weights[k] !== 0) addRowInto(dst, readRow(from[k]!), weights[k]!);
    }
  }
  return { data, width, height: dstHeight, channels };
}

/** Both passes, the one that leaves fewer samples to the other first. */
function resample(src: Samples, width: number, height: number): Samples["data"] {
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
