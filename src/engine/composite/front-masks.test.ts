import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import type { Fit } from "../fit/types.js";
import type { Mask } from "../image.js";
import { PART } from "../person/types.js";
import type { PersonCrop, RemovalMarks } from "../remove/mod.js";
import { findFrontMasks } from "./front-masks.js";

const SIZE = 120;

const maskOf = (data: Uint8Array): Mask => ({ width: SIZE, height: SIZE, data });

/** Someone whose bare right arm hangs about column `x`, the torso 30 px to both sides of column 60. */
function withArmAt(x: number) {
  const parts = new Uint8Array(SIZE * SIZE);
  for (let y = 10; y < 110; y++) parts.fill(PART.rightArm, y * SIZE + x - 8, y * SIZE + x + 8);
  const arm = (at: number): object => ({
    shoulder: { x: at, y: 10 },
    elbow: { x: at, y: 60 },
    wrist: { x: at, y: 110 },
    thickness: { outer: 1, inner: 1, isSeen: true },
    isSleeveless: false,
  });
  const body = {
    unit: 60,
    origin: { x: 60, y: 10 },
    down: { x: 0, y: 1 },
    acrossShoulders: { x: 1, y: 0 },
    acrossHips: { x: 1, y: 0 },
    torsoLength: 90,
    halfWidth: { left: new Float32Array(41).fill(30), right: new Float32Array(41).fill(30) },
    arms: { left: arm(95), right: arm(x) },
    isHandSeen: { left: true, right: true },
  } as unknown as BodyFrame;
  return {
    crop: {
      parts: maskOf(parts),
      rect: { left: 0, top: 0, width: SIZE, height: SIZE },
    } as unknown as PersonCrop,
    removal: { reveal: maskOf(new Uint8Array(SIZE * SIZE)) } as unknown as RemovalMarks,
    body,
    fit: { sides: { left: {}, right: {} } } as unknown as Fit,
    hair: null,
  };
}

const at = (x: number, y: number): number => y * SIZE + x;

test("findFrontMasks() puts an upper arm that crosses a turned body before the torso", () => {
  const { ofTorso } = findFrontMasks(withArmAt(48));
  assert.equal(ofTorso[at(48, 40)], 1);
});

test("findFrontMasks() lets the torso's cloth lie over the inner side of an upper arm that hangs beside it", () => {
  const { ofTorso } = findFrontMasks(withArmAt(32));
  assert.equal(ofTorso[at(39, 32)], 0, "inner side");
  assert.equal(ofTorso[at(27, 32)], 1, "outer side");
});

test("findFrontMasks() hides the end of a top that is tucked in, and of the torso alone", () => {
  const input = withArmAt(20);
  const tuck = [
    { x: 0, y: 80 },
    { x: SIZE, y: 80 },
    { x: SIZE, y: SIZE },
    { x: 0, y: SIZE },
  ];
  const { ofTorso, always } = findFrontMasks({ ...input, fit: { ...input.fit, tuck } });
  assert.deepEqual([ofTorso[at(60, 79)], ofTorso[at(60, 80)]], [0, 1]);
  assert.equal(always[at(60, 80)], 0);
});

test("findFrontMasks() lets a sleeve end where its cuff does, not where the hand was found to begin", () => {
  const input = withArmAt(20);
  const { parts } = input.crop;
  // the hand from y = 90 on, the wrist at y = 110 of an arm 50 px to a chain position
  for (let y = 90; y < SIZE; y++) parts.data.fill(PART.rightHand, y * SIZE + 16, y * SIZE + 24);
  const sleeve = { outer: [], inner: [], end: 1.9, cuff: [] };
  const fit = { sides: { left: {}, right: { sleeve } } } as unknown as Fit;
  const sleeved = findFrontMasks({ ...input, fit });
  assert.deepEqual([sleeved.always[at(20, 95)], sleeved.always[at(20, 117)]], [0, 1]);
  assert.equal(sleeved.ofTorso[at(20, 95)], 1, "before the torso");
  assert.equal(findFrontMasks(input).always[at(20, 95)], 1, "without a sleeve");
});

test("findFrontMasks() leaves no seam between hair and neck through which the back collar shows", () => {
  const input = withArmAt(20);
  for (let y = 0; y < 30; y++)
    input.crop.parts.data.fill(y < 15 ? PART.hair : PART.neck, at(50, y), at(70, y));
  const { neck } = findFrontMasks(input);
  assert.deepEqual(
    [13, 14, 15, 16].map((y) => neck[at(60, y)]),
    [1, 1, 1, 1],
  );
});
