import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import sharp from "sharp";
import { loadConfig } from "../../src/config.js";
import type { JobRunner } from "../../src/engine-runner.js";
import { createLog } from "../../src/lib/log.js";
import { startService, type Service } from "../../src/main.js";
import type { BlobStore } from "../../src/storage/mod.js";
import { resultKey } from "../../src/tasks/mod.js";
import { projectPath } from "./run-drape.js";

/** A service with its built pages, for a browser. */
export interface PageService {
  readonly url: string;
  readonly key: string;
  readonly dataDir: string;
  /** With `keepFolder` another service can go on with its tasks. */
  stop(how?: { readonly keepFolder: boolean }): Promise<void>;
}

export interface PageServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** @default a new folder */
  readonly dataDir?: string;
  /** True: the real engine. @default a double that turns the colours of the person's photo round */
  readonly isReal?: boolean;
  /** How long the double takes. @default 300 */
  readonly jobMs?: number;
}

let isBuilt = false;

/** Starts the service in this process with the pages of this checkout. */
export async function startPageService(options: PageServiceOptions = {}): Promise<PageService> {
  if (!isBuilt) execFileSync(process.execPath, [projectPath("web/build.js")]); // 1 s; the type check is the build's
  isBuilt = true;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "drape-page-")));
  const config = loadConfig({ PORT: "0", DATA_DIR: dataDir, DRAPE_STOP_GRACE_SECONDS: "0", ...options.env });
  const service: Service = await startService(config, {
    log: createLog("silent"),
    ...(options.isReal !== true && {
      createRunner: (_config, blobs) => createPictureDouble(blobs, options.jobMs ?? 300),
    }),
  });
  await service.ready();
  return {
    url: service.url,
    key: service.firstKey ?? "",
    dataDir,
    async stop({ keepFolder } = { keepFolder: false }) {
      await service.stop();
      if (!keepFolder) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const STAGES = ["observe", "garment", "warp", "composite"] as const;

/** An engine that is quick, says its stages, and whose pictures can be told from the photos. */
function createPictureDouble(blobs: BlobStore, jobMs: number): JobRunner {
  return {
    async runJob({ taskId, inputs, options: { output } }, { signal, onProgress }) {
      if (inputs.person.kind !== "blob")
        throw new TypeError("Cannot fetch: the double reads stored photos only");
      const photo = await blobs.get(inputs.person.key);
      if (photo === undefined) throw new TypeError("Cannot find the person's photo");
      for (const [index, stage] of STAGES.entries()) {
        onProgress((100 * index) / STAGES.length, stage);
        await wait(jobMs / STAGES.length, undefined, { signal });
      }
      const format = output?.format ?? "png";
      const key = resultKey(taskId, format);
      await blobs.put(key, await sharp(photo).negate({ alpha: false }).toFormat(format).toBuffer());
      const report = {
        score: 0.6,
        advice: ["The garment lies unevenly in its photo: lay it flat and straight"],
      };
      return {
        state: "succeeded",
        resultKey: key,
        report: { ...report, warnings: ["garment-asymmetric"], timingsMs: {} },
      };
    },
    async inspectPicture({ role, file }) {
      const { width, height } = await sharp(file).metadata();
      return {
        size: { width, height },
        found: { x: 0.2, y: 0.1, width: 0.6, height: 0.9 },
        confidence: 0.9,
        garment: role === "garment" ? { kind: "upper", sleeves: "short" } : undefined,
        warnings: [],
        advice: [],
        refusal: undefined,
      };
    },
    ready: async () => {},
    close: async () => {},
  };
}
