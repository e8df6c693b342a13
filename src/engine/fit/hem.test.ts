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
  assert.deepEqual(planHem(1.1, worn), { t: 1.1, tuckedAt: 0.7 }, "tucked in");
  assert.deepEqual(planHem(0.6, worn), { t: 0.52 }, "near the worn hem: takes its place");
  assert.deepEqual(planHem(0.3, worn), { t: 0.3 }, "shorter still");
});

test("planHem() tucks in what is longer than a tucked top, out of sight, and hardly shortens it else", () => {
  const tucked = { middle: 0.8, covered: 0.82 };
  assert.deepEqual(planHem(1.1, tucked), { t: 1.1, tuckedAt: 0.8 }, "keeps its length");
  assert.deepEqual(planHem(0.88, tucked), { t: 0.82 }, "as good as ends there");
  assert.deepEqual(planHem(1.6, tucked), { t: 1.6 }, "too long to be tucked in");
  assert.deepEqual(planHem(1.5, { middle: 1, covered: 1.02 }), { t: 1.5 }, "loose over a loose one");
});
