/** The parts of the quality report that the page shows. Another engine may send none of them. */
export interface Report {
  readonly score: number | undefined;
  readonly advice: readonly string[];
  readonly timingsMs: Readonly<Record<string, number>>;
}

/** Reads a report of whatever engine; what is missing or of another kind is left out. */
export function readReport(report: unknown): Report {
  const { score, advice, timingsMs } = (
    typeof report === "object" && report !== null ? report : {}
  ) as Record<string, unknown>;
  const timings = typeof timingsMs === "object" && timingsMs !== null ? Object.entries(timingsMs) : [];
  return {
    score: typeof score === "number" ? score : undefined,
    advice: Array.isArray(advice) ? advice.filter((line) => typeof line === "string") : [],
    timingsMs: Object.fromEntries(
      timings.filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    ),
  };
}
