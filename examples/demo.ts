import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPictureFile } from "../src/cli/picture-file.js";
import { loadConfig } from "../src/config.js";
import { createLog } from "../src/lib/log.js";
import { startService } from "../src/main.js";
import { requestTryOn } from "./demo-client.js";
import { DemoProgress } from "./demo-progress.js";
import { setSideBySide } from "./side-by-side.js";

const OUT_FOLDER = "demo-output";
const HELP = `Usage: npm run demo [-- PERSON GARMENT]

Starts the whole service in an empty temporary folder, tries a garment on through its HTTP API and writes the picture to
${OUT_FOLDER}/. Without photos of your own it uses the ones in examples/.`;

/** The photos to use: the caller's, or the examples. */
function choosePhotos(args: readonly string[]): readonly [person: string, garment: string] {
  const [person, garment, ...rest] = args;
  const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  if (person === undefined) return [example("people/woman.jpg"), example("garments/printed-tee.jpg")];
  if (garment === undefined || rest.length > 0)
    throw new Error("Give two photos: npm run demo -- PERSON GARMENT");
  return [person, garment];
}

/** Runs the service in a folder of its own for as long as `use` takes, and leaves nothing behind. */
async function withService<T>(
  progress: DemoProgress,
  use: (url: string, key: string) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "drape-demo-"));
  try {
    const config = loadConfig({ HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "debug" });
    const service = await startService(config, { log: createLog("debug", progress.logDestination) });
    try {
      if (service.firstKey === undefined)
        throw new Error("The service made no subscription key at its first start");
      return await use(service.url, service.firstKey);
    } finally {
      await service.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function runDemo(args: readonly string[], signal: AbortSignal): Promise<void> {
  const [personPath, garmentPath] = choosePhotos(args);
  const person = await readPictureFile("person", personPath);
  const garment = await readPictureFile("garment", garmentPath);
  const progress = new DemoProgress();
  const startedMs = performance.now();
  console.log(`Person   ${personPath}\nGarment  ${garmentPath}`);
  try {
    const result = await withService(progress, async (url, key) => {
      console.log(`Service  ${url}, started in ${formatSeconds(performance.now() - startedMs)}`);
      progress.start();
      const image = await requestTryOn({ url, key, person, garment, signal });
      progress.stop();
      tellStages(progress);
      return image;
    });
    await mkdir(OUT_FOLDER, { recursive: true });
    await writeFile(join(OUT_FOLDER, "result.png"), result);
    await writeFile(join(OUT_FOLDER, "side-by-side.png"), await setSideBySide([person, garment, result]));
  } catch (error) {
    progress.stop();
    for (const complaint of progress.complaints) console.error(complaint);
    throw error;
  }
  tellWhatNext(performance.now() - startedMs);
}

function tellStages(progress: DemoProgress): void {
  console.log("\nHow long each stage took:");
  const stages = progress.listStages();
  const longestMs = Math.max(...stages.map(({ ms }) => ms));
  for (const { stage, ms } of stages) {
    const bar = "█".repeat(Math.round((30 * ms) / longestMs));
    console.log(`  ${stage.padEnd(10)} ${String(Math.round(ms)).padStart(6)} ms  ${bar}`);
  }
}

function tellWhatNext(elapsedMs: number): void {
  console.log(`
Done in ${formatSeconds(elapsedMs)}:
  ${OUT_FOLDER}/side-by-side.png   person, garment, result
  ${OUT_FOLDER}/result.png         the result

What next:
  npm run demo -- me.jpg shirt.jpg                          your own photos
  node bin/drape.js try-on me.jpg shirt.jpg --out me.png    the same without a service
  npm start                                                 the service, to stay
  README.md                                                 how to call it from your shop`);
}

function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Ctrl-C ends the demo, which then stops the service and removes its folder. */
function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort(new Error("interrupted")));
  return controller.signal;
}

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  console.log(HELP);
} else {
  await runDemo(args, listenForInterruption()).catch((error: unknown) => {
    console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
}
