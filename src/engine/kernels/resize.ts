import type { Image8, Mask, Plane } from "../image.js";

interface Taps {
  /** Source samples of each destination sample, `count` of them, clamped to the border. */
  readonly from: Int32Array;
  /** An even number. */
  readonly count: number;
  /** `count` weights a destination sample, sum 1. */
  readonly weights: Float32Array;
}

/** Triangle filter taps, widened when shrinking (area average), border clamp. */
function computeTaps(srcSize: number, dstSize: number): Taps {
  const scale = srcSize / dstSize;
  const support = Math.max(1, scale);
  // the triangle is open at both ends: no more than this many samples lie inside
  const count = 2 * Math.ceil(support);
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

/** Two rows of an array of samples, by their first samples, and their weights. */
interface RowPair {
  readonly a: number;
  readonly b: number;
  readonly wa: number;
  readonly wb: number;
}

/** dst += wa · a + wb · b. Bytes and floats have a loop each: one that sees both kinds of array takes several times as long. */
function addBytesInto(dst: Float32Array, src: Uint8Array, { a, b, wa, wb }: RowPair): void {
  for (let i = 0; i < dst.length; i++) dst[i] = dst[i]! + wa * src[a + i]! + wb * src[b + i]!;
}

/** {@link addBytesInto} for floats. */
function addFloatsInto(dst: Float32Array, src: Float32Array, { a, b, wa, wb }: RowPair): void {
  for (let i = 0; i < dst.length; i++) dst[i] = dst[i]! + wa * src[a + i]! + wb * src[b + i]!;
}

/** dst = the weighted sum of four rows: what is shrunk to half or more has no more. */
function mixFourBytesInto(dst: Float32Array, src: Uint8Array, first: RowPair, second: RowPair): void {
  const { a, b, wa, wb } = first;
  const { a: c, b: d, wa: wc, wb: wd } = second;
  for (let i = 0; i < dst.length; i++)
    dst[i] = wa * src[a + i]! + wb * src[b + i]! + wc * src[c + i]! + wd * src[d + i]!;
}

/** {@link mixFourBytesInto} for floats. */
function mixFourFloatsInto(dst: Float32Array, src: Float32Array, first: RowPair, second: RowPair): void {
  const { a, b, wa, wb } = first;
  const { a: c, b: d, wa: wc, wb: wd } = second;
  for (let i = 0; i < dst.length; i++)
    dst[i] = wa * src[a + i]! + wb * src[b + i]! + wc * src[c + i]! + wd * src[d + i]!;
}

/** dst = the weighted sum of six rows: what is shrunk to a third or more has no more. It rounds as {@link addBytesInto} does. */
function mixSixBytesInto(dst: Float32Array, src: Uint8Array, [p, q, r]: readonly RowPair[]): void {
  const { a, b, wa, wb } = p!;
  const { a: c, b: d, wa: wc, wb: wd } = q!;
  const { a: e, b: f, wa: we, wb: wf } = r!;
  for (let i = 0; i < dst.length; i++) {
    const two = Math.fround(wa * src[a + i]! + wb * src[b + i]!);
    const four = Math.fround(two + wc * src[c + i]! + wd * src[d + i]!);
    dst[i] = four + we * src[e + i]! + wf * src[f + i]!;
  }
}

/** The weighted sum of the source rows of destination row `y`. */
function mixRowsInto(
  dst: Float32Array,
  src: Samples["data"],
  { from, count, weights }: Taps,
  y: number,
): void {
  const bytes = src instanceof Float32Array ? null : new Uint8Array(src.buffer, src.byteOffset, src.length);
  const pairAt = (k: number): RowPair => ({
    a: from[k]! * dst.length,
    b: from[k + 1]! * dst.length,
    wa: weights[k]!,
    wb: weights[k + 1]!,
  });
  if (count === 4) {
    const [first, second] = [pairAt(y * 4), pairAt(y * 4 + 2)];
    if (src instanceof Float32Array) mixFourFloatsInto(dst, src, first, second);
    else if (bytes !== null) mixFourBytesInto(dst, bytes, first, second);
    return;
  }
  if (count === 6 && bytes !== null) {
    const at = y * 6;
    return mixSixBytesInto(dst, bytes, [pairAt(at), pairAt(at + 2), pairAt(at + 4)]);
  }
  dst.fill(0);
  for (let k = y * count; k < (y + 1) * count; k += 2) {
    const pair = pairAt(k);
    if (pair.wa === 0 && pair.wb === 0) continue;
    if (src instanceof Float32Array) addFloatsInto(dst, src, pair);
    else if (bytes !== null) addBytesInto(dst, bytes, pair);
  }
}

/** Resamples one row of interleaved samples. */
function resampleRowInto(dst: Float32Array, row: Float32Array, taps: Taps, channels: number): void {
  if (channels === 1) return resampleRow1Into(dst, row, taps);
  if (channels === 3) return resampleRow3Into(dst, row, taps);
  const { from, count, weights } = taps;
  for (let first = 0, d = 0; d < dst.length; first += count) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let k = first; k < first + count; k++) sum += weights[k]! * row[from[k]! * channels + c]!;
      dst[d++] = sum;
    }
  }
}

