import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { classifyReveal, REVEAL } from "./classify-reveal.js";

const SIZE = 200;

/** Shoulders at row 120 about column 100, the mouth at row 60. */
const BODY = {
  unit: 100,
  torsoLength: 160,
  origin: { x: 100, y: 120 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  halfWidth: { left: new Float32Array(41).fill(45), right: new Float32Array(41).fill(45) },
  shoulderSlope: { left: new Float32Array(40).fill(0.15), right: new Float32Array(40).fill(0.15) },
  neckHalfWidth: 18,
  mouth: { x: 100, y: 60 },
  ears: { x: 100, y: 40 },
  waistT: null,
} as unknown as BodyFrame;

test("classifyReveal() keeps a face's rim beside a collar the face's skin, and shows the background beside it", () => {
  const [parts, removed] = [createMask(SIZE, SIZE), createMask(SIZE, SIZE)];
  for (let y = 60; y < 80; y++) {
    for (let x = 60; x < 90; x++) {
      // a cheek wider than the neck, and a collar beside it
      parts.data[y * SIZE + x] = x < 75 ? PART.upper : PART.face;
      if (x < 77) removed.data[y * SIZE + x] = 255;
    }
  }
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  const crop = { photo: createImage(SIZE, SIZE, 3), parts, matte: parts, rect };
  const reveal = classifyReveal(removed, crop, BODY, []);
  const at = (x: number): number => reveal.data[66 * SIZE + x]!;
  assert.deepEqual([at(70), at(76), at(80)], [REVEAL.background, REVEAL.skin, REVEAL.nothing]);
});
