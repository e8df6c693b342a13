import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { armChain } from "../fit/arm-chain.js";
import { createImage, createMask, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { readBareShoulders } from "./bare-shoulders.js";
import { findBaredArm } from "./bared-arm.js";
import { classifyReveal, REVEAL } from "./classify-reveal.js";
import type { PersonCrop } from "./types.js";

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
  const reveal = classifyReveal(removed, crop, BODY, {
    neck: readBareShoulders(crop, BODY),
    arms: [],
    rounds: [],
  });
  const at = (x: number): number => reveal.data[66 * SIZE + x]!;
  assert.deepEqual([at(70), at(76), at(80)], [REVEAL.background, REVEAL.skin, REVEAL.nothing]);
});

const SMALL = 120;

/** Shoulders at row 10 about column 60. */
const SMALL_BODY = {
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
  const removed: Mask = { width: SMALL, height: SMALL, data: new Uint8Array(SMALL * SMALL) };
  const parts: Mask = { width: SMALL, height: SMALL, data: new Uint8Array(SMALL * SMALL) };
  // a waistband that is higher at the wearer's right
  for (let y = 20; y < SMALL; y++) {
    for (let x = 32; x < 88; x++) parts.data[y * SMALL + x] = y < 70 + (x - 32) / 4 ? PART.upper : PART.lower;
  }
  for (let y = 20; y < 80; y++) removed.data.fill(255, y * SMALL + 32, y * SMALL + 88);
  const crop = { parts, rect: { left: 0, top: 0, width: SMALL, height: SMALL } } as unknown as PersonCrop;
  const { data } = classifyReveal(removed, crop, SMALL_BODY, {
    neck: readBareShoulders(crop, SMALL_BODY),
    arms: [],
    rounds: [],
  });
  assert.equal(data[72 * SMALL + 36], REVEAL.lower, "trousers");
  assert.equal(data[72 * SMALL + 60], REVEAL.skin, "as high, behind the top");
});

test("classifyReveal() bares a forearm before the body over what was taken for trousers, and no arm that hangs beside it", () => {
  const parts = createMask(SMALL, SMALL);
  for (let y = 0; y < SMALL; y++)
    parts.data.fill(y < 80 ? PART.upper : PART.lower, y * SMALL, (y + 1) * SMALL);
  const removed = createMask(SMALL, SMALL);
  removed.data.fill(255);
  const rect = { left: 0, top: 0, width: SMALL, height: SMALL };
  const crop = { parts, rect } as unknown as PersonCrop;
  const isBared = (wristX: number): boolean => {
    const bones = { shoulder: { x: 30, y: 14 }, elbow: { x: 24, y: 70 }, wrist: { x: wristX, y: 100 } };
    const arm = { ...bones, thickness: { outer: 1, inner: 1, isSeen: false }, isSleeveless: false };
    const body = {
      ...SMALL_BODY,
      arms: { left: arm, right: arm },
      joints: { left: bones.shoulder, right: bones.shoulder },
      isArmSeen: { left: true, right: true },
      isHandSeen: { left: true, right: true },
    } as unknown as BodyFrame;
    const bared = findBaredArm(armChain(body, "right"), parts, rect);
    const x = Math.round(24 + 0.6 * (wristX - 24));
    return (
      classifyReveal(removed, crop, body, { neck: readBareShoulders(crop, body), arms: [bared], rounds: [] })
        .data[88 * SMALL + x] === REVEAL.arm
    );
  };
  assert.deepEqual([isBared(70), isBared(14)], [true, false]);
});
