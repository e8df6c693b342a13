import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../../image.js";
import { openGapTip } from "./open-gap-tip.js";

const SIZE = 60;

test("openGapTip() opens the closed tip of the gap between legs, and no pale print beside it", () => {
  const mask = createMask(SIZE, SIZE);
  const data = new Float32Array(3 * SIZE * SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      const d = Math.abs(x - 30);
      const isGap = y >= 25 && d <= (y < 35 ? 1 : 3);
      const isPrint = y >= 28 && y < 33 && x >= 33 && x < 38;
      data[3 * i] = isGap || isPrint ? 100 : 10;
      mask.data[i] = isGap && y >= 35 ? 0 : 255;
    }
  const split = { crotch: { x: 30, y: 10.5 }, dividing: Array.from({ length: 50 }, () => 30) };
  const opened = openGapTip(mask, { width: SIZE, height: SIZE, data }, { ...split, gapTop: 35 });
  const at = (x: number, y: number): number => opened.data[y * SIZE + x]!;
  assert.deepEqual([at(30, 30), at(30, 25), at(30, 24), at(35, 30)], [0, 0, 255, 255]);
  assert.equal(openGapTip(mask, { width: SIZE, height: SIZE, data }, split), mask);
});
