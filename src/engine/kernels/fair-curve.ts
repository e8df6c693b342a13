/** What {@link fairCurve} weighs against a value that is fully trusted. */
export interface Fairness {
  /** What the curve is drawn to where nothing is known, and how strongly. */
  readonly usual: number;
  readonly usualWeight: number;
  /** How strongly neighbours are held together. */
  readonly stepWeight: number;
}

/**
 * The smooth curve through values of different trust (0 for none), drawn to the usual one where none is: a penalised least-squares
 * smoother (Whittaker 1923; Eilers 2003) of first differences, solved as a tridiagonal system (Thomas). Shape: as long as `values`.
 */
export function fairCurve(
  values: Float32Array,
  trusts: Float32Array,
  { usual, usualWeight, stepWeight }: Fairness,
): Float32Array {
  const n = values.length;
  const upper = new Float32Array(n);
  const fair = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const neighbours = (i > 0 ? 1 : 0) + (i < n - 1 ? 1 : 0);
    const below = i > 0 ? stepWeight : 0;
    const diagonal = trusts[i]! + usualWeight + neighbours * stepWeight - below * (upper[i - 1] ?? 0);
    upper[i] = stepWeight / diagonal;
    fair[i] = (trusts[i]! * values[i]! + usualWeight * usual + below * (fair[i - 1] ?? 0)) / diagonal;
  }
  for (let i = n - 2; i >= 0; i--) fair[i]! += upper[i]! * fair[i + 1]!;
  return fair;
}
