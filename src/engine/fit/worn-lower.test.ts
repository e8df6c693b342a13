import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { BodyFrame } from "./body-frame.js";
import { findWornWaist } from "./worn-lower.js";

const [WIDTH, HEIGHT] = [200, 200];
const HALF = new Float32Array(400).fill(40);
/** A torso of 100 px length about x = 100, shoulders at the top row. */
const BODY = {
  origin: { x: 100, y: 0 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 100,
  halfWidth: { left: HALF, right: HALF },
} as unknown as BodyFrame;

/** Somebody whose top ends at a row that depends on the column, trousers below. */
function draw(hemAt: (x: number) => number): PersonAnalysis {
  const parts = createMask(WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 60; x < 140; x++) parts.data[y * WIDTH + x] = y < hemAt(x) ? PART.upper : PART.lower;
  return { width: WIDTH, height: HEIGHT, parts } as PersonAnalysis;
}

test("findWornWaist() reads the waistband beside the front of an open jacket", () => {
  const waist = findWornWaist(
    draw((x) => (x < 95 ? 108 : 75)),
    BODY,
  )!;
  assert.ok(Math.abs(waist.middle - 0.75) < 0.03, `${waist.middle}`);
  assert.equal(waist.isHidden, false);
});

test("findWornWaist() takes a shirt's tail that is cut up at the hips for a hem that hides the waistband", () => {
  const waist = findWornWaist(
    draw((x) => (Math.abs(x - 100) > 20 ? 85 : 108)),
    BODY,
  )!;
  assert.ok(waist.middle > 0.85, `${waist.middle}`);
});
