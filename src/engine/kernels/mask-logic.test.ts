import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mask } from "../image.js";
import {
  countMarked,
  halfCovered,
  intersectMasks,
  invertMask,
  maskFrom,
  subtractMask,
  uniteMasks,
} from "./mask-logic.js";

const maskOf = (...data: number[]): Mask => ({ width: data.length, height: 1, data: Uint8Array.from(data) });
const a = maskOf(0, 0, 255, 255);
const b = maskOf(0, 255, 0, 255);

test("masks are united, intersected, subtracted and inverted pixel by pixel, and stay what they were", () => {
  assert.deepEqual(intersectMasks(a, b), maskOf(0, 0, 0, 255));
  assert.deepEqual(subtractMask(a, b), maskOf(0, 0, 255, 0));
  assert.deepEqual(invertMask(a), maskOf(255, 255, 0, 0));
  assert.deepEqual(uniteMasks(a, b, maskOf(0, 0, 0, 0)), maskOf(0, 255, 255, 255));
  assert.deepEqual(a, maskOf(0, 0, 255, 255));
});

test("maskFrom() marks what reaches the least value", () => {
  const plane = { width: 3, height: 1, data: Float32Array.of(0.2, 0.5, 0.8) };
  assert.deepEqual(maskFrom(plane, 0.5), maskOf(0, 255, 255));
});

test("halfCovered() marks what is covered by half, countMarked() counts it", () => {
  const half = halfCovered(maskOf(127, 128, 255, 0));
  assert.deepEqual(half, maskOf(0, 255, 255, 0));
  assert.equal(countMarked(half), 2);
});
