import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createEngineHost, type EngineHost, type JobStage, type TryOnReport } from "../src/jobs/mod.js";
import { formatRow, summarize } from "./measure.js";

const RUNS = 21;
/** So many of each kind first: code is compiled and optimised for as long. */
const WARM_UPS = 5;
/** Clock ticks a second in /proc, on every Linux. */
const TICKS_PER_SECOND = 100;

/**
 * Times each step of a warm try-on of the examples in an engine process as the service starts it: both pictures new, a new garment on a
 * known person, and a known garment on a new person. A stage lasts until the next one begins, so that of two threads only the longer one counts.
 */
export async function run(): Promise<void> {
  const example = (name: string): Promise<Buffer> =>
    readFile(new URL(`../../examples/${name}`, import.meta.url));
  const person = await example("people/woman.jpg");
  const garment = await example("garments/printed-tee.jpg");
  const host = createEngineHost({ workers: 1, log: { info: () => {}, warn: () => {} } });
  await host.ready();
  const series = new Series(host);
  const fresh = createFreshener();
  const both = (): Pictures => ({ person: fresh(person), garment: fresh(garment) });
  const newGarment = (): Pictures => ({ person, garment: fresh(garment) });
  const newPerson = (): Pictures => ({ person: fresh(person), garment });
  for (let i = 0; i < WARM_UPS; i++)
    for (const next of [both, newGarment, newPerson]) await series.run(next());
  await series.measure("first garment", both);
  await series.measure("second garment on the same person", newGarment);
  await series.measure("same garment on another person", newPerson);
  const peakMegabytes = await readPeakMegabytes();
  await host.close();
  if (peakMegabytes !== undefined)
    console.log(`peak memory ${peakMegabytes.toFixed(0)} MB, networks and both threads included`);
  console.log(`${RUNS} runs of each after ${WARM_UPS} to warm up, result ${[...series.hashes].join(" != ")}`);
  if (series.hashes.size !== 1) throw new Error("The same input gave different results");
}

interface Pictures {
  readonly person: Uint8Array;
  readonly garment: Uint8Array;
}

/** Makes a file that the engine has not seen out of one that it has: decoders leave what follows a JPEG's end alone. */
function createFreshener(): (file: Uint8Array) => Uint8Array {
  let count = 0;
  return (file) => Buffer.concat([file, Buffer.from(String(count++))]);
}

/** Try-ons in one engine process. */
class Series {
  readonly hashes = new Set<string>();
  readonly #host: EngineHost;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  /** One try-on and its time from file to file in ms. */
  async run({ person, garment }: Pictures): Promise<{ timings: TryOnReport["timingsMs"]; totalMs: number }> {
    const beginMs = performance.now();
    const outcome = await this.#host.runTryOn(
      { person, garments: [garment] },
      { signal: new AbortController().signal },
    );
    const totalMs = performance.now() - beginMs;
    if (!outcome.ok) throw new Error(`The example was refused: ${outcome.code}`);
    this.hashes.add(createHash("sha256").update(outcome.picture).digest("hex").slice(0, 12));
    return { timings: outcome.report.timingsMs, totalMs };
  }

  async measure(name: string, pictures: () => Pictures): Promise<void> {
    await this.run(pictures());
    const beforeMs = await readCpuMs();
    const runs: Awaited<ReturnType<Series["run"]>>[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await this.run(pictures()));
    const afterMs = await readCpuMs();
    console.log(name);
    for (const stage of Object.keys(runs[0]!.timings) as JobStage[])
      console.log(formatRow(`  ${stage}`, summarize(runs.map(({ timings }) => timings[stage] ?? 0))));
    const summary = summarize(runs.map(({ totalMs }) => totalMs));
    console.log(`${formatRow("  total", summary)}, p95 ${summary.p95.toFixed(0)} ms`);
    if (beforeMs !== undefined && afterMs !== undefined)
      console.log(`  CPU of all threads ${((afterMs - beforeMs) / RUNS).toFixed(0)} ms in the mean`);
  }
}

/** A file of the engine process in /proc; undefined elsewhere than on Linux. */
async function readProc(file: string): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  return await readFile(`/proc/${children.trim().split(" ")[0]}/${file}`, "utf8");
}

async function readCpuMs(): Promise<number | undefined> {
  const stat = await readProc("stat");
  // after the command's name in brackets: the 12th and 13th field are the ticks in user and system mode
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields && ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

async function readPeakMegabytes(): Promise<number | undefined> {
  const status = await readProc("status");
  const peak = status && /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return peak === undefined ? undefined : Number(peak) / 1024;
}
