import { createMask, type Mask } from "../image.js";

/** Counts, for each pixel, the marked pixels of the row window x - radius … x + radius into `counts`. */
function countRows(mask: Mask, radiusPx: number): Uint16Array {
  const { width, height, data } = mask;
  const counts = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let count = 0;
    for (let x = 0; x < Math.min(radiusPx, width); x++) if (data[row + x]! >= 128) count++;
    for (let x = 0; x < width; x++) {
      if (x + radiusPx < width && data[row + x + radiusPx]! >= 128) count++;
      if (x - radiusPx - 1 >= 0 && data[row + x - radiusPx - 1]! >= 128) count--;
      counts[row + x] = count;
    }
  }
  return counts;
}

/**
 * Binary dilation by a square of side 2·radius + 1: for small radii, where a disc's shape does not matter, ten times as fast.
 * Cost     O(pixels), whatever the radius.
 */
export function dilateSquare(mask: Mask, radiusPx: number): Mask {
  const { width, height } = mask;
  const counts = countRows(mask, radiusPx);
  const dst = createMask(width, height);
  const columns = new Uint32Array(width);
  for (let y = 0; y < Math.min(radiusPx, height); y++) {
    for (let x = 0; x < width; x++) columns[x]! += counts[y * width + x]!;
  }
  for (let y = 0; y < height; y++) {
    const enters = y + radiusPx < height ? (y + radiusPx) * width : -1;
    const leaves = y - radiusPx - 1 >= 0 ? (y - radiusPx - 1) * width : -1;
    for (let x = 0; x < width; x++) {
      if (enters >= 0) columns[x]! += counts[enters + x]!;
      if (leaves >= 0) columns[x]! -= counts[leaves + x]!;
      if (columns[x]! > 0) dst.data[y * width + x] = 255;
    }
  }
  return dst;
}

/** Binary erosion by a square; the picture's frame does not erode. */
export function erodeSquare(mask: Mask, radiusPx: number): Mask {
  return invert(dilateSquare(invert(mask), radiusPx));
}

function invert(mask: Mask): Mask {
  const dst = createMask(mask.width, mask.height);
  for (let i = 0; i < dst.data.length; i++) dst.data[i] = mask.data[i]! >= 128 ? 0 : 255;
  return dst;
}
