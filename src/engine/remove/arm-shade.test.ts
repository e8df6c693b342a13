import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import type { ArmChain } from "../fit/arm-chain.js";
import { markLabels } from "../kernels/mark-labels.js";
import { PART } from "../person/types.js";
import { readShade, removeCuffShadow, shadeArm } from "./arm-shade.js";
import { findBaredArm, placeOnBaredArm } from "./bared-arm.js";
import type { PersonCrop } from "./types.js";

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

/** Bare from y = 100 on, bright inside and dark outside, with a shadow under the cuff to y = 106. */
function photograph(): PersonCrop {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let y = 20; y < SIZE; y++) {
    for (let x = 88; x < 112; x++) {
      const i = y * SIZE + x;
      parts.data[i] = y < 100 ? PART.upper : PART.leftArm;
      const light = (y < 106 ? 0.6 : 1) * (1 - 0.02 * (x - 88));
      photo.data.set([220 * light, 180 * light, 150 * light], 3 * i);
    }
  }
  return { photo, parts, matte: parts, rect: RECT };
}

test("shadeArm() goes on as the arm is lit below the cuff, and far above it as usual", () => {
  const crop = photograph();
  const arm = findBaredArm(CHAIN, crop.parts, RECT);
  const { profile } = readShade(crop, arm);
  const { bareFrom } = arm;
  const shadeAt = (x: number, y: number): number => {
    const place = placeOnBaredArm(arm, x, y)!;
    return shadeArm(place, place.across, { aside: 0, depth: 1, profile, bareFrom });
  };
  assert.ok(shadeAt(90, 98) > shadeAt(109, 98) + 0.2, "bright inside at the cuff");
  assert.ok(shadeAt(90, 46) < shadeAt(106, 46), "dark inside at the shoulder");
});

test("readShade() tells how deep an arm's shade is against the usual", () => {
  const depthOf = (slope: number): number => {
    const crop = photograph();
    for (let y = 100; y < SIZE; y++)
      for (let x = 88; x < 112; x++)
        crop.photo.data.fill(200 * (1 - slope * (111 - x)), 3 * (y * SIZE + x), 3 * (y * SIZE + x) + 3);
    return readShade(crop, findBaredArm(CHAIN, crop.parts, RECT)).profile!.depth;
  };
  assert.ok(depthOf(0.004) < 0.5, `flat light: ${depthOf(0.004)}`);
  assert.ok(depthOf(0.016) > 0.8, `light from aside: ${depthOf(0.016)}`);
});

test("readShade() tells nothing without a bare arm", () => {
  const crop = photograph();
  for (let i = 0; i < crop.parts.data.length; i++)
    if (crop.parts.data[i] === PART.leftArm) crop.parts.data[i] = PART.upper;
  assert.equal(readShade(crop, findBaredArm(CHAIN, crop.parts, RECT)).profile, null);
});

test("removeCuffShadow() takes the shadow under the cuff and no other skin", () => {
  const crop = photograph();
  const removed = createMask(SIZE, SIZE);
  removeCuffShadow(removed, crop, {
    shaded: readShade(crop, findBaredArm(CHAIN, crop.parts, RECT)),
    worn: markLabels(crop.parts, [PART.upper]),
    unit: 100,
  });
  const at = (x: number, y: number): number => removed.data[y * SIZE + x]!;
  assert.deepEqual([at(100, 103), at(100, 109), at(100, 130)], [255, 0, 0]);
});

test("removeCuffShadow() takes the edge of a hand that alone is bare, next to the cuff", () => {
  const crop = photograph();
  for (let y = 20; y < SIZE; y++)
    for (let x = 88; x < 112; x++) crop.parts.data[y * SIZE + x] = y < 236 ? PART.upper : PART.leftHand;
  const removed = createMask(SIZE, SIZE);
  removeCuffShadow(removed, crop, {
    shaded: readShade(crop, findBaredArm(CHAIN, crop.parts, RECT)),
    worn: markLabels(crop.parts, [PART.upper]),
    unit: 100,
  });
  const at = (x: number, y: number): number => removed.data[y * SIZE + x]!;
  assert.deepEqual([at(100, 237), at(100, 239), at(100, 243)], [255, 255, 0]);
});
