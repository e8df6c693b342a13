import { once } from "node:events";
import { constants, existsSync } from "node:fs";
import { access, readFile, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, resolve } from "node:path";
import type { Config } from "../config.js";
import { createEngineHost } from "../jobs/mod.js";
import { createPerception } from "../perception/mod.js";

const GIGABYTE = 1e9;
/** A result is about 1 MB; below this a day's work may not fit. */
const FREE_SPACE_MIN_BYTES = GIGABYTE;

/** One thing that must be right for Drape to work. */
export interface Check {
  readonly name: string;
  /** Says what was found. @throws Error that says what is wrong and what to do. */
  readonly run: (config: Config) => Promise<string>;
}

/** In the order in which a failure explains those that follow. */
export const CHECKS: readonly Check[] = [
  {
    name: "node",
    run: () => Promise.resolve(`${process.versions.node} on ${process.platform} ${process.arch}`),
  },
  { name: "disk", run: checkDisk },
  { name: "port", run: checkPort },
  { name: "models", run: checkModels },
  { name: "try-on", run: checkTryOn },
];

async function checkDisk({ dataDir }: Config): Promise<string> {
  const folder = findExistingFolder(resolve(dataDir));
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const found = `${(freeBytes / GIGABYTE).toFixed(1)} GB free in ${dataDir}`;
  if (freeBytes < FREE_SPACE_MIN_BYTES) throw new Error(`Only ${found}: free some or set DATA_DIR`);
  return found;
}

/** The data folder, or the one in which the first start will make it: looking must not make it. */
function findExistingFolder(path: string): string {
  return existsSync(path) ? path : findExistingFolder(dirname(path));
}

async function checkPort({ host, port }: Config): Promise<string> {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, "listening");
    return `${host}:${port} is free`;
  } catch (error) {
    throw new Error(`Cannot listen on ${host}:${port}: is Drape running already? Else set PORT`, {
      cause: error,
    });
  } finally {
    server.close();
  }
}

async function checkModels(): Promise<string> {
  const startedMs = performance.now();
  const perception = await createPerception();
  perception.close();
  return `loaded in ${formatMs(performance.now() - startedMs)}`;
}

/** Dresses the example as the service would: in an engine process. */
async function checkTryOn(): Promise<string> {
  const host = createEngineHost({ workers: 1, log: { info: () => {}, warn: () => {} } });
  try {
    await host.ready();
    const startedMs = performance.now();
    const files = {
      person: await readExample("people/woman.jpg"),
      garments: [await readExample("garments/printed-tee.jpg")],
    };
    const outcome = await host.runTryOn(files, { signal: new AbortController().signal });
    if (!outcome.ok) throw new Error(`The example was refused: ${outcome.code}`);
    return `a picture in ${formatMs(performance.now() - startedMs)}, score ${outcome.report.score.toFixed(2)}`;
  } finally {
    await host.close();
  }
}

function readExample(name: string): Promise<Uint8Array> {
  // From dist/src/cli, where this file runs.
  return readFile(new URL(`../../../examples/${name}`, import.meta.url));
}

function formatMs(ms: number): string {
  return `${Math.round(ms)} ms`;
}
