import { createPlane, type Plane } from "../image.js";

/**
 * Mean over a square of side 2·radius + 1, cut at the border (the mean counts the pixels inside only).
 * Cost     O(pixels), whatever the radius: running sums, rows then columns.
 */
export function boxFilter(src: Plane, radiusPx: number): Plane {
  const { width, height } = src;
  const rows = new Float32Array(width * height);
  // Windows wholly inside the row need no bounds and share one factor
  const innerFrom = Math.min(width, radiusPx + 1);
  const innerTo = Math.max(innerFrom, width - radiusPx);
  const factor = 1 / (2 * radiusPx + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(radiusPx, width); x++) sum += src.data[row + x]!;
    for (let x = 0; x < innerFrom; x++) {
      if (x + radiusPx < width) sum += src.data[row + x + radiusPx]!;
      rows[row + x] = sum / (Math.min(width - 1, x + radiusPx) + 1);
    }
    for (let x = innerFrom; x < innerTo; x++) {
      sum += src.data[row + x + radiusPx]! - src.data[row + x - radiusPx - 1]!;
      rows[row + x] = sum * factor;
    }
    for (let x = innerTo; x < width; x++) {
      sum -= src.data[row + x - radiusPx - 1]!;
      rows[row + x] = sum / (width - x + radiusPx);
    }
  }
  const dst = createPlane(width, height);
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radiusPx, height); y++) {
    for (let x = 0; x < width; x++) sums[x]! += rows[y * width + x]!;
  }
  for (let y = 0; y < height; y++) {
    const enters = (y + radiusPx) * width;
    const leaves = (y - radiusPx - 1) * width;
    const share = 1 / (Math.min(height - 1, y + radiusPx) - Math.max(0, y - radiusPx) + 1);
    const to = y * width;
    if (y + radiusPx < height && leaves >= 0) {
      for (let x = 0; x < width; x++) {
        const sum = sums[x]! + rows[enters + x]! - rows[leaves + x]!;
        sums[x] = sum;
        dst.data[to + x] = sum * share;
      }
      continue;
    }
    if (y + radiusPx < height) for (let x = 0; x < width; x++) sums[x]! += rows[enters + x]!;
    if (leaves >= 0) for (let x = 0; x < width; x++) sums[x]! -= rows[leaves + x]!;
    for (let x = 0; x < width; x++) dst.data[to + x] = sums[x]! * share;
  }
  return dst;
}
