import { createPlane, type Mask, type Plane } from "../image.js";

const FAR = 1e20;

function transformLine(f: Float64Array, d: Float64Array, v: Int32Array, z: Float64Array, n: number): void {
  let k = 0;
  v[0] = 0;
  z[0] = -FAR;
  z[1] = FAR;
  for (let q = 1; q < n; q++) {
    let s = 0;
    for (;;) {
      const p = v[k]!;
      s = (f[q]! + q * q - (f[p]! + p * p)) / (2 * q - 2 * p);
      if (s > z[k]!) break;
      k--;
    }
    k++;
    v[k] = q;
    z[k] = s;
    z[k + 1] = FAR;
  }
  k = 0;
  for (let q = 0; q < n; q++) {
    while (z[k + 1]! < q) k++;
    const p = v[k]!;
    d[q] = (q - p) * (q - p) + f[p]!;
  }
}

/**
 * Euclidean distance in pixels from each pixel to the nearest pixel with coverage >= 128; 0 inside the mask. A mask
 * without any such pixel gives 1e10 everywhere.
 * Cost     O(pixels).
 * Source   Felzenszwalb & Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 8, 2012.
 */
export function distanceToMask(mask: Mask): Plane {
  const { width, height } = mask;
  const out = createPlane(width, height);
  const n = Math.max(width, height);
  const f = new Float64Array(n);
  const d = new Float64Array(n);
  const v = new Int32Array(n);
  const z = new Float64Array(n + 1);
  const squared = new Float64Array(width * height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) f[y] = mask.data[y * width + x]! >= 128 ? 0 : FAR;
    transformLine(f, d, v, z, height);
    for (let y = 0; y < height; y++) squared[y * width + x] = d[y]!;
  }
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) f[x] = squared[row + x]!;
    transformLine(f, d, v, z, width);
    for (let x = 0; x < width; x++) out.data[row + x] = Math.sqrt(d[x]!);
  }
  return out;
}

/** {@link distanceToMask} of the complement: how deep inside the mask each pixel lies, 0 outside. */
export function distanceInside(mask: Mask): Plane {
  return distanceToMask({ ...mask, data: mask.data.map((v) => (v >= 128 ? 0 : 255)) });
}
