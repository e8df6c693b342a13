import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { convertPng, findImageFault } from "../../src/codecs/mod.js";
import { loadConfig, type Config } from "../../src/config.js";
import { createLog } from "../../src/lib/log.js";
import { SafeFetcher } from "../../src/lib/safe-fetch.js";
import { createKey, startService } from "../../src/main.js";
import { createRunJob } from "../../src/run-job.js";
import { findKeys } from "../helpers/find-keys.js";
import { projectPath } from "../helpers/run-drape.js";
import type { Pictures, Target } from "./target.js";

/** How long the double of the engine takes: long enough for a poll to see `processing`. */
const JOB_MS = 40;

export interface OwnTarget {
  readonly target: Target;
  close(): Promise<void>;
}

/** Starts a service of this run's own: everything is real but the engine, whose double looks whether the picture shows nobody. */
export async function startOwnTarget(): Promise<OwnTarget> {
  const folder = await mkdtemp(join(tmpdir(), "drape-conformance-"));
  const pictures = await readPictures();
  const web = await servePictures(pictures);
  const config = loadConfig({
    PORT: "0",
    DATA_DIR: folder,
    DRAPE_STOP_GRACE_SECONDS: "0",
    DRAPE_WORKERS: "8",
    DRAPE_ALLOW_HOSTS: "127.0.0.1",
  });
  const service = await start(config, pictures);
  const keys = findKeys(await createKey(config, "conformance"));
  const otherKeys = findKeys(await createKey(config, "conformance, other"));
  const origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const target: Target = {
    url: service.url,
    keys,
    otherKeys,
    pictures,
    taskLimitMs: 10_000,
    lab: {
      breakStorage: (act) => breakFolder(join(folder, "blobs", "inputs"), act),
      pictureUrls: { person: `${origin}/person`, garment: `${origin}/garment` },
    },
  };
  return {
    target,
    async close() {
      await service.stop();
      web.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The examples' pictures, and a plain one. */
export async function readPictures(): Promise<Pictures> {
  const read = (path: string): Promise<string> => readFile(projectPath(path), "base64");
  const plain = sharp({ create: { width: 480, height: 640, channels: 3, background: "silver" } });
  return {
    person: await read("examples/people/woman.jpg"),
    garment: await read("examples/garments/shirt.jpg"),
    nobody: (await plain.jpeg().toBuffer()).toString("base64"),
  };
}

function start(config: Config, { nobody }: Pictures) {
  return startService(config, {
    log: createLog("silent"),
    createRunner: (_config, blobs) => {
      const fetcher = new SafeFetcher({ allowHosts: config.allowHosts });
      const runTryOn = async ({
        person,
        garments,
      }: {
        person: Uint8Array;
        garments: readonly Uint8Array[];
      }) => {
        await new Promise((resolve) => setTimeout(resolve, JOB_MS));
        if (Buffer.from(person).toString("base64") === nobody)
          return { ok: false, code: "PERSON_NOT_FOUND", message: "There is no human in the image" } as const;
        if (garments.length > 1)
          return { ok: false, code: "GARMENTS_UNSUPPORTED", message: "Several garments: send one" } as const;
        const picture = await sharp(person).resize(32).png().toBuffer();
        return {
          ok: true,
          picture,
          report: { score: 1, confidence: {}, warnings: [], advice: [], timingsMs: {} },
        } as const;
      };
      return {
        runJob: createRunJob({
          blobs,
          fetcher,
          engines: new Map([["drape", { runTryOn }]]),
          findImageFault,
          convert: convertPng,
        }),
        ready: async () => {},
        close: () => fetcher.close(),
      };
    },
  });
}

async function servePictures({ person, garment }: Pictures): Promise<Server> {
  const web = createServer((request, response) => {
    response.end(Buffer.from(request.url === "/person" ? person : garment, "base64"));
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  return web;
}

/** Puts a file where the folder was, so that nothing can be stored in it. */
async function breakFolder(folder: string, act: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await rename(folder, `${folder}-aside`);
  await writeFile(folder, "");
  try {
    await act();
  } finally {
    await rm(folder);
    await rename(`${folder}-aside`, folder);
  }
}
