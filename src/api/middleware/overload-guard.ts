import { monitorEventLoopDelay } from "node:perf_hooks";
import { AppError } from "../../lib/errors.js";

export interface OverloadOptions {
  /** How many tasks have not ended, counted up to `limit`. */
  readonly countOpen: (limit: number) => Promise<number>;
  /** So many may be open before submits are refused. */
  readonly maxOpen: number;
  /** How long a turn of the event loop took lately. @default measured here */
  readonly readLagMs?: () => number;
}

/** Refuses work that could not be done soon. */
export interface OverloadGuard {
  /** @throws AppError OVERLOADED */
  check(): Promise<void>;
}

const MAX_LAG_MS = 300; // turns that long, on average over a second: requests wait for seconds by then
const LAG_WINDOW_MS = 1000;
const COUNT_AGE_MS = 250; // so many submits share one count; the bound may be passed by what comes in this time
const RETRY_AFTER_MS = { queue: 15_000, lag: 3000 } as const;

/**
 * Refuses submits while too many tasks are open, or while this process cannot keep up with its requests. It is asked before a
 * submit's body is read, so that a refusal costs next to nothing.
 */
export function createOverloadGuard(options: OverloadOptions): OverloadGuard {
  const { countOpen, maxOpen, readLagMs = measureLag() } = options;
  let count: Promise<number> = Promise.resolve(0);
  let countedMs = -Infinity;
  const readCount = (): Promise<number> => {
    if (performance.now() - countedMs > COUNT_AGE_MS) {
      countedMs = performance.now();
      count = countOpen(maxOpen);
    }
    return count;
  };
  return {
    async check() {
      if (readLagMs() > MAX_LAG_MS)
        throw refuse("the service has more requests than it can answer", RETRY_AFTER_MS.lag);
      if ((await readCount()) >= maxOpen)
        throw refuse(`${maxOpen} tasks wait or run already`, RETRY_AFTER_MS.queue);
    },
  };
}

function refuse(why: string, retryAfterMs: number): AppError {
  return new AppError("OVERLOADED", { details: `${why}: try again later`, retryAfterMs });
}

/** The average turn of the event loop over the last second. Its timers keep no process alive. */
function measureLag(): () => number {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  let lagMs = 0;
  setInterval(() => {
    lagMs = delays.mean / 1e6; // nanoseconds
    delays.reset();
  }, LAG_WINDOW_MS).unref();
  return () => lagMs;
}
