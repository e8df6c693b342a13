import assert from "node:assert/strict";
import { test } from "node:test";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { BodyFrame } from "./body-frame.js";
import { findWornHem, planHem } from "./hem.js";

const SIZE = 200;

/** Shoulders at row 20, hips 100 px below, 40 px to each side of x = 100. */
const BODY = {
  unit: 80,
  origin: { x: 100, y: 20 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 100,
  axis: { x: 0, y: 1 },
  halfWidth: { left: new Float32Array(41).fill(40), right: new Float32Array(41).fill(40) },
} as unknown as BodyFrame;

/** Someone whose top ends at row `hem` and whose trousers begin at row `waist`. */
function wearing(hem: number, waist: number): PersonAnalysis {
  const data = new Uint8Array(SIZE * SIZE);
  for (let y = 20; y < SIZE; y++) {
    const part = y < hem ? PART.upper : y < waist ? PART.neck : PART.lower;
    data.fill(part, y * SIZE + 50, y * SIZE + 150);
  }
  return { width: SIZE, height: SIZE, parts: { width: SIZE, height: SIZE, data } } as PersonAnalysis;
}

test("findWornHem() sees the waist below a bare midriff, and none where the top reaches it", () => {
  const cropped = findWornHem(wearing(70, 90), BODY)!;
  assert.ok(Math.abs(cropped.middle - 0.5) < 0.03, `hem ${cropped.middle}`);
  assert.ok(Math.abs(cropped.waist! - 0.7) < 0.03, `waist ${cropped.waist}`);
  assert.equal(findWornHem(wearing(90, 92), BODY)!.waist, undefined);
});

test("planHem() tucks a long top into the waist below a bare midriff, and keeps a short one short", () => {
  const worn = { middle: 0.5, covered: 0.52, waist: 0.7 };
  assert.equal(planHem(1.1, worn), 0.7, "tucked in");
  assert.equal(planHem(0.6, worn), 0.52, "near the worn hem: takes its place");
  assert.equal(planHem(0.3, worn), 0.3, "shorter still");
  assert.equal(planHem(1.1, { middle: 0.5, covered: 0.52 }), 0.52, "the worn top was tucked in");
  assert.equal(planHem(1.5, { middle: 1, covered: 1.02 }), 1.5, "loose over a loose one");
});
