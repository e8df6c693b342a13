import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { legChain } from "../fit/leg-chain.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { measureLegs, placeOnBaredLeg } from "./bared-leg.js";

const [WIDTH, HEIGHT, UNIT] = [240, 380, 60];

/** Legs upright at x = 80 and 160, hips at y = 100, ankles at 300, worn `half` px to both sides of their bones. */
function frameOf(half: number, bare?: { readonly from: number; readonly shift: number }): LowerFrame {
  const parts = createMask(WIDTH, HEIGHT);
  for (let y = 100; y < 330; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const isBare = bare !== undefined && y >= bare.from;
      const shift = isBare ? bare.shift : 0;
      const isIn = [80, 160].some((middle) => Math.abs(x + 0.5 - middle - shift) < half);
      if (isIn) parts.data[y * WIDTH + x] = isBare ? PART.leg : PART.lower;
    }
  }
  const keypoints = Array.from({ length: 33 }, () => ({ x: 0, y: 0 })) as unknown as Keypoint[];
  for (const [side, x] of [
    ["right", 80],
    ["left", 160],
  ] as const)
    for (const [joint, y] of [
      ["Hip", 100],
      ["Knee", 200],
      ["Ankle", 300],
    ] as const)
      keypoints[KEYPOINT[`${side}${joint}`]] = { x, y } as Keypoint;
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints } as unknown as PersonAnalysis;
  const legs = { left: legChain(keypoints, "left", UNIT), right: legChain(keypoints, "right", UNIT) };
  return { person, legs } as unknown as LowerFrame;
}

test("placeOnBaredLeg() keeps a leg inside narrow trousers", () => {
  const bared = measureLegs(frameOf(6));
  const { side, across } = placeOnBaredLeg(bared, 166, 220);
  assert.equal(side, "left");
  assert.ok(Math.abs(across - 1) < 0.15, `the trousers' edge lies at ${across}`);
});

test("placeOnBaredLeg() leaves a leg its own width in wide trousers", () => {
  const bared = measureLegs(frameOf(25));
  const { across } = placeOnBaredLeg(bared, 160 + 0.16 * UNIT, 200);
  assert.ok(Math.abs(across - 1) < 0.1, `a bare knee's outline lies at ${across}`);
});

test("placeOnBaredLeg() joins a leg that shows beside the bones", () => {
  const bared = measureLegs(frameOf(12, { from: 240, shift: 6 }));
  const { across } = placeOnBaredLeg(bared, 166, 238);
  assert.ok(Math.abs(across) < 0.2, `its middle lies at ${across}`);
});

test("placeOnBaredLeg() lets a leg's outline run on without a step into the bare leg", () => {
  const bared = measureLegs(frameOf(12, { from: 240, shift: 6 }));
  for (const y of [236, 246, 260])
    for (const sign of [-1, 1]) {
      const { across } = placeOnBaredLeg(bared, 166 + sign * 12, y);
      assert.ok(Math.abs(Math.abs(across) - 1) < 0.12, `the outline at y = ${y} lies at ${across}`);
    }
});

test("placeOnBaredLeg() takes the lower corner of a slanted hem for no outline", () => {
  const frame = frameOf(12, { from: 240, shift: 0 });
  const { parts } = frame.person;
  for (let y = 232; y < 240; y++)
    for (let x = 148; x < 172; x++) if (x - 148 > 4 * (240 - y)) parts.data[y * WIDTH + x] = PART.background;
  const { across } = placeOnBaredLeg(measureLegs(frame), 171, 234);
  assert.ok(Math.abs(across) < 1.1, `the leg's outline lies at ${across}`);
});
