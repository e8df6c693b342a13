import { createPlane, type Plane } from "../image.js";

/**
 * Mean over a square of side 2·radius + 1, cut at the border (the mean counts the pixels inside only).
 * Cost     O(pixels), whatever the radius: running sums down the columns, and along each row of them.
 */
export function boxFilter(src: Plane, radiusPx: number): Plane {
  const { width, height, data } = src;
  const dst = createPlane(width, height);
  const shares = new Float64Array(width);
  for (let x = 0; x < width; x++)
    shares[x] = 1 / (Math.min(width - 1, x + radiusPx) - Math.max(0, x - radiusPx) + 1);
  const sums = new Float64Array(width);
  for (let y = 0; y < Math.min(radiusPx, height); y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + data[row + x]!;
  }
  for (let y = 0; y < height; y++) {
    const enters = (y + radiusPx) * width;
    const leaves = (y - radiusPx - 1) * width;
    if (y + radiusPx < height && leaves >= 0) {
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + (data[enters + x]! - data[leaves + x]!);
    } else if (y + radiusPx < height) {
      for (let x = 0; x < width; x++) sums[x] = sums[x]! + data[enters + x]!;
    } else if (leaves >= 0) {
      for (let x = 0; x < width; x++) sums[x] = sums[x]! - data[leaves + x]!;
    }
    const share = 1 / (Math.min(height - 1, y + radiusPx) - Math.max(0, y - radiusPx) + 1);
    averageInto(dst.data.subarray(y * width, (y + 1) * width), sums, { radiusPx, shares, share });
  }
  return dst;
}

interface Window {
  readonly radiusPx: number;
  /** One over the window's width at each pixel of the row. */
  readonly shares: Float64Array;
  /** One over its height. */
  readonly share: number;
}

/** The running sum of the columns' sums, as a mean. */
function averageInto(dst: Float32Array, sums: Float64Array, { radiusPx, shares, share }: Window): void {
  const width = dst.length;
  // windows wholly inside the row need no bounds and share one factor
  const innerFrom = Math.min(width, radiusPx + 1);
  const innerTo = Math.max(innerFrom, width - radiusPx);
  const factor = share / (2 * radiusPx + 1);
  let sum = 0;
  for (let x = 0; x < Math.min(radiusPx, width); x++) sum += sums[x]!;
  for (let x = 0; x < innerFrom; x++) {
    if (x + radiusPx < width) sum += sums[x + radiusPx]!;
    dst[x] = sum * shares[x]! * share;
  }
  for (let x = innerFrom; x < innerTo; x++) {
    sum += sums[x + radiusPx]! - sums[x - radiusPx - 1]!;
    dst[x] = sum * factor;
  }
  for (let x = innerTo; x < width; x++) {
    sum -= sums[x - radiusPx - 1]!;
    dst[x] = sum * shares[x]! * share;
  }
}
