import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  createSecondThread,
  createGarmentMemory,
  createPersonMemory,
  tryOnPictures,
  type JobStage,
  type TryOnPicturesOptions,
  type TryOnReport,
} from "../src/jobs/mod.js";
import { createPerception } from "../src/perception/mod.js";
import { formatRow, summarize } from "./measure.js";

const RUNS = 21;
const WARM_UPS = 2;

/**
 * Times each step of a warm try-on of the examples, bytes to bytes: both new, a new garment on a known person, and a known garment on
 * a new person. A stage lasts until the next one begins, so that of two threads only the longer one counts.
 */
export async function run(): Promise<void> {
  const example = (name: string): Promise<Buffer> =>
    readFile(new URL(`../../examples/${name}`, import.meta.url));
  const files = {
    person: await example("people/woman.jpg"),
    garments: [await example("garments/printed-tee.jpg")],
  };
  const perception = await createPerception();
  const secondThread = createSecondThread();
  const hashes = new Set<string>();
  const measure = async (options: TryOnPicturesOptions): Promise<Run[]> => {
    const runs: Run[] = [];
    for (let i = -WARM_UPS; i < RUNS; i++) {
      const cpu = process.cpuUsage();
      const outcome = await tryOnPictures(perception, files, { secondThread, ...options });
      const { user, system } = process.cpuUsage(cpu);
      if (!outcome.ok) throw new Error(`The example was refused: ${outcome.code}`);
      hashes.add(createHash("sha256").update(outcome.picture).digest("hex").slice(0, 12));
      if (i >= 0) runs.push({ timings: outcome.report.timingsMs, cpuMs: (user + system) / 1000 });
    }
    return runs;
  };
  printRuns("first garment", await measure({}));
  printRuns("second garment on the same person", await measure({ personMemory: createPersonMemory() }));
  printRuns("same garment on another person", await measure({ garmentMemory: createGarmentMemory() }));
  perception.close();
  await secondThread.close();

  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  console.log(`peak memory ${peakMegabytes.toFixed(0)} MB, networks and both threads included`);
  console.log(`${RUNS} runs after ${WARM_UPS} to warm up, result ${[...hashes].join(" != ")}`);
  if (hashes.size !== 1) throw new Error("The same input gave different results");
}

interface Run {
  readonly timings: TryOnReport["timingsMs"];
  /** Of all threads. */
  readonly cpuMs: number;
}

function printRuns(name: string, runs: readonly Run[]): void {
  console.log(name);
  for (const stage of Object.keys(runs[0]?.timings ?? {}) as JobStage[]) {
    console.log(formatRow(`  ${stage}`, summarize(runs.map(({ timings }) => timings[stage] ?? 0))));
  }
  const total = runs.map(({ timings }) => Object.values(timings).reduce((sum, ms) => sum + ms, 0));
  const summary = summarize(total);
  console.log(`${formatRow("  total", summary)}, p95 ${summary.p95.toFixed(0)} ms`);
  console.log(formatRow("  CPU, both threads", summarize(runs.map(({ cpuMs }) => cpuMs))));
}
