import { SingleBar } from "cli-progress";
import type { RowResult } from "./batch-run.js";
import type { CliSession } from "./session.js";

/** Shows a batch while it runs. */
export interface BatchDisplay {
  show(result: RowResult): void;
  close(): void;
}

/** A bar with rate and time left for a person at a terminal; the rows that gave no picture follow when it ends. */
export function createBarDisplay(total: number, session: CliSession): BatchDisplay {
  const bar = new SingleBar({
    format: "{bar} {value}/{total} | {rate} a minute | {eta_formatted} left | {problems} without picture",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    // The time left from the last rows: rows that are skipped would make it far too short.
    etaBuffer: 20,
  });
  const startedMs = performance.now();
  const problems: string[] = [];
  let worked = 0;
  bar.start(total, 0, { rate: "-", problems: 0 });
  return {
    show(result) {
      if (result.status !== "skipped") worked++;
      if (result.status === "refused" || result.status === "failed") problems.push(formatRow(result));
      const minutes = (performance.now() - startedMs) / 60_000;
      bar.increment(1, { rate: (worked / minutes).toFixed(1), problems: problems.length });
    },
    close() {
      bar.stop();
      problems.forEach(session.print);
    },
  };
}

/** One line a row, for logs and pipes. */
export function createLineDisplay(total: number, session: CliSession): BatchDisplay {
  let ended = 0;
  return {
    show: (result) => session.print(`[${++ended}/${total}] ${formatRow(result)}`),
    close: () => {},
  };
}

/** One JSON object a row, for programs. */
export function createJsonDisplay(session: CliSession): BatchDisplay {
  return {
    show: ({ row, ...result }) => session.print(JSON.stringify({ out: row.out, line: row.line, ...result })),
    close: () => {},
  };
}

function formatRow(result: RowResult): string {
  const { out, line } = result.row;
  switch (result.status) {
    case "done": {
      const { score, warnings } = result.report;
      const remarks = warnings.length === 0 ? "" : `, ${warnings.join(", ")}`;
      return `done     ${out}: ${(result.elapsedMs / 1000).toFixed(1)} s, score ${score.toFixed(2)}${remarks}`;
    }
    case "skipped":
      return `skipped  ${out}: it is there already`;
    case "refused":
      return `refused  ${out}: ${result.code}: ${result.message}`;
    case "failed":
      return `failed   line ${line}: ${result.message}`;
  }
}
