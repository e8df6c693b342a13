import type { JobStage } from "./types.js";

/** Adds up how long each stage takes: a stage lasts until the next one begins or the clock stops. */
export interface StageClock {
  begin(stage: JobStage): void;
  /** Ends the running stage and returns the sums in milliseconds, rounded to a tenth. */
  stop(): Partial<Record<JobStage, number>>;
}

/** Makes a clock over `nowMs`, a monotonic time in milliseconds. */
export function createStageClock(nowMs: () => number): StageClock {
  const sumsMs = new Map<JobStage, number>();
  let running: JobStage | null = null;
  let sinceMs = 0;

  const end = (): void => {
    const endMs = nowMs();
    if (running !== null) sumsMs.set(running, (sumsMs.get(running) ?? 0) + endMs - sinceMs);
    sinceMs = endMs;
  };
  return {
    begin(stage) {
      end();
      running = stage;
    },
    stop() {
      end();
      running = null;
      return Object.fromEntries([...sumsMs].map(([stage, ms]) => [stage, Math.round(ms * 10) / 10]));
    },
  };
}
