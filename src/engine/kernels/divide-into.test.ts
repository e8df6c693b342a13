import assert from "node:assert/strict";
import { test } from "node:test";
import { divideInto } from "./divide-into.js";

test("divideInto() makes means of weighted sums, and nothing of what has too little weight", () => {
  const sums = Float32Array.of(6, 6, 6);
  divideInto(sums, Float32Array.of(3, 0.5, 0), 0.5);
  assert.deepEqual([...sums], [2, 0, 0]);
});
