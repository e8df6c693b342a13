import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { findTorn } from "./find-torn.js";

const [WIDTH, HEIGHT] = [100, 60];
const SCALE = { unit: 80, edgePx: 2 };

/** Trousers down to y = 20; boxes of a shoe below them. */
function draw(...shoes: readonly (readonly [x0: number, y0: number, x1: number, y1: number])[]): Mask {
  const parts = createMask(WIDTH, HEIGHT);
  parts.data.fill(PART.lower, 0, 20 * WIDTH);
  for (const [x0, y0, x1, y1] of shoes)
    for (let y = y0; y < y1; y++) parts.data.fill(PART.foot, y * WIDTH + x0, y * WIDTH + x1);
  return parts;
}

const countTorn = (parts: Mask): number => findTorn(parts, SCALE).reduce((sum, v) => sum + v, 0);

test("findTorn() finds a heel that hangs from trousers beside its shoe", () => {
  const torn = findTorn(draw([10, 20, 14, 40], [24, 20, 44, 45]), SCALE);
  assert.equal(countTorn(draw([10, 20, 14, 40], [10, 20, 44, 22], [24, 20, 44, 45])), 4 * 18);
  assert.deepEqual([torn[30 * WIDTH + 12], torn[30 * WIDTH + 30]], [1, 0]);
});

test("findTorn() leaves a heel that joins its shoe, a piece on the ground, and the tip of a hidden shoe", () => {
  assert.equal(countTorn(draw([10, 20, 14, 40], [14, 38, 44, 45])), 0);
  assert.equal(countTorn(draw([10, 30, 14, 40], [24, 20, 44, 45])), 0);
  assert.equal(countTorn(draw([10, 20, 14, 30])), 0);
});
