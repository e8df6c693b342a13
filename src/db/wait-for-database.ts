import { setTimeout as delay } from "node:timers/promises";
import { backOffMs } from "../lib/back-off.js";
import { AppError } from "../lib/errors.js";

const SECOND = 1000;
const BACK_OFF = { firstMs: 200, maxMs: 5 * SECOND };

export interface WaitOptions {
  /** How long the database may be away before the start is given up. @default a minute */
  readonly patienceMs?: number;
}

/**
 * Does what a start needs of the database, again and again while that is away: a service often starts together with its database, and a
 * little sooner, or in the moment when that restarts. `act` may be done more than once.
 * @throws AppError STORE_UNAVAILABLE when the patience is over; every other error at once
 */
export async function waitForDatabase<T>(
  act: () => Promise<T>,
  { patienceMs = 60 * SECOND }: WaitOptions = {},
): Promise<T> {
  const endMs = performance.now() + patienceMs;
  for (let failures = 1; ; failures++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "STORE_UNAVAILABLE") throw error;
      const pauseMs = backOffMs(failures, BACK_OFF);
      if (performance.now() + pauseMs > endMs)
        throw new AppError("STORE_UNAVAILABLE", {
          details: `the database was away for ${Math.round(patienceMs / SECOND)} s: start again when it is back`,
          cause: error,
        });
      await delay(pauseMs);
    }
  }
}
