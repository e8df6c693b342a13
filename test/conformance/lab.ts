import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { convertPng, findImageFault } from "../../src/codecs/mod.js";
import { loadConfig, type Config } from "../../src/config.js";
import type { TryOnEngine } from "../../src/jobs/mod.js";
import { createLog } from "../../src/lib/log.js";
import { SafeFetcher } from "../../src/lib/safe-fetch.js";
import { createKey, startService } from "../../src/main.js";
import { createRunJob } from "../../src/run-job.js";
import { findKeys } from "../helpers/find-keys.js";
import { createOperator } from "./operator.js";
import { readPictures } from "./pictures.js";
import type { Pictures, Target } from "./target.js";
import { startWeb } from "./web.js";

/** How long the double of the engine takes: long enough for a poll to see `processing`. */
const JOB_MS = 40;
const ADMIN_TOKEN = "conformance".repeat(3);

export interface OwnTarget {
  readonly target: Target;
  close(): Promise<void>;
}

/** Starts a service of this run's own: everything is real but the engine, whose double knows some pictures by their bytes. */
export async function startOwnTarget(): Promise<OwnTarget> {
  const folder = await mkdtemp(join(tmpdir(), "drape-conformance-"));
  const pictures = await readPictures();
  const web = await startWeb(pictures);
  const settings = {
    PORT: "0",
    DATA_DIR: folder,
    DRAPE_STOP_GRACE_SECONDS: "0",
    DRAPE_WORKERS: "8",
    DRAPE_ALLOW_HOSTS: "127.0.0.1",
    DRAPE_ADMIN_TOKEN: ADMIN_TOKEN,
  };
  const config = loadConfig(settings);
  let service = await start(config, pictures);
  const { url } = service;
  const samePlace = loadConfig({ ...settings, PORT: new URL(url).port });
  const target: Target = {
    url,
    keys: findKeys(await createKey(config, "conformance")),
    otherKeys: findKeys(await createKey(config, "conformance, other")),
    pictures,
    taskLimitMs: 10_000,
    operator: createOperator(url, ADMIN_TOKEN),
    web,
    lab: {
      breakStorage: (act) => breakFolder(join(folder, "blobs", "inputs"), act),
      async restart() {
        await service.stop();
        service = await start(samePlace, pictures);
      },
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

function start(config: Config, pictures: Pictures) {
  const runTryOn = createDouble(pictures);
  return startService(config, {
    log: createLog("silent"),
    createRunner: (_config, blobs) => {
      const fetcher = new SafeFetcher({ allowHosts: config.allowHosts });
      const engines = new Map([["drape", { runTryOn }]]);
      return {
        runJob: createRunJob({ blobs, fetcher, engines, findImageFault, convert: convertPng }),
        ready: async () => {},
        close: () => fetcher.close(),
      };
    },
  });
}

/** Refuses what the engine refuses, in its words; every other garment is worn at once. */
function createDouble({ nobody, together }: Pictures): TryOnEngine["runTryOn"] {
  const unmatched = new Set(Object.values(together.refused));
  const encode = (picture: Uint8Array): string => Buffer.from(picture).toString("base64");
  return async ({ person, garments, isSingle }) => {
    await new Promise((resolve) => setTimeout(resolve, JOB_MS));
    if (encode(person) === nobody)
      return { ok: false, code: "PERSON_NOT_FOUND", message: "There is no human in the image" };
    if (garments.length > 1)
      return { ok: false, code: "GARMENTS_UNSUPPORTED", message: "Several garments: send one" };
    if (isSingle && garments.some((garment) => encode(garment) === together.upperLower))
      return { ok: false, code: "GARMENTS_SEVERAL", message: "There are several garments in the image" };
    if (garments.some((garment) => unmatched.has(encode(garment))))
      return { ok: false, code: "GARMENTS_UNMATCHED", message: "These garments cannot be worn together" };
    const picture = await sharp(person).resize(32).png().toBuffer();
    return { ok: true, picture, report: { score: 1 } };
  };
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
