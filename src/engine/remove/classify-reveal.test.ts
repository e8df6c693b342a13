import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import type { Mask } from "../image.js";
import { PART } from "../person/types.js";
import { classifyReveal, REVEAL } from "./classify-reveal.js";
import type { PersonCrop } from "./types.js";

const SIZE = 120;

const BODY = {
  unit: 60,
  origin: { x: 60, y: 10 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 90,
  waistT: 0.8,
  mouth: { x: 60, y: -30 },
  ears: { x: 60, y: -40 },
  neckHalfWidth: 8,
  halfWidth: { left: new Float32Array(41).fill(30), right: new Float32Array(41).fill(30) },
  shoulderSlope: { left: new Float32Array(41), right: new Float32Array(41) },
} as unknown as BodyFrame;

test("classifyReveal() leaves the lower garment's edge beside a tucked top what it is, above the waist's height too", () => {
  const removed: Mask = { width: SIZE, height: SIZE, data: new Uint8Array(SIZE * SIZE) };
  const parts: Mask = { width: SIZE, height: SIZE, data: new Uint8Array(SIZE * SIZE) };
  // a waistband that is higher at the wearer's right
  for (let y = 20; y < SIZE; y++) {
    for (let x = 32; x < 88; x++) parts.data[y * SIZE + x] = y < 70 + (x - 32) / 4 ? PART.upper : PART.lower;
  }
  for (let y = 20; y < 80; y++) removed.data.fill(255, y * SIZE + 32, y * SIZE + 88);
  const crop = { parts, rect: { left: 0, top: 0, width: SIZE, height: SIZE } } as unknown as PersonCrop;
  const { data } = classifyReveal(removed, crop, BODY, []);
  assert.equal(data[72 * SIZE + 36], REVEAL.lower, "trousers");
  assert.equal(data[72 * SIZE + 60], REVEAL.skin, "as high, behind the top");
});
