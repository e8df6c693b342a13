const SECOND = 1000;
const HOUR = 3600 * SECOND;
const FIRST_DELAY_MS = 5 * SECOND;
const GROWTH = 3;
const MAX_DELAY_MS = 4 * HOUR;
/** With the delays above the last attempt comes 24.6 h after the first, give or take the jitter. */
export const MAX_ATTEMPTS = 14;
/** Delays vary by a fifth, so that messages which failed together do not all come back together. */
const JITTER = 0.2;

/**
 * How long to wait after this many attempts: 5 s, 15 s, 45 s … up to 4 h, for about a day; undefined when it was the last one.
 * `random` is in 0..1.
 */
export function nextDelayMs(attempts: number, random: number): number | undefined {
  if (attempts >= MAX_ATTEMPTS) return undefined;
  const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * GROWTH ** (attempts - 1));
  return Math.round(delayMs * (1 + JITTER * (2 * random - 1)));
}
