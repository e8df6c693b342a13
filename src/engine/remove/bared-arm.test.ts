import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Mask } from "../image.js";
import type { ArmChain } from "../fit/arm-chain.js";
import { PART } from "../person/types.js";
import { findBaredArm, isClothed, isHidden, placeOnBaredArm, sliceBaredArm } from "./bared-arm.js";

const RECT = { left: 10, top: 20, width: 200, height: 240 };

/** A left arm that hangs straight down from (100, 40), 200 px long, of the usual thickness for shoulders 100 px wide. */
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

/** Bare from y = 140 on, between two columns of the photo. */
function draw(x0: number, x1: number): Mask {
  const parts = createMask(RECT.width, RECT.height);
  for (let y = 0; y < RECT.height; y++) {
    for (let x = x0 - RECT.left; x < x1 - RECT.left; x++) {
      parts.data[y * RECT.width + x] = y + RECT.top < 140 ? PART.upper : PART.leftArm;
    }
  }
  return parts;
}

test("findBaredArm() finds the cuff, and the arm beside its bones", () => {
  const arm = findBaredArm(CHAIN, draw(102, 122), RECT);
  assert.equal(arm.bareFrom, 1);
  // usual radius at the elbow 10.5 px; the arm's middle lies 12 px outside the bone
  const { middle, half } = sliceBaredArm(arm, 1.1);
  assert.ok(Math.abs(half - 10) < 1, `half ${half}`);
  assert.ok(Math.abs(middle.x - 112) < 1.5, `middle ${middle.x}`);
});

test("placeOnBaredArm() meets the bare arm's outline at the cuff and the joint at the shoulder", () => {
  const arm = findBaredArm(CHAIN, draw(102, 122), RECT);
  const across = (x: number, y: number): number => placeOnBaredArm(arm, x, y)!.across;
  assert.ok(Math.abs(across(122, 138) - 1) < 0.15);
  assert.ok(Math.abs(across(102, 138) + 1) < 0.15);
  assert.ok(Math.abs(across(100, 46)) < 0.12);
  assert.equal(placeOnBaredArm(arm, 300, 100), null);
});

test("findBaredArm() finds the sleeve of a top with open shoulders between two bare parts", () => {
  const parts = draw(90, 110);
  for (let y = 0; y < 100 - RECT.top; y++)
    for (let x = 90 - RECT.left; x < 110 - RECT.left; x++) parts.data[y * RECT.width + x] = PART.leftArm;
  const arm = findBaredArm(CHAIN, parts, RECT);
  assert.deepEqual([arm.bareAbove?.[0], arm.bareFrom], [0, 1]);
  // bare to y = 100 and from y = 140 on
  assert.deepEqual(
    [0.3, 0.7, 0.9, 1.3].map((at) => isClothed(arm, at)),
    [false, true, true, false],
  );
});

test("isClothed() ends past the cuff, which may slant; an arm that is never bare is clothed all along", () => {
  const arm = findBaredArm(CHAIN, draw(90, 110), RECT);
  assert.deepEqual(
    [0.5, 1, 1.2, 1.3].map((at) => isClothed(arm, at)),
    [true, true, true, false],
  );
  const hidden = findBaredArm(CHAIN, createMask(RECT.width, RECT.height), RECT);
  assert.equal(hidden.bareFrom, null);
  assert.equal(isClothed(hidden, 2), true);
});

test("isHidden() lets a wide top's side hide a bare arm down to the wrist, and none of what lies past it", () => {
  const parts = draw(90, 110);
  for (let y = 220; y < 260; y++)
    for (let x = 90; x < 110; x++) parts.data[(y - RECT.top) * RECT.width + x - RECT.left] = PART.leftHand;
  const arm = findBaredArm(CHAIN, parts, RECT);
  assert.deepEqual(
    [0.5, 1.6, 1.95, 2, 2.1].map((at) => isHidden(arm, at)),
    [true, true, true, false, false],
  );
});

test("findBaredArm() narrows an arm to its wrist above a cuff at the hand", () => {
  const parts = createMask(RECT.width, RECT.height);
  for (let y = 0; y < RECT.height; y++) {
    const isHand = y + RECT.top >= 234;
    // the palm is 30 px wide, the loose sleeve 60
    const half = isHand ? 15 : 30;
    for (let x = 100 - half - RECT.left; x < 100 + half - RECT.left; x++)
      parts.data[y * RECT.width + x] = isHand ? PART.leftHand : PART.upper;
  }
  const arm = findBaredArm(CHAIN, parts, RECT);
  const halves = [1.4, 1.8, 2.05].map((at) => sliceBaredArm(arm, at).half);
  assert.ok(halves[1]! < halves[2]! - 1.5 && halves[1]! < halves[0]!, halves.join(" "));
});

test("findBaredArm() rounds a bent elbow off", () => {
  const bent = { ...CHAIN, arm: { ...CHAIN.arm, wrist: { x: 60, y: 230 } } };
  const arm = findBaredArm(bent, createMask(RECT.width, RECT.height), RECT);
  const { middle } = sliceBaredArm(arm, 1);
  assert.ok(middle.x < 98 && middle.x > 90, `${middle.x}`);
  assert.ok(Math.abs(sliceBaredArm(arm, 0.5).middle.x - 100) < 0.5);
});

test("findBaredArm() takes an arm's width from below a cuff that slants and has skin's colour", () => {
  const parts = draw(90, 110);
  const fillRows = (from: number, to: number, part: number, left: number, right: number): void => {
    for (let y = from - RECT.top; y < to - RECT.top; y++)
      parts.data.fill(part, y * RECT.width + left - RECT.left, y * RECT.width + right - RECT.left);
  };
  fillRows(140, 155, PART.upper, 108, 110);
  fillRows(155, 185, PART.leftArm, 85, 115);
  const { half } = sliceBaredArm(findBaredArm(CHAIN, parts, RECT), 0.95);
  assert.ok(Math.abs(half - 10) < 1, `half ${half}`);
});

test("findBaredArm() makes no arm wider than the sleeve that stands free of the body", () => {
  const parts = createMask(RECT.width, RECT.height);
  // a sleeve from the torso out to column 106: the arm was read too far out by half of its width
  for (let y = 0; y < RECT.height; y++)
    parts.data.fill(PART.upper, y * RECT.width, y * RECT.width + 106 - RECT.left);
  const arm = findBaredArm(CHAIN, parts, RECT);
  for (const at of [0.3, 0.6, 0.9]) {
    const { middle, half } = sliceBaredArm(arm, at);
    assert.ok(middle.x + half < 108, `at ${at}: ${middle.x + half}`);
  }
});
