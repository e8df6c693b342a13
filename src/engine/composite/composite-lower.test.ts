import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "../remove/mod.js";
import { findHanging } from "./composite-lower.js";

const [width, height] = [200, 200];
const HALF = new Float32Array(400).fill(40);
const body = {
  unit: 80,
  origin: { x: 100, y: 0 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 100,
  halfWidth: { left: HALF, right: HALF },
} as unknown as BodyFrame;
const frame = { body, waist: { middle: 0.75, slope: 0, highest: 0.75, isHidden: false } } as LowerFrame;

function hang(front: number): Uint8Array {
  const parts = createMask(width, height);
  for (let y = 40; y < height; y++)
    for (let x = 60; x < 140; x++)
      parts.data[y * width + x] = y < (x < 95 ? front : 75) ? PART.upper : PART.lower;
  const crop = { parts, rect: { left: 0, top: 0, width, height } } as unknown as PersonCrop;
  return findHanging({ crop, frame });
}

test("findHanging() lets an open jacket's front hang over the waistband, and tucks in the rest", () => {
  const hanging = hang(108);
  const at = (x: number, y: number): number => hanging[y * width + x]!;
  assert.deepEqual([at(80, 100), at(80, 60), at(80, 112)], [1, 1, 0]);
  assert.deepEqual([at(110, 70), at(110, 80)], [0, 0]);
});

test("findHanging() takes a tucked top's fold below the waistband for none", () => {
  assert.ok(!hang(80).includes(1));
});
