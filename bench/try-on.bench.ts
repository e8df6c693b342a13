import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  createGarmentReader,
  createPersonMemory,
  tryOnPictures,
  type JobStage,
  type TryOnPicturesOptions,
  type TryOnReport,
} from "../src/jobs/mod.js";
import { createPerception } from "../src/perception/mod.js";
import { formatRow, summarize } from "./measure.js";

const RUNS = 9;
const WARM_UPS = 2;

/** Times each step of a warm try-on of the examples, and of a second garment on the same person, bytes to bytes. */
export async function run(): Promise<void> {
  const example = (name: string): Promise<Buffer> =>
    readFile(new URL(`../../examples/${name}`, import.meta.url));
  const files = {
    person: await example("people/woman.jpg"),
    garments: [await example("garments/printed-tee.jpg")],
  };
  const perception = await createPerception();
  const garmentReader = createGarmentReader();
  const personMemory = createPersonMemory();
  const hashes = new Set<string>();
  const measure = async (options: TryOnPicturesOptions): Promise<Run[]> => {
    const runs: Run[] = [];
    for (let i = -WARM_UPS; i < RUNS; i++) {
      const cpu = process.cpuUsage();
      const outcome = await tryOnPictures(perception, files, { garmentReader, ...options });
      const { user, system } = process.cpuUsage(cpu);
      if (!outcome.ok) throw new Error(`The example was refused: ${outcome.code}`);
      hashes.add(createHash("sha256").update(outcome.picture).digest("hex").slice(0, 12));
      if (i >= 0) runs.push({ timings: outcome.report.timingsMs, cpuMs: (user + system) / 1000 });
    }
    return runs;
  };
  printRuns("first garment", await measure({}));
  printRuns("second garment", await measure({ personMemory }));
  perception.close();
  await garmentReader.close();

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
  console.log(formatRow("  total", summarize(total)));
  console.log(formatRow("  CPU, both threads", summarize(runs.map(({ cpuMs }) => cpuMs))));
}
