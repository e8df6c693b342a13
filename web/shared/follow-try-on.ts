import type { TryOn } from "../../src/api/wire/types.js";
import { RefusedError, UnreachableError } from "./ask-service.js";

export interface FollowUpdate {
  readonly tryOn: TryOn;
  /** The service does not answer at the moment; what was accepted is not lost. */
  readonly isLost: boolean;
}

/** Gives a try-on at every change until it has ended. @throws UnreachableError when the connection breaks */
export interface TryOnSource {
  follow(id: string, signal: AbortSignal): AsyncGenerator<TryOn, void, undefined>;
}

const LONGEST_PAUSE_MS = 5000;

/**
 * Follows a try-on to its end, through restarts of the service: an accepted try-on ends, so there is something to wait for.
 * @throws RefusedError when it is gone, or the signal's reason
 */
export async function followTryOn(
  api: TryOnSource,
  first: TryOn,
  onUpdate: (update: FollowUpdate) => void,
  signal: AbortSignal,
): Promise<TryOn> {
  let tryOn = first;
  for (let failures = 0; tryOn.ended_at === null; failures++) {
    try {
      for await (const next of api.follow(tryOn.id, signal)) {
        tryOn = next;
        failures = 0;
        onUpdate({ tryOn, isLost: false });
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      onUpdate({ tryOn, isLost: true });
      await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures), signal);
    }
  }
  return tryOn;
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof UnreachableError ||
    (error instanceof RefusedError && (error.status >= 500 || error.status === 429))
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error); // the room aborts with errors only
    });
  });
}
