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
  const sums = {
    x: u,
    y: v,
    xx: u.map((x) => x * x),
    xy: u.map((x, i) => x * v[i]!),
    yy: v.map((y) => y * y),
  };
  const accumulate = (values: Float64Array): Float64Array => {
    const out = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) out[i + 1] = out[i]! + values[i]!;
    return out;
  };
  return {
    x: accumulate(sums.x),
    y: accumulate(sums.y),
    xx: accumulate(sums.xx),
    xy: accumulate(sums.xy),
    yy: accumulate(sums.yy),
  };
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
  const span = (p: Float64Array): number => p[j + 1]! - p[i]!;
  const n = j + 1 - i;
  const { sums } = s;
  const square =
    nx * nx * span(sums.xx) +
    2 * nx * ny * span(sums.xy) +
    ny * ny * span(sums.yy) +
    2 * c * (nx * span(sums.x) + ny * span(sums.y)) +
    n * c * c;
  return Math.max(0, square / n) / (tolerance * tolerance);
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
