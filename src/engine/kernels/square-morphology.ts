import { createMask, type Mask } from "../image.js";

/**
 * Marks (255) every pixel whose square of side 2·radius + 1 holds a pixel of the wanted kind: coverage >= 128, or below it for
 * `wanted` 0. Each row, then each column, counts down from the last such pixel that it met.
 */
function spreadSquare(mask: Mask, radiusPx: number, wanted: 0 | 1): Mask {
  const { width, height, data } = mask;
  const reach = 2 * radiusPx + 1;
  const spread = createMask(width, height);
  const countdown = new Int32Array(width);
  const row = new Uint8Array(width);
  for (let y = 0; y < height + radiusPx; y++) {
    const hasRow = y < height;
    if (hasRow) spreadRowInto(row, data.subarray(y * width, (y + 1) * width), radiusPx, wanted);
    const to = (y - radiusPx) * width;
    for (let x = 0; x < width; x++) {
      const count = hasRow && row[x] !== 0 ? reach : countdown[x]! - 1;
      countdown[x] = count;
      if (count > 0 && to >= 0) spread.data[to + x] = 255;
    }
  }
  return spread;
}

function spreadRowInto(dst: Uint8Array, src: Mask["data"], radiusPx: number, wanted: 0 | 1): void {
  const width = dst.length;
  const reach = 2 * radiusPx + 1;
  let count = 0;
  for (let x = 0; x < Math.min(radiusPx, width); x++) count = src[x]! >> 7 === wanted ? reach : count - 1;
  // a row shorter than the radius has its marks counted down to where its first pixel would look
  if (radiusPx > width) count -= radiusPx - width;
  for (let x = 0; x < width; x++) {
    const ahead = x + radiusPx;
    count = ahead < width && src[ahead]! >> 7 === wanted ? reach : count - 1;
    dst[x] = count > 0 ? 1 : 0;
  }
}

/**
 * Binary dilation by a square of side 2·radius + 1: for small radii, where a disc's shape does not matter, ten times as fast.
 * Cost     O(pixels), whatever the radius.
 */
export function dilateSquare(mask: Mask, radiusPx: number): Mask {
  return spreadSquare(mask, radiusPx, 1);
}

/** Binary erosion by a square; the picture's frame does not erode. */
export function erodeSquare(mask: Mask, radiusPx: number): Mask {
  const eroded = spreadSquare(mask, radiusPx, 0);
  for (let i = 0; i < eroded.data.length; i++) eroded.data[i] = 255 - eroded.data[i]!;
  return eroded;
}
