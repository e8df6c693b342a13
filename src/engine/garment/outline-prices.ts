import { length2 } from "../kernels/length.js";
/** Sums of coordinates and their products before each outline point. */
export interface Prefix {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

/** Running sums over an outline, for {@link bendCost}. */
export function sumPrefixes(u: Float64Array, v: Float64Array): Prefix {
  const ones = new Float64Array(u.length).fill(1);
  return {
    x: accumulate(u, ones),
    y: accumulate(v, ones),
    xx: accumulate(u, u),
    xy: accumulate(u, v),
    yy: accumulate(v, v),
  };
}

/** Running sums of a · b. */
function accumulate(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + 1);
  for (let i = 0; i < a.length; i++) out[i + 1] = out[i]! + a[i]! * b[i]!;
  return out;
}

/** Mean square distance of the outline between i and j from their chord, in units of `tolerance` squared. */
export function bendCost(
  s: { readonly u: Float64Array; readonly v: Float64Array; readonly sums: Prefix },
  i: number,
  j: number,
  tolerance: number,
): number {
  const dx = s.u[j]! - s.u[i]!;
  const dy = s.v[j]! - s.v[i]!;
  const length = length2(dx, dy);
  if (j <= i + 1 || length < 1e-9) return 0;
  const [nx, ny] = [-dy / length, dx / length];
  const c = -(nx * s.u[i]! + ny * s.v[i]!);
  const n = j + 1 - i;
  const { sums } = s;
  const square =
    nx * nx * spanOf(sums.xx, i, j) +
    2 * nx * ny * spanOf(sums.xy, i, j) +
    ny * ny * spanOf(sums.yy, i, j) +
    2 * c * (nx * spanOf(sums.x, i, j) + ny * spanOf(sums.y, i, j)) +
    n * c * c;
  return Math.max(0, square / n) / (tolerance * tolerance);
}

/** The sum over the points i to j. */
function spanOf(prefix: Float64Array, i: number, j: number): number {
  return prefix[j + 1]! - prefix[i]!;
}

/** Square of the distance from the mean in standard deviations. */
export function away(value: number, mean: number, sigma: number): number {
  const z = (value - mean) / sigma;
  return z * z;
}

/** A square that grows ever slower, for places that some garments have quite elsewhere. */
export function soften(square: number): number {
  return 4 * Math.log1p(square / 4);
}

/** -1 for a convex corner of `full` radians or more, 0 for none. A negative `full` asks for a concave one. */
export function cornerCost(turn: number, full: number): number {
  return -Math.min(1, Math.max(0, turn / full));
}
