import assert from "node:assert/strict";
import { test } from "node:test";
import { medianOf } from "./median.js";

test("medianOf() takes the middle one by size, not by digits, and leaves the list alone", () => {
  const values = [10, 9, 1, 100, 2];
  assert.equal(medianOf(values), 9);
  assert.equal(medianOf([4, 1, 3, 2]), 3, "the greater of two middle ones");
  assert.deepEqual(values, [10, 9, 1, 100, 2]);
});
