import type { Mask } from "../image.js";

/** For each pixel the offset to the nearest marked one. */
export interface NearestField {
  readonly width: number;
  readonly height: number;
  /** x and y of the nearest marked pixel minus the pixel's own, interleaved; {@link NOWHERE} without one. */
  readonly offset: Int16Array;
}

/** An offset longer than any picture: no pixel is marked. */
export const NOWHERE = 16384;

/** Offers pixel `i` the mark of its neighbour `j`, which lies at (dx, dy) from it. */
function relaxInto(offset: Int16Array, i: number, j: number, dx: number, dy: number): void {
  const x = offset[2 * j]!;
  if (x === NOWHERE) return;
  const cx = x + dx;
  const cy = offset[2 * j + 1]! + dy;
  const ox = offset[2 * i]!;
  const oy = offset[2 * i + 1]!;
  if (ox !== NOWHERE && cx * cx + cy * cy >= ox * ox + oy * oy) return;
  offset[2 * i] = cx;
  offset[2 * i + 1] = cy;
}

/**
 * Finds the nearest marked (non-zero) pixel of each pixel, by offsets handed on from row to row.
 * Cost     O(pixels), four sweeps.   Accuracy a few pixels take one that is farther by under 0.3 px.
 * Source   Danielsson, Euclidean distance mapping, CGIP 1980 (4SED).
 */
export function findNearest(mask: Mask): NearestField {
  const { width, height, data } = mask;
  const offset = new Int16Array(2 * width * height).fill(NOWHERE);
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) offset[2 * i] = offset[2 * i + 1] = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    if (y > 0) for (let x = 0; x < width; x++) relaxInto(offset, row + x, row + x - width, 0, -1);
    for (let x = 1; x < width; x++) relaxInto(offset, row + x, row + x - 1, -1, 0);
    for (let x = width - 2; x >= 0; x--) relaxInto(offset, row + x, row + x + 1, 1, 0);
  }
  for (let y = height - 2; y >= 0; y--) {
    const row = y * width;
    for (let x = 0; x < width; x++) relaxInto(offset, row + x, row + x + width, 0, 1);
    for (let x = 1; x < width; x++) relaxInto(offset, row + x, row + x - 1, -1, 0);
    for (let x = width - 2; x >= 0; x--) relaxInto(offset, row + x, row + x + 1, 1, 0);
  }
  return { width, height, offset };
}
