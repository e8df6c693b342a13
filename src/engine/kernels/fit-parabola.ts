import type { Point } from "../image.js";

/** Rounds after which the weights have settled. */
const ROUNDS = 12;

/**
 * The parabola y(x) through points of which some are wrong; null for fewer than three places.
 * `scale` is how far right ones stray, in y: what lies much further off counts little.
 * Source   iteratively reweighted least squares with Cauchy's weights: Holland & Welsch, Robust regression using iteratively
 *          reweighted least-squares, 1977; the normal equations by Cramer's rule.
 */
export function fitParabola(points: readonly Point[], scale: number): ((x: number) => number) | null {
  const weights = points.map(() => 1);
  let found: readonly number[] | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    found = solve(points, weights);
    if (found === null) return null;
    const [a, b, c] = found as [number, number, number];
    points.forEach(({ x, y }, i) => {
      const stray = (y - a - b * x - c * x * x) / scale;
      weights[i] = 1 / (1 + stray * stray);
    });
  }
  const [a, b, c] = found as [number, number, number];
  return (x) => a + b * x + c * x * x;
}

/** Coefficients of 1, x and x² of the weighted least-squares parabola; null where the points do not tell it. */
function solve(points: readonly Point[], weights: readonly number[]): readonly number[] | null {
  const s = [0, 0, 0, 0, 0];
  const r = [0, 0, 0];
  points.forEach(({ x, y }, i) => {
    for (let k = 0; k < 5; k++) s[k]! += weights[i]! * x ** k;
    for (let k = 0; k < 3; k++) r[k]! += weights[i]! * y * x ** k;
  });
  const row = (k: number): number[] => [s[k]!, s[k + 1]!, s[k + 2]!];
  const columns = [row(0), row(1), row(2)];
  const whole = determinant(columns);
  if (!(Math.abs(whole) > 1e-12)) return null;
  return [0, 1, 2].map((k) => determinant(columns.map((column, i) => (i === k ? r : column))) / whole);
}

function determinant(m: readonly (readonly number[])[]): number {
  const [a, b, c] = m as readonly [readonly number[], readonly number[], readonly number[]];
  return (
    a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
    a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
    a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)
  );
}
