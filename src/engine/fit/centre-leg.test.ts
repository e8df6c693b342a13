import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { centreAnkle } from "./centre-leg.js";
import type { LegChain } from "./leg-chain.js";

const [WIDTH, HEIGHT, UNIT] = [160, 240, 80];
const CHAIN: LegChain = {
  hip: { x: 80, y: 0 },
  knee: { x: 80, y: 100 },
  ankle: { x: 80, y: 200 },
  name: "left",
  unit: UNIT,
};

/** Trousers about x = 80 down to `hem`, an ankle of half width 7 about `middle` below. */
function draw(hem: number, middle: number): PersonAnalysis {
  const parts = createMask(WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    if (y < hem) parts.data.fill(PART.lower, y * WIDTH + 60, y * WIDTH + 100);
    else parts.data.fill(PART.leg, y * WIDTH + middle - 7, y * WIDTH + middle + 7);
  }
  return { width: WIDTH, height: HEIGHT, parts } as PersonAnalysis;
}

test("centreAnkle() moves an ankle to the skin that shows below a wide hem, no further than bones are misread", () => {
  const { ankle } = centreAnkle(draw(185, 89), CHAIN);
  assert.ok(Math.abs(ankle.x - 89) < 2, `${ankle.x}`);
  assert.ok(Math.abs(centreAnkle(draw(185, 95), CHAIN).ankle.x - 92.8) < 0.1);
});

test("centreAnkle() believes joints that are bare, or that no skin tells of", () => {
  assert.equal(centreAnkle(draw(120, 89), CHAIN), CHAIN);
  assert.equal(centreAnkle(draw(240, 89), CHAIN), CHAIN);
});
