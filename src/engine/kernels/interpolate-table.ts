/** Value of a table of (place, value) rows at a place, linear between rows, constant past both ends. */
export function interpolateTable(table: readonly (readonly [number, number])[], at: number): number {
  for (let i = 1; i < table.length; i++) {
    const [a0, v0] = table[i - 1]!;
    const [a1, v1] = table[i]!;
    if (at <= a1) return v0 + ((v1 - v0) * Math.max(0, at - a0)) / (a1 - a0);
  }
  return table[table.length - 1]![1];
}
