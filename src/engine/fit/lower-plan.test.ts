import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { measureBody } from "./body-frame.js";
import { legChain } from "./leg-chain.js";
import { seatHalfWidth } from "./lower-plan.js";
import { measureLower } from "./worn-lower.js";

const [WIDTH, HEIGHT] = [300, 500];
/** Shoulders at y = 100, hips at 240: t = 1.3 lies at 282. */
const JOINTS = [
  ["leftShoulder", 190, 100],
  ["rightShoulder", 110, 100],
  ["leftHip", 174, 240],
  ["rightHip", 126, 240],
  ["leftKnee", 176, 350],
  ["rightKnee", 124, 350],
  ["leftAnkle", 178, 455],
  ["rightAnkle", 122, 455],
] as const;

/** Half width of the new trousers' seat, 62 px flat, at t = 1.3 of somebody whose worn garment reaches `half` px out there. */
function seatAt(half: number, isSkirt: boolean): number {
  const parts = createMask(WIDTH, HEIGHT);
  for (let y = 90; y < 440; y++)
    for (let x = 0; x < WIDTH; x++) {
      const d = Math.abs(x + 0.5 - 150);
      const isIn = d < (y < 250 ? 45 : half) && (isSkirt || y < 290 || d > 8);
      if (isIn) parts.data[y * WIDTH + x] = y < 200 ? PART.upper : PART.lower;
    }
  const keypoints = Array.from({ length: 33 }, () => ({ x: 150, y: 50 })) as unknown as Keypoint[];
  for (const [name, x, y] of JOINTS) keypoints[KEYPOINT[name]] = { x, y } as Keypoint;
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints, matte } as unknown as PersonAnalysis;
  const body = measureBody(person);
  const legs = {
    left: legChain(keypoints, "left", body.unit),
    right: legChain(keypoints, "right", body.unit),
  };
  return seatHalfWidth(measureLower(person, body, legs), "left", 1.3, 62);
}

test("seatHalfWidth() takes the outline of trousers below the hips, also where the thighs draw in, not a skirt's", () => {
  const natural = seatAt(64, true);
  assert.ok(natural < 60, `${natural}`);
  assert.ok(Math.abs(seatAt(64, false) - 64) <= 1, `${seatAt(64, false)}`);
  assert.ok(Math.abs(seatAt(46, false) - 46) <= 1, `${seatAt(46, false)}`);
});
