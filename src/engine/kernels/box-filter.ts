import { createPlane, type Plane } from "../image.js";

/**
 * Mean over a square of side 2·radius + 1, cut at the border (the mean counts the pixels inside only).
 * Cost     O(pixels), whatever the radius: running sums, rows then columns. Only the rows that the columns' sums still need are
 *          kept, so that they stay in the cache.
 */
export function boxFilter(src: Plane, radiusPx: number): Plane {
  const { width, height } = src;
  const dst = createPlane(width, height);
  const kept = Math.min(height, 2 * radiusPx + 2);
  const rows = new Float32Array(width * kept);
  const sums = new Float64Array(width);
  for (let y = -radiusPx; y < height; y++) {
    const enters = y + radiusPx;
    const leaves = y - radiusPx - 1;
    const hasEntering = enters < height;
    const entering = (enters % kept) * width;
    const leaving = (leaves % kept) * width;
    if (hasEntering && leaves >= 0) {
      const old = rows.subarray(leaving, leaving + width);
      const row = rows.subarray(entering, entering + width);
      averageRowInto(row, src.data.subarray(enters * width, (enters + 1) * width), radiusPx);
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + row[x]! - old[x]!;
    } else if (hasEntering) {
      const row = rows.subarray(entering, entering + width);
      averageRowInto(row, src.data.subarray(enters * width, (enters + 1) * width), radiusPx);
      for (let x = 0; x < width; x++) sums[x]! += row[x]!;
    } else if (leaves >= 0) {
      const old = rows.subarray(leaving, leaving + width);
      for (let x = 0; x < width; x++) sums[x]! -= old[x]!;
    }
    if (y < 0) continue;
    const share = 1 / (Math.min(height - 1, enters) - Math.max(0, y - radiusPx) + 1);
    const to = dst.data.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < width; x++) to[x] = sums[x]! * share;
  }
  return dst;
}

/** The running mean of one row. */
function averageRowInto(dst: Float32Array, src: Float32Array, radiusPx: number): void {
  const width = src.length;
  // windows wholly inside the row need no bounds and share one factor
  const innerFrom = Math.min(width, radiusPx + 1);
  const innerTo = Math.max(innerFrom, width - radiusPx);
  const factor = 1 / (2 * radiusPx + 1);
  let sum = 0;
  for (let x = 0; x < Math.min(radiusPx, width); x++) sum += src[x]!;
  for (let x = 0; x < innerFrom; x++) {
    if (x + radiusPx < width) sum += src[x + radiusPx]!;
    dst[x] = sum / (Math.min(width - 1, x + radiusPx) + 1);
  }
  for (let x = innerFrom; x < innerTo; x++) {
    sum += src[x + radiusPx]! - src[x - radiusPx - 1]!;
    dst[x] = sum * factor;
  }
  for (let x = innerTo; x < width; x++) {
    sum -= src[x - radiusPx - 1]!;
    dst[x] = sum / (width - x + radiusPx);
  }
}
