import { createHash } from "node:crypto";
import { createPerception } from "../src/perception/mod.js";
import { drawFigure } from "../test/helpers/draw-figure.js";
import { formatRow, summarize } from "./measure.js";

const RUNS = 9;
const STARTS = 3;

/** Times the start of perception, the networks' warm-up included, and a warm look at a drawn figure of 384 x 512 px. */
export async function run(): Promise<void> {
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const begin = performance.now();
    (await createPerception()).close();
    starts.push(performance.now() - begin);
  }
  console.log(formatRow("first start", summarize(starts.slice(0, 1))));
  console.log(formatRow("later starts", summarize(starts.slice(1))));

  const perception = await createPerception();
  const picture = drawFigure();
  const looks: number[] = [];
  const checksums = new Set<string>();
  for (let i = 0; i < RUNS; i++) {
    const begin = performance.now();
    const observation = await perception.observePerson(picture);
    looks.push(performance.now() - begin);
    checksums.add(
      createHash("sha256").update(JSON.stringify(observation?.keypoints)).digest("hex").slice(0, 12),
    );
  }
  perception.close();
  console.log(formatRow("observe", summarize(looks)));
  console.log(`${RUNS} runs, keypoints ${[...checksums].join(" != ")}`);
}
