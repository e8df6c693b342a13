import type { InspectPicture } from "./api/mod.js";
import { convertPng, findImageFault } from "./codecs/mod.js";
import { ConfigError, type Config } from "./config.js";
import { createEngineHost, createKlingEngine, type TryOnEngine } from "./jobs/mod.js";
import type { Log } from "./lib/log.js";
import { SafeFetcher } from "./lib/safe-fetch.js";
import { createRunJob } from "./run-job.js";
import type { BlobStore } from "./storage/mod.js";
import { DEFAULT_ENGINE, type RunJob } from "./tasks/mod.js";

/** What does the work of the tasks, and is started and stopped with the service. */
export interface JobRunner {
  readonly runJob: RunJob;
  /** What the engine thinks of one picture; undefined where no engine can look. */
  readonly inspectPicture?: InspectPicture;
  /** Resolves when jobs can run. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The engine's processes, fed with images from the blob store and from the clients' URLs. */
export function createEngineRunner(config: Config, blobs: BlobStore, log: Log): JobRunner {
  const isWanted = (name: string): boolean => config.engines.length === 0 || config.engines.includes(name);
  const { workers, engineMemoryMb } = config;
  const engine = isWanted(DEFAULT_ENGINE)
    ? createEngineHost({ workers, log, memoryLimitBytes: engineMemoryMb * 1024 * 1024 })
    : undefined;
  const fetcher = new SafeFetcher({ allowHosts: config.allowHosts });
  const pictures = createPictureFetcher(config);
  const engines = new Map<string, TryOnEngine>();
  if (engine !== undefined) engines.set(DEFAULT_ENGINE, engine);
  if (config.klingUrl !== undefined && isWanted("kling"))
    engines.set(
      "kling",
      createKlingEngine({
        baseUrl: config.klingUrl,
        accessKey: config.klingAccessKey,
        secretKey: config.klingSecretKey,
        fetchPicture: (url, options) => pictures.fetch(url, options),
      }),
    );
  const missing = config.engines.find((name) => !engines.has(name));
  if (missing !== undefined) throw new ConfigError(`Cannot run the engine ${missing}: it is not configured`);
  return {
    runJob: createRunJob({ blobs, fetcher, engines, findImageFault, convert: convertPng }),
    ...(engine !== undefined && {
      inspectPicture: (question, signal) => engine.inspect(question, signal),
    }),
    ready: async () => await engine?.ready(),
    async close() {
      await Promise.all([engine?.close(), fetcher.close(), pictures.close()]);
    },
  };
}

const MAX_PICTURE_BYTES = 64 * 1024 * 1024; // a PNG of 16 million pixels of noise

/** Fetches what another server has made: its own host is trusted, because the operator named it. */
function createPictureFetcher({ klingUrl, allowHosts }: Config): SafeFetcher {
  const own = klingUrl === undefined ? [] : [new URL(klingUrl).hostname.replace(/^\[|\]$/g, "")];
  return new SafeFetcher({ allowHosts: [...allowHosts, ...own], maxBytes: MAX_PICTURE_BYTES });
}
