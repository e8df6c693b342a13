/** The middle one of numbers by size, the greater of the two middle ones of an even count. Needs one at least. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