/** {@link resampleRowInto} for one channel, two taps at a time. */
function resampleRow1Into(dst: Float32Array, row: Float32Array, { from, count, weights }: Taps): void {
  for (let d = 0, k = 0; d < dst.length; d++) {
    let sum = 0;
    for (const end = k + count; k < end; k += 2)
      sum += weights[k]! * row[from[k]!]! + weights[k + 1]! * row[from[k + 1]!]!;
    dst[d] = sum;
  }
}

/** {@link resampleRowInto} for three channels: each tap is looked up once. */
function resampleRow3Into(dst: Float32Array, row: Float32Array, { from, count, weights }: Taps): void {
  for (let d = 0, k = 0; d < dst.length; d += 3) {
    let r = 0;
    let g = 0;
    let b = 0;
    for (const end = k + count; k < end; k++) {
      const w = weights[k]!;
      const at = 3 * from[k]!;
      r += w * row[at]!;
      g += w * row[at + 1]!;
      b += w * row[at + 2]!;
    }
    dst[d] = r;
    dst[d + 1] = g;
    dst[d + 2] = b;
  }
}

/** Shrinks in height: rows are mixed first, which leaves fewer of them to resample. */
function shrinkInto(dst: Samples, src: Samples): void {
  const { width, height, channels } = dst;
  const down = computeTaps(src.height, height);
  const across = computeTaps(src.width, width);
  const mixed = new Float32Array(src.width * channels);
  const row = new Float32Array(width * channels);
  for (let y = 0; y < height; y++) {
    mixRowsInto(mixed, src.data, down, y);
    resampleRowInto(row, mixed, across, channels);
    dst.data.set(row, y * row.length);
  }
}

/** Grows in height: each source row is resampled once, and kept for as long as the rows between it and its neighbours need it. */
function growInto(dst: Samples, src: Samples): void {
  const { width, height, channels } = dst;
  const { from, weights } = computeTaps(src.height, height);
  const across = computeTaps(src.width, width);
  const length = width * channels;
  const row = new Float32Array(length);
  const line = new Float32Array(src.width * channels);
  const pair = new Float32Array(2 * length);
  const held = [-1, -1];
  const hold = (y: number): number => {
    const slot = y & 1;
    if (held[slot] !== y) {
      line.set(src.data.subarray(y * line.length, (y + 1) * line.length));
      resampleRowInto(pair.subarray(slot * length, (slot + 1) * length), line, across, channels);
      held[slot] = y;
    }
    return slot * length;
  };
  for (let y = 0; y < height; y++) {
    const [a, b] = [hold(from[2 * y]!), hold(from[2 * y + 1]!)];
    row.fill(0);
    addFloatsInto(row, pair, { a, b, wa: weights[2 * y]!, wb: weights[2 * y + 1]! });
    dst.data.set(row, y * length);
  }
}

/** Fills `dst` with `src` resampled. */
function resampleInto(dst: Samples, src: Samples): void {
  if (dst.width === src.width && dst.height === src.height) dst.data.set(src.data);
  else if (dst.height < src.height) shrinkInto(dst, src);
  else growInto(dst, src);
}

/**
 * Resizes with a triangle filter: bilinear when growing, area average when shrinking. Border clamp. Alpha is not
 * premultiplied: use it on opaque pictures or masks.
 * Cost     O(pixels of both). A row at a time: nothing of a picture's size is held between the two directions.
 * Source   Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, §3.5.
 */
export function resizeImage(src: Image8, width: number, height: number): Image8 {
  // Uint8ClampedArray rounds to nearest on its own
  const dst = {
    width,
    height,
    channels: src.channels,
    data: new Uint8ClampedArray(width * height * src.channels),
  };
  resampleInto(dst, src);
  return dst;
}

/** {@link resizeImage} for a mask. */
export function resizeMask(src: Mask, width: number, height: number): Mask {
  const data = new Uint8ClampedArray(width * height);
  resampleInto({ width, height, channels: 1, data }, { ...src, channels: 1 });
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** {@link resizeImage} for a plane of floats. */
export function resizePlane(src: Plane, width: number, height: number): Plane {
  const dst = { width, height, channels: 1, data: new Float32Array(width * height) };
  resampleInto(dst, { ...src, channels: 1 });
  return dst;
}
