/** The day in UTC, as YYYY-MM-DD. */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** The month in UTC, as YYYY-MM. */
export function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}

/** The first moment of a month and of the next one. */
export function boundsOfMonth(month: string): { readonly startsAtMs: number; readonly endsAtMs: number } {
  const startsAtMs = Date.parse(`${month}-01T00:00:00Z`);
  const start = new Date(startsAtMs);
  return { startsAtMs, endsAtMs: Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1) };
}
