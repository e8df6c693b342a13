import { existsSync } from "node:fs";
import { join } from "node:path";
import type { EngineHost, TryOnReport } from "../jobs/mod.js";
import type { ManifestRow } from "./manifest.js";
import { withCause } from "./with-cause.js";
import { readPictureFile, requireFormat, writeResultFile } from "./picture-file.js";

/** How one row of a manifest ended. `refused`: the engine gave a reason; `failed`: a file or the program is at fault. */
export type RowResult =
  | {
      readonly status: "done";
      readonly row: ManifestRow;
      readonly elapsedMs: number;
      readonly report: TryOnReport;
    }
  | { readonly status: "skipped"; readonly row: ManifestRow }
  | { readonly status: "refused"; readonly row: ManifestRow; readonly code: string; readonly message: string }
  | { readonly status: "failed"; readonly row: ManifestRow; readonly message: string };

export interface BatchOptions {
  /** Where results are written. */
  readonly outFolder: string;
  /** Do rows again whose result is there. */
  readonly force: boolean;
  /** Rows at a time. */
  readonly concurrency: number;
  /** Stops the batch: rows that had not ended give no result. */
  readonly signal: AbortSignal;
  /** Called as rows end, which is not their order in the file. */
  readonly onResult: (result: RowResult) => void;
}

/** Runs the rows, each to its own end: a bad row stops no other. */
export async function runBatch(
  host: EngineHost,
  rows: readonly ManifestRow[],
  options: BatchOptions,
): Promise<void> {
  const waiting = [...rows];
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined && !options.signal.aborted; row = waiting.shift()) {
      const result = await runRow(host, row, options);
      if (!options.signal.aborted) options.onResult(result);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
}

async function runRow(host: EngineHost, row: ManifestRow, options: BatchOptions): Promise<RowResult> {
  if (row.fault !== null) return { status: "failed", row, message: row.fault };
  const out = join(options.outFolder, row.out);
  if (!options.force && existsSync(out)) return { status: "skipped", row };
  const startedMs = performance.now();
  try {
    const files = {
      person: await readPictureFile("person", row.person),
      garments: [await readPictureFile("garment", row.garment)],
      output: { format: requireFormat(row.out) },
      ...(row.kind && { kind: row.kind }),
    };
    const outcome = await host.runTryOn(files, { signal: options.signal });
    if (!outcome.ok) return { status: "refused", row, code: outcome.code, message: outcome.message };
    await writeResultFile(out, outcome.picture);
    return { status: "done", row, elapsedMs: performance.now() - startedMs, report: outcome.report };
  } catch (error) {
    return { status: "failed", row, message: withCause(error) };
  }
}
