import assert from "node:assert/strict";
import { test } from "node:test";
import { createStageClock } from "./stage-clock.js";

test("createStageClock() measures each stage until the next begins, and adds repeated stages up", () => {
  let nowMs = 100;
  const clock = createStageClock(() => nowMs);
  clock.begin("decode");
  nowMs = 107;
  clock.begin("observe");
  nowMs = 120.25;
  clock.begin("decode");
  nowMs = 121;
  assert.deepEqual(clock.stop(), { decode: 7.8, observe: 13.3 });
});
