import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { measureBody } from "../fit/body-frame.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { coverBelly, measureBelly } from "./belly.js";

const [WIDTH, HEIGHT] = [300, 400];
const WAIST_Y = 200;

/** A top 100 px wide, a bare belly of `belly` px below it, and trousers of 100 px from the waist down. */
function frameOf(belly: number): LowerFrame {
  const parts = createMask(WIDTH, HEIGHT);
  for (let y = 90; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const half = y < 160 || y >= WAIST_Y ? 50 : belly / 2;
      const part = y < 160 ? PART.upper : y < WAIST_Y ? PART.neck : PART.lower;
      if (Math.abs(x + 0.5 - 150) < half) parts.data[y * WIDTH + x] = part;
    }
  const keypoints = Array.from({ length: 33 }, () => ({ x: 150, y: 50 })) as unknown as Keypoint[];
  for (const [name, x, y] of [
    ["leftShoulder", 190, 100],
    ["rightShoulder", 110, 100],
    ["leftHip", 174, 240],
    ["rightHip", 126, 240],
  ] as const)
    keypoints[KEYPOINT[name]] = { x, y } as Keypoint;
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints, matte } as unknown as PersonAnalysis;
  const waist = { middle: (WAIST_Y - 100) / 140, slope: 0, highest: (WAIST_Y - 100) / 140, isHidden: false };
  return { person, body: measureBody(person), waist } as unknown as LowerFrame;
}

test("coverBelly() goes on below the worn waist as wide as the belly above it", () => {
  const frame = frameOf(64);
  const belly = measureBelly(frame);
  const at = (x: number, y: number): number => coverBelly(frame, belly, { x, y });
  const y = WAIST_Y + 2;
  assert.deepEqual([at(150, y), at(176, y), at(190, y), at(110, y)], [1, 1, 0, 0]);
  assert.equal(at(150, WAIST_Y + 20), 0);
});
