import { createPlane, type Plane } from "../image.js";

/**
 * Blurs a plane with a Gaussian of `sigmaPx`, separable, cut at 3 sigma, border clamp.
 * Cost     O(pixels · sigma).   @throws RangeError for a sigma that is negative or not finite.
 */
export function gaussianBlur(src: Plane, sigmaPx: number): Plane {
  if (!(sigmaPx >= 0) || !Number.isFinite(sigmaPx)) {
    throw new RangeError(`Cannot blur with sigma ${sigmaPx}: it is 0 or more`);
  }
  const { width, height } = src;
  const dst = createPlane(width, height);
  if (sigmaPx === 0) {
    dst.data.set(src.data);
    return dst;
  }
  const radius = Math.ceil(3 * sigmaPx);
  const weights = new Float32Array(2 * radius + 1);
  let sum = 0;
  for (let k = -radius; k <= radius; k++) {
    weights[k + radius] = Math.exp((-k * k) / (2 * sigmaPx * sigmaPx));
    sum += weights[k + radius]!;
  }
  for (let k = 0; k < weights.length; k++) weights[k]! /= sum;
  const rows = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      let acc = 0;
      for (let k = -radius; k <= radius; k++) {
        const sx = x + k < 0 ? 0 : x + k >= width ? width - 1 : x + k;
        acc += weights[k + radius]! * src.data[row + sx]!;
      }
      rows[row + x] = acc;
    }
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let k = -radius; k <= radius; k++) {
      const sy = y + k < 0 ? 0 : y + k >= height ? height - 1 : y + k;
      const w = weights[k + radius]!;
      const source = sy * width;
      for (let x = 0; x < width; x++) dst.data[row + x]! += w * rows[source + x]!;
    }
  }
  return dst;
}
