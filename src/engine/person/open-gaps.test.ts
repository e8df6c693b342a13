import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS } from "./class-priors.js";
import { openGaps } from "./open-gaps.js";

const SIZE = 100;

/** A white ground, an arm beside a black skirt, and white in the skirt: a gap at the arm, and a stripe or a print further in. */
function opened(ground: (x: number, y: number) => number): Uint8Array {
  const labels = new Uint8Array(SIZE * SIZE);
  const data = new Float32Array(3 * SIZE * SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      labels[i] = x < 20 ? CLASS.background : x < 30 ? CLASS.skin : x < 80 ? CLASS.lower : CLASS.background;
      const isGap = x >= 30 && x < 34 && y >= 40 && y < 60;
      const isStripe = x >= 60 && x < 64;
      data[3 * i] =
        labels[i] === CLASS.background || isGap || isStripe
          ? ground(x, y)
          : labels[i] === CLASS.skin
            ? 60
            : 10;
    }
  openGaps({ width: SIZE, height: SIZE, labels }, { width: SIZE, height: SIZE, data });
  return labels;
}

test("openGaps() opens a gap of the ground's colour between arm and skirt, and no stripe", () => {
  const labels = opened(() => 100);
  assert.equal(labels[50 * SIZE + 31], CLASS.background);
  assert.equal(labels[50 * SIZE + 61], CLASS.lower);
  assert.equal(labels[50 * SIZE + 25], CLASS.skin);
});

test("openGaps() opens nothing before a ground that is not plain", () => {
  assert.equal(opened((x, y) => (17 * x + 31 * y) % 97)[50 * SIZE + 31], CLASS.lower);
});
