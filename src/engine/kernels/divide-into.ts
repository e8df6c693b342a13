/** Divides weighted sums by their weights where those are more than `least`; elsewhere nothing is known, and 0 is left. In place. */
export function divideInto(sums: Float32Array, weights: Float32Array, least: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = weights[i]! > least ? sums[i]! / weights[i]! : 0;
}
