import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Mask } from "../image.js";
import { softenShare } from "./piece-map.js";

const SIZE = 40;

/** A piece that a slanting cut bounds: one step aside for two down. */
function slanting(): Mask {
  const mask = createMask(SIZE, SIZE);
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < 10 + (y >> 1); x++) mask.data[y * SIZE + x] = 255;
  return mask;
}

/** Where the share passes from more than half to less in a row, in map pixels. */
function edgeOf({ mask, ramp }: ReturnType<typeof softenShare>, y: number): number {
  const middle = (255 * (ramp[0] + ramp[1])) / 2;
  const row = mask.data.subarray(y * SIZE, (y + 1) * SIZE);
  const x = row.findIndex((v) => v < middle);
  return x - 1 + (row[x - 1]! - middle) / (row[x - 1]! - row[x]!);
}

test("softenShare() makes a slanting cut straight", () => {
  const share = softenShare(slanting(), 1);
  for (let y = 10; y < 30; y++) {
    const step = edgeOf(share, y + 1) - edgeOf(share, y);
    assert.ok(Math.abs(step - 0.5) < 0.15, `${step}`);
  }
});

test("softenShare() lets both sides of a cut overlap, in a wider ramp where the garment is drawn small", () => {
  const [large, small] = [softenShare(slanting(), 1), softenShare(slanting(), 0.15)];
  for (const { ramp } of [large, small]) assert.ok((ramp[0] + ramp[1]) / 2 < 0.5);
  assert.ok(small.ramp[1] - small.ramp[0] > 2 * (large.ramp[1] - large.ramp[0]));
});
