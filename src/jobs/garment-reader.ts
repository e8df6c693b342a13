import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { GarmentOutcome, Image8, PersonObservation } from "../engine/mod.js";

/** Analyses garments in a thread of its own, while the caller's thread looks at the person. */
export interface GarmentReader {
  /**
   * One at a time; `observation` is what perception saw in the garment photo, if it looked. Rejects when the thread fails; it does not start again, since the process that owns it
   * does.
   */
  read(garment: Image8, observation: PersonObservation | null): Promise<GarmentOutcome>;
  close(): Promise<void>;
}

/** What the thread is asked (see garment-thread.ts). */
export interface GarmentQuestion {
  readonly image: Image8;
  readonly observation: PersonObservation | null;
}

/** Starts the thread. It keeps no process alive. */
export function createGarmentReader(): GarmentReader {
  const thread = new Worker(new URL("./garment-thread.js", import.meta.url));
  thread.unref();
  return {
    async read(image, observation) {
      const answer = once(thread, "message");
      thread.postMessage({ image, observation } satisfies GarmentQuestion);
      // the thread posts nothing but outcomes
      const [outcome] = (await answer) as [GarmentOutcome];
      return outcome;
    },
    async close() {
      await thread.terminate();
    },
  };
}
