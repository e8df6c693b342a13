import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlane } from "../image.js";
import { findForeground } from "./find-foreground.js";

const SIZE = 400;
const GROUND = {
  coefficients: [
    [96, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  noise: 0,
  share: 1,
} as const;

/** Cloth that differs from the ground by `contrast` (Lab): a body 200 px wide and, beyond a slit of 8 px that is open below, a sleeve. */
function findTop(contrast: number, { noise = 0, slitDiffers = 0 } = {}): (x: number, y: number) => boolean {
  const difference = createPlane(SIZE, SIZE);
  for (let y = 40; y < 360; y++) {
    for (let x = 60; x < 340; x++) {
      const isSlit = x >= 260 && x < 268 && y >= 100;
      const isBelow = x >= 260 && y >= 200;
      if (!isBelow) difference.data[y * SIZE + x] = isSlit ? slitDiffers : contrast;
    }
  }
  const mask = findForeground(difference, { ...GROUND, noise })?.mask;
  return (x, y) => mask?.data[y * SIZE + x] === 255;
}

test("findForeground() leaves the gap open that it closed between body and sleeve of faint cloth", () => {
  const isCloth = findTop(4);
  assert.deepEqual([isCloth(264, 150), isCloth(250, 150), isCloth(300, 150)], [false, true, true]);
});

test("findForeground() closes what differs from the ground nearly as much as faint cloth does", () => {
  assert.equal(findTop(2, { slitDiffers: 0.8 })(264, 150), true);
});

test("findForeground() opens nothing in faint cloth on a ground that varies as much", () => {
  assert.equal(findTop(4, { noise: 0.9 })(264, 150), true);
});
