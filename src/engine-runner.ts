import { convertPng, findImageFault } from "./codecs/mod.js";
import type { Config } from "./config.js";
import { createEngineHost } from "./jobs/mod.js";
import type { Log } from "./lib/log.js";
import { SafeFetcher } from "./lib/safe-fetch.js";
import { createRunJob } from "./run-job.js";
import type { BlobStore } from "./storage/mod.js";
import type { RunJob } from "./tasks/mod.js";

/** What does the work of the tasks, and is started and stopped with the service. */
export interface JobRunner {
  readonly runJob: RunJob;
  /** Resolves when jobs can run. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The engine's processes, fed with images from the blob store and from the clients' URLs. */
export function createEngineRunner(config: Config, blobs: BlobStore, log: Log): JobRunner {
  const engine = createEngineHost({ workers: config.workers, log });
  const fetcher = new SafeFetcher({ allowHosts: config.allowHosts });
  return {
    runJob: createRunJob({ blobs, fetcher, engine, findImageFault, convert: convertPng }),
    ready: () => engine.ready(),
    async close() {
      await Promise.all([engine.close(), fetcher.close()]);
    },
  };
}
