import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, createPlane } from "../image.js";
import { boxFilter } from "./box-filter.js";
import { softenMask } from "./soften-mask.js";

for (const [width, height] of [
  [7, 5],
  [1, 6],
  [6, 1],
  [2, 2],
  [1, 1],
] as const) {
  test(`a mask of ${width} x ${height} is softened as the box filter does it`, () => {
    const mask = createMask(width, height);
    const plane = createPlane(width, height);
    for (let i = 0; i < plane.data.length; i++) {
      plane.data[i] = (i * 7) % 3 === 0 || i % 5 === 1 ? 1 : 0;
      mask.data[i] = 255 * plane.data[i]!;
    }
    const wanted = boxFilter(plane, 1).data;
    softenMask(mask).forEach((v, i) => assert.ok(Math.abs(v - wanted[i]!) < 1e-6, `${i}: ${v}`));
  });
}
