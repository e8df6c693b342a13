import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createGarmentReader, tryOnPictures, type JobStage, type TryOnReport } from "../src/jobs/mod.js";
import { createPerception } from "../src/perception/mod.js";
import { formatRow, summarize } from "./measure.js";

const RUNS = 9;
const WARM_UPS = 2;

/** Times each step of a warm try-on of the examples, from the files' bytes to the result's. */
export async function run(): Promise<void> {
  const example = (name: string): Promise<Buffer> =>
    readFile(new URL(`../../examples/${name}`, import.meta.url));
  const files = {
    person: await example("people/woman.jpg"),
    garments: [await example("garments/printed-tee.jpg")],
  };
  const perception = await createPerception();
  const garmentReader = createGarmentReader();
  const timings: TryOnReport["timingsMs"][] = [];
  const hashes = new Set<string>();
  for (let i = -WARM_UPS; i < RUNS; i++) {
    const outcome = await tryOnPictures(perception, files, { garmentReader });
    if (!outcome.ok) throw new Error(`The example was refused: ${outcome.code}`);
    hashes.add(createHash("sha256").update(outcome.png).digest("hex").slice(0, 12));
    if (i >= 0) timings.push(outcome.report.timingsMs);
  }
  perception.close();
  await garmentReader.close();

  const totals = timings.map((run) => Object.values(run).reduce((sum, ms) => sum + ms, 0));
  for (const stage of Object.keys(timings[0] ?? {}) as JobStage[]) {
    console.log(formatRow(stage, summarize(timings.map((run) => run[stage] ?? 0))));
  }
  console.log(formatRow("total", summarize(totals)));
  console.log(`${RUNS} runs after ${WARM_UPS} to warm up, result ${[...hashes].join(" != ")}`);
  if (hashes.size !== 1) throw new Error("The same input gave different results");
}
