import { createPlane, type Plane } from "../image.js";

/**
 * Mean over a square of side 2·radius + 1, cut at the border (the mean counts the pixels inside only).
 * Cost     O(pixels), whatever the radius: running sums, rows then columns.
 */
export function boxFilter(src: Plane, radiusPx: number): Plane {
  const { width, height } = src;
  const rows = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(radiusPx, width); x++) sum += src.data[row + x]!;
    for (let x = 0; x < width; x++) {
      if (x + radiusPx < width) sum += src.data[row + x + radiusPx]!;
      if (x - radiusPx - 1 >= 0) sum -= src.data[row + x - radiusPx - 1]!;
      const count = Math.min(width - 1, x + radiusPx) - Math.max(0, x - radiusPx) + 1;
      rows[row + x] = sum / count;
    }
  }
  const dst = createPlane(width, height);
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radiusPx, height); y++) {
    for (let x = 0; x < width; x++) sums[x]! += rows[y * width + x]!;
  }
  for (let y = 0; y < height; y++) {
    const enters = y + radiusPx < height ? (y + radiusPx) * width : -1;
    const leaves = y - radiusPx - 1 >= 0 ? (y - radiusPx - 1) * width : -1;
    const count = Math.min(height - 1, y + radiusPx) - Math.max(0, y - radiusPx) + 1;
    for (let x = 0; x < width; x++) {
      if (enters >= 0) sums[x]! += rows[enters + x]!;
      if (leaves >= 0) sums[x]! -= rows[leaves + x]!;
      dst.data[y * width + x] = sums[x]! / count;
    }
  }
  return dst;
}
