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
  /** Ends the measuring. */
  close(): void;
}

const MAX_LAG_MS = 1000; // when half of all turns are longer, requests wait for many seconds
const LAG_WINDOW_MS = 3000;
const COUNT_AGE_MS = 250; // so many submits share one count; the bound may be passed by what comes in this time
const RETRY_AFTER_MS = { queue: 15_000, lag: 3000 } as const;

/**
 * Refuses submits while too many tasks are open, or while this process cannot keep up with its requests. It is asked before a
 * submit's body is read, so that a refusal costs next to nothing.
 */
export function createOverloadGuard(options: OverloadOptions): OverloadGuard {
  const { countOpen, maxOpen } = options;
  const meter = options.readLagMs === undefined ? startLagMeter() : undefined;
  const readLagMs = options.readLagMs ?? (() => meter?.lagMs ?? 0);
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
    close: () => meter?.stop(),
  };
}

function refuse(why: string, retryAfterMs: number): AppError {
  return new AppError("OVERLOADED", { details: `${why}: try again later`, retryAfterMs });
}

interface LagMeter {
  /** The median turn of the event loop in the last seconds: a single long one, as at the start, is no overload. */
  lagMs: number;
  stop(): void;
}

/** Its timer keeps no process alive. */
function startLagMeter(): LagMeter {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  const timer = setInterval(() => {
    meter.lagMs = delays.percentile(50) / 1e6; // nanoseconds
    delays.reset();
  }, LAG_WINDOW_MS).unref();
  const meter: LagMeter = {
    lagMs: 0,
    stop() {
      clearInterval(timer);
      delays.disable();
    },
  };
  return meter;
}
