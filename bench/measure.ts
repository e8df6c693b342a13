/** Middle value and range of some measurements. */
export interface Summary {
  readonly median: number;
  /** The least that 95 of 100 measurements do not exceed. */
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/** @throws RangeError for an empty list. */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const min = sorted[0];
  const max = sorted.at(-1);
  const low = sorted[(sorted.length - 1) >> 1];
  const high = sorted[sorted.length >> 1];
  const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1];
  if (
    min === undefined ||
    max === undefined ||
    low === undefined ||
    high === undefined ||
    p95 === undefined
  ) {
    throw new RangeError("Cannot summarize no measurements");
  }
  return { median: (low + high) / 2, p95, min, max };
}

/** One line of a bench's table: a name and its milliseconds. */
export function formatRow(name: string, { median, min, max }: Summary): string {
  const ms = (value: number): string => value.toFixed(1).padStart(8);
  return `${name.padEnd(24)} ${ms(median)} ms   (${min.toFixed(1)} to ${max.toFixed(1)})`;
}
