/**
 * The smooth line through values of different trust (0 for none): a penalised least-squares smoother (Whittaker 1923; Eilers 2003) of second
 * differences, so that a straight run costs nothing, solved as a pentadiagonal system (LDL'). Needs trust in two values at least.
 * Shape    as long as `values`.   Units `bendWeight`: the fourth power of the length, in samples over 2π, of waves that are halved.
 * Cost     O(n).
 */
export function fairLine(values: Float32Array, trusts: Float32Array, bendWeight: number): Float32Array {
  const n = values.length;
  const diagonal = new Float64Array(n);
  const lower1 = new Float64Array(n);
  const lower2 = new Float64Array(n);
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // the rows of D'D, D the matrix of second differences
    const bends = (i > 1 ? 1 : 0) + (i > 0 && i < n - 1 ? 4 : 0) + (i < n - 2 ? 1 : 0);
    const next = i === n - 1 ? 0 : (i > 0 ? -2 : 0) + (i < n - 2 ? -2 : 0);
    const far = i < n - 2 ? 1 : 0;
    const [a, b] = [diagonal[i - 1] ?? 0, diagonal[i - 2] ?? 0];
    const [a1, b2] = [lower1[i - 1] ?? 0, lower2[i - 2] ?? 0];
    diagonal[i] = trusts[i]! + bendWeight * bends - a * a1 * a1 - b * b2 * b2;
    lower1[i] = (bendWeight * next - a * a1 * (lower2[i - 1] ?? 0)) / diagonal[i]!;
    lower2[i] = (bendWeight * far) / diagonal[i]!;
    rest[i] = trusts[i]! * values[i]! - a1 * (rest[i - 1] ?? 0) - b2 * (rest[i - 2] ?? 0);
  }
  const fair = new Float32Array(n);
  for (let i = n - 1; i >= 0; i--)
    fair[i] = rest[i]! / diagonal[i]! - lower1[i]! * (fair[i + 1] ?? 0) - lower2[i]! * (fair[i + 2] ?? 0);
  return fair;
}
