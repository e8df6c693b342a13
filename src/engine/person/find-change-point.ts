/**
 * Where a row of evidence turns: the split that leaves the most positive evidence before it and the most negative after
 * it, plus what is believed beforehand of each split. Returns the number of entries before the split, 0..length.
 * Source   Hinkley, Inference about the change-point in a sequence of random variables, Biometrika 57(1), 1970.
 */
export function findChangePoint(evidence: readonly number[], logPrior: (split: number) => number): number {
  let score = 0;
  let best = -Infinity;
  let found = 0;
  for (let split = 0; split <= evidence.length; split++) {
    const value = 2 * score + logPrior(split);
    if (value > best) {
      best = value;
      found = split;
    }
    score += evidence[split] ?? 0;
  }
  return found;
}
