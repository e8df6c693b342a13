import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { GarmentOutcome, Image8 } from "../engine/mod.js";

/** Analyses garments in a thread of its own, while the caller's thread looks at the person. */
export interface GarmentReader {
  /** One at a time. Rejects when the thread fails; it does not start again, since the process that owns it does. */
  read(garment: Image8): Promise<GarmentOutcome>;
  close(): Promise<void>;
}

/** Starts the thread. It keeps no process alive. */
export function createGarmentReader(): GarmentReader {
  const thread = new Worker(new URL("./garment-thread.js", import.meta.url));
  thread.unref();
  return {
    async read(garment) {
      const answer = once(thread, "message");
      thread.postMessage(garment);
      // the thread posts nothing but outcomes
      const [outcome] = (await answer) as [GarmentOutcome];
      return outcome;
    },
    async close() {
      await thread.terminate();
    },
  };
}
