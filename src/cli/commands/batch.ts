import { availableParallelism } from "node:os";
import { InvalidArgumentError, type Command } from "commander";
import {
  createBarDisplay,
  createJsonDisplay,
  createLineDisplay,
  type BatchDisplay,
} from "../batch-display.js";
import { runBatch, type RowResult } from "../batch-run.js";
import { readManifest } from "../manifest.js";
import { EXIT, requireFlag, type CliSession } from "../session.js";

interface BatchFlags {
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
  readonly concurrency: number;
}

type Tally = Record<RowResult["status"], number>;

const DEFAULT_CONCURRENCY = Math.min(2, availableParallelism());

const HELP = `
The manifest is a CSV file whose first line names the columns person, garment and out; a column kind may say
upper, lower or dress; other columns are ignored.
Photos' paths are relative to the manifest, results go below the --out folder. Results that are there already are
kept, so running the same command again goes on where it stopped.

  person,garment,out
  anna.jpg,shirt.jpg,anna-shirt.png

Exit codes: 0 every row has its picture, 1 some rows were refused or failed (each is reported), 2 wrong use, 130 interrupted

Examples:
  drape batch catalogue.csv --out results/
  drape batch catalogue.csv --out results/ --concurrency 4 --force`;

/** Adds `drape batch`: many try-ons from a list. */
export function addBatchCommand(program: Command, session: CliSession): void {
  program
    .command("batch")
    .description("run the try-ons that a CSV file lists")
    .argument("<manifest>", "CSV file with the columns person, garment, out")
    .option("--out <folder>", "where the results go; required")
    .option("--concurrency <n>", "try-ons at a time", parseCount, DEFAULT_CONCURRENCY)
    .option("--force", "do rows again whose result is there")
    .option("--json", "print one JSON object a row, with the quality report")
    .addHelpText("after", HELP)
    .action((manifest: string, flags: BatchFlags) => runBatchCommand(manifest, flags, session));
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 64)
    throw new InvalidArgumentError("give a whole number from 1 to 64");
  return count;
}

async function runBatchCommand(manifest: string, flags: BatchFlags, session: CliSession): Promise<void> {
  const outFolder = requireFlag("--out <folder>", flags.out);
  const rows = await readManifest(manifest);
  const signal = session.interruption();
  const startedMs = performance.now();
  const tally: Tally = { done: 0, skipped: 0, refused: 0, failed: 0 };
  const { createEngineHost } = await import("../../jobs/mod.js");
  // The rows' own results tell what went wrong in the engine.
  const host = createEngineHost({ workers: flags.concurrency, log: { info: () => {}, warn: () => {} } });
  try {
    await host.ready();
    const display = createDisplay(rows.length, flags, session);
    try {
      await runBatch(host, rows, {
        outFolder,
        force: flags.force === true,
        concurrency: flags.concurrency,
        signal,
        onResult(result) {
          tally[result.status]++;
          display.show(result);
        },
      });
    } finally {
      display.close();
    }
  } finally {
    await host.close();
  }
  if (flags.json !== true)
    session.print(`${summarize(tally)} in ${formatDuration(performance.now() - startedMs)}`);
  if (signal.aborted) session.warn("drape: interrupted: run the same command again to go on");
  session.exitCode = signal.aborted
    ? EXIT.interrupted
    : tally.refused + tally.failed > 0
      ? EXIT.failed
      : EXIT.ok;
}

function createDisplay(total: number, flags: BatchFlags, session: CliSession): BatchDisplay {
  if (flags.json) return createJsonDisplay(session);
  return session.isTerminal ? createBarDisplay(total, session) : createLineDisplay(total, session);
}

function summarize(tally: Tally): string {
  return `${tally.done} done, ${tally.skipped} skipped, ${tally.refused} refused, ${tally.failed} failed`;
}

function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
