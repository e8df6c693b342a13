import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_ATTEMPTS, nextDelayMs } from "./schedule.js";

test("nextDelayMs() grows threefold to four hours and ends after about a day", () => {
  const delays = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, i) => nextDelayMs(i + 1, 0.5) ?? NaN);
  assert.deepEqual(
    delays.map((ms) => ms / 1000),
    [5, 15, 45, 135, 405, 1215, 3645, 10_935, 14_400, 14_400, 14_400, 14_400, 14_400],
  );
  const hours = delays.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
  assert.ok(hours > 24 && hours < 25, `${hours} h`);
  assert.equal(nextDelayMs(MAX_ATTEMPTS, 0.5), undefined);
});

test("nextDelayMs() varies by a fifth", () => {
  assert.deepEqual([nextDelayMs(1, 0), nextDelayMs(1, 1)], [4000, 6000]);
});
