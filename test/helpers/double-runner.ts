import type { JobRunner } from "../../src/engine-runner.js";
import type { BlobStore } from "../../src/storage/mod.js";
import { resultKey, type RunJob } from "../../src/tasks/mod.js";

export const DOUBLE_PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Stands in for the engine: stores one pixel after `delayMs`, or does what `runJob` says instead. */
export function createDoubleRunner(blobs: BlobStore, delayMs: () => number, runJob?: RunJob): JobRunner {
  return {
    runJob:
      runJob ??
      (async ({ taskId }, { signal }) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs()));
        signal.throwIfAborted();
        await blobs.put(resultKey(taskId), DOUBLE_PNG);
        return { state: "succeeded", resultKey: resultKey(taskId), report: { score: 1 } };
      }),
    ready: async () => {},
    close: async () => {},
  };
}
