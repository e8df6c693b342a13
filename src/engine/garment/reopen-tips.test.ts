import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, createPlane } from "../image.js";
import { reopenTipsInto } from "./reopen-tips.js";

const SIZE = 120;
const HEM = 90;

/** Row at which a slit two px wide, open below the hem, ends in a closed mask: cloth differs from the ground by 6, what shows in the slit by `inSlit`. */
function tipOf(inSlit: number, { near = 6, contrast = 6, slits = 1 } = {}): number {
  const closed = createMask(SIZE, SIZE);
  const raw = createMask(SIZE, SIZE);
  const difference = createPlane(SIZE, SIZE);
  for (let i = 0; i < HEM * SIZE; i++) {
    const x = (i % SIZE) - 20;
    const isSlit = x >= 0 && x < 8 * slits && x % 8 < 2 && i >= 5 * SIZE;
    closed.data[i] = 255;
    raw.data[i] = isSlit ? 0 : 255;
    difference.data[i] = isSlit ? inSlit : 6;
  }
  reopenTipsInto(closed, { difference, contrast, raw, near: new Float32Array(SIZE * SIZE).fill(near) });
  let y = SIZE - 1;
  while (y >= 0 && closed.data[y * SIZE + 20] === 0) y--;
  return y + 1;
}

test("reopenTipsInto() opens the end of a gap that closing filled, a few pixels deep", () => {
  assert.equal(tipOf(1), HEM - 6);
});

test("reopenTipsInto() leaves what differs from the ground like cloth, and what lies beside the palest cloth", () => {
  assert.equal(tipOf(4, { near: 50 }), HEM, "white cloth beside a dark trim");
  assert.equal(tipOf(0.5, { near: 3 }), HEM);
});

test("reopenTipsInto() opens nothing where there is a tip at every step: cloth as faint as its ground", () => {
  assert.equal(tipOf(1, { slits: 6 }), HEM);
});
