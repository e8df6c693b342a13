import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { boundMask } from "./bound-mask.js";

test("boundMask() holds what is marked with its padding, cut to the frame", () => {
  const mask = createMask(10, 8);
  mask.data[3 * 10 + 4] = 255;
  mask.data[5 * 10 + 6] = 1;
  assert.deepEqual(boundMask(mask, 0), { left: 4, top: 3, width: 3, height: 3 });
  assert.deepEqual(boundMask(mask, 3), { left: 1, top: 0, width: 9, height: 8 });
});

test("boundMask() of an empty mask is null", () => {
  assert.equal(boundMask(createMask(4, 4), 2), null);
});
