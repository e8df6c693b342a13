/** Value of a table of (place, value) rows at a place, linear between rows, constant past both ends. */
export function interpolateTable(table: readonly (readonly [number, number])[], at: number): number {
  for (let i = 1; i < table.length; i++) {
    const next = table[i]!;
    if (at > next[0]) continue;
    const last = table[i - 1]!;
    return last[1] + ((next[1] - last[1]) * Math.max(0, at - last[0])) / (next[0] - last[0]);
  }
  return table[table.length - 1]![1];
}
