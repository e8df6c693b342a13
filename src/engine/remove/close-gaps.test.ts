import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import { closeGaps } from "./close-gaps.js";

test("closeGaps() makes skin of a gap that body surrounds, and leaves one that opens to the background or is large", () => {
  const reveal = createMask(60, 60);
  const parts = createMask(60, 60);
  reveal.data.fill(REVEAL.arm);
  parts.data.fill(PART.upper);
  const mark = (x0: number, y0: number, side: number): void => {
    for (let y = y0; y < y0 + side; y++) reveal.data.fill(REVEAL.background, y * 60 + x0, y * 60 + x0 + side);
  };
  mark(10, 10, 3);
  mark(30, 10, 3);
  parts.data[13 * 60 + 31] = PART.background;
  mark(30, 30, 20);
  closeGaps(reveal, parts, 60);
  const at = (x: number, y: number): number => reveal.data[y * 60 + x]!;
  assert.deepEqual([at(11, 11), at(31, 11), at(40, 40)], [REVEAL.skin, REVEAL.background, REVEAL.background]);
});
