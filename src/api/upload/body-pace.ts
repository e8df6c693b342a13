import type { Readable } from "node:stream";
import { AppError } from "../../lib/errors.js";
import { Turnstile } from "../../lib/turnstile.js";

export interface Pace {
  /** How long a body has for `minBytes`. @default 10 s */
  readonly windowMs?: number;
  /** @default 32 KiB: the pace of a 26 kbit/s line */
  readonly minBytes?: number;
}

const DEFAULT_PACE = { windowMs: 10_000, minBytes: 32 * 1024 };

/** Of all bodies: a large piece takes most of a millisecond, and eight clients' pieces often arrive together. */
const turnstile = new Turnstile();
/** Less does not wait: it is read in microseconds, and thousands of polls come in a second. */
const LARGE_PIECE_BYTES = 4096;

/**
 * Gives a body's pieces one after the other to `take`, and stops reading when it rejects. A body that brings less than the least
 * pace is given up, so that nobody can hold a connection and its files with a trickle. @throws AppError BODY_TOO_SLOW
 */
export async function readAtPace(
  body: Readable,
  take: (chunk: Uint8Array) => Promise<void>,
  pace: Pace = {},
): Promise<void> {
  const { windowMs, minBytes } = { ...DEFAULT_PACE, ...pace };
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array, undefined>; // a request has no encoding set
  let receivedBytes = 0;
  let giveUp = (_error: AppError): void => {};
  const watch = setInterval(() => {
    if (receivedBytes < minBytes) giveUp(new AppError("BODY_TOO_SLOW"));
    receivedBytes = 0;
  }, windowMs);
  try {
    for (;;) {
      // not Promise.race() with one promise for all pieces: that would hold every piece until the end
      const { done, value } = await new Promise<IteratorResult<Uint8Array, undefined>>((resolve, reject) => {
        giveUp = reject;
        chunks.next().then(resolve, reject);
      });
      if (done === true) return;
      receivedBytes += value.length;
      if (value.length >= LARGE_PIECE_BYTES) await turnstile.pass();
      await take(value);
    }
  } finally {
    clearInterval(watch);
  }
}

/**
 * All of a body that is known to be smaller than any pace asks for: it has one window's time, and none of the machinery that a long body
 * needs, which costs more than the body itself. @throws AppError BODY_TOO_SLOW
 */
export function readSmallBody(
  body: Readable,
  { windowMs = DEFAULT_PACE.windowMs }: Pace = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const watch = setTimeout(() => fail(new AppError("BODY_TOO_SLOW")), windowMs);
    let isDone = false;
    const fail = (error: Error): void => {
      clearTimeout(watch);
      reject(error);
    };
    body.once("end", () => {
      isDone = true;
      clearTimeout(watch);
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    body.on("data", (chunk: Buffer) => chunks.push(chunk));
    body.once("error", fail);
    body.once("close", () => {
      if (!isDone) fail(new Error("The body was cut off"));
    });
  });
}
