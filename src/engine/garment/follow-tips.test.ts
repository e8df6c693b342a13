import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, createPlane } from "../image.js";
import { followTipsInto } from "./follow-tips.js";

const SIZE = 40;

/** Row at which a slit two px wide, open below row 30, ends in a closed mask: cloth differs from the ground by 6, what shows in the slit by `inSlit`. */
function tipOf(inSlit: number, { near = 6, contrast = 6 } = {}): number {
  const closed = createMask(SIZE, SIZE);
  const raw = createMask(SIZE, SIZE);
  const difference = createPlane(SIZE, SIZE);
  for (let i = 0; i < 30 * SIZE; i++) {
    const isSlit = (i % SIZE === 20 || i % SIZE === 21) && i >= 5 * SIZE;
    closed.data[i] = 255;
    raw.data[i] = isSlit ? 0 : 255;
    difference.data[i] = isSlit ? inSlit : 6;
  }
  followTipsInto(closed, { difference, contrast, raw, near: new Float32Array(SIZE * SIZE).fill(near) });
  let y = SIZE - 1;
  while (y >= 0 && closed.data[y * SIZE + 20] === 0) y--;
  return y + 1;
}

test("followTipsInto() opens the end of a gap that closing filled, a few pixels deep", () => {
  assert.equal(tipOf(1), 24);
});

test("followTipsInto() leaves what differs from the ground like cloth, and what lies beside the palest cloth", () => {
  assert.equal(tipOf(4, { near: 50 }), 30, "white cloth beside a dark trim");
  assert.equal(tipOf(0.5, { near: 3 }), 30);
});
