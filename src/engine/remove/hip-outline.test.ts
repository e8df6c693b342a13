import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { hipHalfAt, readHipOutline } from "./hip-outline.js";

const SIZE = 300;

/** A torso of 100 px straight down from (150, 100), 40 px wide to each side all along. */
const BODY = {
  unit: 100,
  torsoLength: 100,
  origin: { x: 150, y: 100 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  halfWidth: { left: new Float32Array(41).fill(40), right: new Float32Array(41).fill(40) },
} as unknown as BodyFrame;

/** A long top to y = 200 and trousers below it, 55 px wide to the wearer's left and 30 to the right. */
function dress(): Parameters<typeof readHipOutline>[0] {
  const parts = createMask(SIZE, SIZE);
  for (let y = 100; y < SIZE; y++)
    for (let x = y < 200 ? 70 : 120; x < (y < 200 ? 240 : 205); x++)
      parts.data[y * SIZE + x] = y < 200 ? PART.upper : PART.lower;
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  return { photo: createImage(SIZE, SIZE, 3), parts, matte: parts, rect };
}

test("readHipOutline() widens from the waist to where the trousers' edge is first seen, and meets it", () => {
  const outline = readHipOutline(dress(), BODY, 0.8);
  const halfAt = (side: "left" | "right", t: number): number => hipHalfAt(outline, side, t);
  assert.equal(halfAt("left", 0.7), 40);
  assert.ok(Math.abs(halfAt("left", 0.9) - 47.5) < 1.5, `${halfAt("left", 0.9)}`);
  assert.ok(Math.abs(halfAt("left", 1.02) - 55) < 1, `${halfAt("left", 1.02)}`);
  // the body is 40 px wide, the trousers are tighter
  assert.ok(Math.abs(halfAt("right", 1.02) - 30) <= 1, `${halfAt("right", 1.02)}`);
  assert.ok(halfAt("right", 0.82) > 35, `${halfAt("right", 0.82)}`);
  assert.equal(halfAt("right", 0.8), 40);
});

test("hipHalfAt() narrows the body to a waistband that shows, and less and less further up", () => {
  const outline = readHipOutline(dress(), BODY, 1);
  const halves = [1, 0.85, 0.6].map((t) => hipHalfAt(outline, "right", t));
  assert.ok(Math.abs(halves[0]! - 30) <= 1 && Math.abs(halves[1]! - 35) <= 1, `${halves}`);
  assert.equal(halves[2], 40);
  // a wider waistband does not widen it
  assert.equal(hipHalfAt(outline, "left", 1), 40);
});
