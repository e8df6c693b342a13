import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_RETRY, nextDelayMs, readRetryAfterMs, systemClock } from "./retry.js";

test("nextDelayMs() doubles the wait, leaves out up to a half, and ends", () => {
  const delays = (random: number) =>
    [1, 2, 3, 4, 5].map((attempts) =>
      nextDelayMs(attempts, DEFAULT_RETRY, { random, retryAfterMs: undefined }),
    );
  assert.deepEqual(delays(0), [500, 1000, 2000, 4000, undefined]);
  assert.deepEqual(delays(1), [250, 500, 1000, 2000, undefined]);
  const long = { maxAttempts: 20, firstDelayMs: 500, maxDelayMs: 3000 };
  assert.equal(nextDelayMs(9, long, { random: 0, retryAfterMs: undefined }), 3000);
});

test("nextDelayMs() never comes before Retry-After, and does not wait for what is too long", () => {
  const after = (retryAfterMs: number, random: number) =>
    nextDelayMs(1, DEFAULT_RETRY, { random, retryAfterMs });
  assert.equal(after(7000, 0), 7000);
  assert.equal(after(7000, 0.5), 7250);
  assert.equal(after(60_000, 0), 60_000);
  assert.equal(after(60_001, 0), undefined);
});

test("readRetryAfterMs() reads seconds and dates", () => {
  const nowMs = Date.parse("2026-01-01T00:00:00Z");
  assert.equal(readRetryAfterMs("12", nowMs), 12_000);
  assert.equal(readRetryAfterMs("Thu, 01 Jan 2026 00:00:30 GMT", nowMs), 30_000);
  assert.equal(readRetryAfterMs("Wed, 31 Dec 2025 00:00:00 GMT", nowMs), 0);
  assert.equal(readRetryAfterMs("soon", nowMs), undefined);
  assert.equal(readRetryAfterMs(null, nowMs), undefined);
});

test("systemClock.sleep() ends early with the signal's reason", async () => {
  const controller = new AbortController();
  const slept = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error("gone"));
  await assert.rejects(slept, /^Error: gone$/);
  await assert.rejects(systemClock.sleep(1, controller.signal), /^Error: gone$/);
  await systemClock.sleep(1, undefined);
});
