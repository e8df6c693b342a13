import type { Clock, RetryPolicy } from "./types.js";

export const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 5, firstDelayMs: 500, maxDelayMs: 60_000 };

/**
 * How long to wait after this many attempts; undefined when no more should be made. Without a word from the server: 0.5 s, 1 s, 2 s …,
 * of which a random half is left out, so that clients which failed together do not come back together. With `Retry-After`: never
 * earlier, and up to the first delay later.
 */
export function nextDelayMs(
  attempts: number,
  { maxAttempts, firstDelayMs, maxDelayMs }: RetryPolicy,
  { random, retryAfterMs }: { readonly random: number; readonly retryAfterMs: number | undefined },
): number | undefined {
  if (attempts >= maxAttempts) return undefined;
  if (retryAfterMs !== undefined)
    return retryAfterMs > maxDelayMs ? undefined : retryAfterMs + firstDelayMs * random;
  return Math.min(maxDelayMs, firstDelayMs * 2 ** (attempts - 1)) * (1 - random / 2);
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, §10.2.3); undefined when it is neither. */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(toError(signal.reason));
      const stop = (): void => {
        clearTimeout(timer);
        reject(toError(signal?.reason));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
