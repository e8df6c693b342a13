import assert from "node:assert/strict";
import { test } from "node:test";
import { length2, length3 } from "./length.js";

test("lengths are those of Math.hypot", () => {
  assert.equal(length2(3, -4), 5);
  assert.equal(length3(2, -3, 6), 7);
  assert.ok(Math.abs(length3(0.1, 0.2, 0.3) - Math.hypot(0.1, 0.2, 0.3)) < 1e-15);
});
