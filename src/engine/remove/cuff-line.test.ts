import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import type { ArmChain } from "../fit/arm-chain.js";
import { PART } from "../person/types.js";
import { findBaredArm, placeOnBaredArm } from "./bared-arm.js";
import { belowCuff, readCuff } from "./cuff-line.js";

const SIZE = 260;
const RECT = { left: 0, top: 0, width: SIZE, height: SIZE };

/** A left arm that hangs straight down from (100, 40), 200 px long. */
const CHAIN: ArmChain = {
  arm: {
    shoulder: { x: 100, y: 40 },
    elbow: { x: 100, y: 140 },
    wrist: { x: 100, y: 240 },
    isSleeveless: false,
    thickness: { outer: 1, inner: 1, isSeen: true },
  },
  name: "left",
  unit: 100,
};

test("belowCuff() follows a cuff that slants", () => {
  const parts = createMask(SIZE, SIZE);
  // the sleeve ends in row 88 on the inner and in row 100 on the outer side
  for (let y = 20; y < SIZE; y++)
    for (let x = 88; x < 112; x++)
      parts.data[y * SIZE + x] = y < 88 + (x - 88) / 2 ? PART.upper : PART.leftArm;
  const crop = { photo: createImage(SIZE, SIZE, 3), parts, matte: parts, rect: RECT };
  const arm = findBaredArm(CHAIN, parts, RECT);
  const cuff = readCuff(crop, arm)!;
  for (const x of [91, 100, 108]) {
    const below = belowCuff(cuff, placeOnBaredArm(arm, x + 0.5, 110.5)!);
    assert.ok(Math.abs(100 * below - (110 - 88 - (x - 88) / 2)) < 2.5, `column ${x}: ${100 * below} px`);
  }
});

test("readCuff() finds none on an arm without a sleeve", () => {
  const parts = createMask(SIZE, SIZE);
  for (let y = 20; y < SIZE; y++) for (let x = 88; x < 112; x++) parts.data[y * SIZE + x] = PART.leftArm;
  const crop = { photo: createImage(SIZE, SIZE, 3), parts, matte: parts, rect: RECT };
  assert.equal(readCuff(crop, findBaredArm(CHAIN, parts, RECT)), null);
});
