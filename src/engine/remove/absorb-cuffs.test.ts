import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createMask } from "../image.js";
import { PART } from "../person/types.js";
import { absorbCuffs } from "./absorb-cuffs.js";

const RECT = { left: 0, top: 0, width: 200, height: 260 };
/** The sleeve ends above this row. */
const CUFF = 110;

const arm = (x: number): object => ({
  shoulder: { x, y: 40 },
  elbow: { x, y: 140 },
  wrist: { x, y: 240 },
  thickness: { outer: 1, inner: 1, isSeen: true },
  isSleeveless: false,
});
const BODY = { unit: 100, arms: { left: arm(150), right: arm(50) } } as unknown as BodyFrame;

/** What becomes of a pixel at (x, y) when the left arm is bare below the cuff, with a spike of its label six px out to both sides beside that. */
function partAt(x: number, y: number): number {
  const parts = createMask(RECT.width, RECT.height);
  for (let row = 30; row < 240; row++) {
    const part = row < CUFF ? PART.upper : PART.leftArm;
    const out = row >= CUFF && row < CUFF + 4 ? 8 : 0;
    parts.data.fill(part, row * RECT.width + 139 - out, row * RECT.width + 161 + out);
  }
  return absorbCuffs(parts, RECT, BODY).data[y * RECT.width + x]!;
}

test("absorbCuffs() counts what stands out of an arm beside its cuff to the worn top, but not on an upper arm's inner side", () => {
  assert.equal(partAt(166, CUFF + 1), PART.upper, "outside");
  assert.equal(partAt(150, CUFF + 1), PART.leftArm, "on the arm");
  assert.equal(partAt(134, CUFF + 1), PART.leftArm, "an armpit's skin");
});
