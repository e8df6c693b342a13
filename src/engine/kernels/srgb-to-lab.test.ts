import assert from "node:assert/strict";
import { test } from "node:test";
import { srgbToLabColour } from "./srgb-to-lab.js";

const KNOWN: readonly (readonly [readonly [number, number, number], readonly [number, number, number]])[] = [
  // published CIE Lab values of sRGB's corners, D65
  [
    [255, 255, 255],
    [100, 0, 0],
  ],
  [
    [0, 0, 0],
    [0, 0, 0],
  ],
  [
    [255, 0, 0],
    [53.24, 80.09, 67.2],
  ],
  [
    [0, 255, 0],
    [87.73, -86.18, 83.18],
  ],
  [
    [0, 0, 255],
    [32.3, 79.19, -107.86],
  ],
  [
    [119, 119, 119],
    [50.03, 0, 0],
  ],
];

test("srgbToLabColour() agrees with published values within 0.15", () => {
  for (const [[r, g, b], lab] of KNOWN) {
    const found = srgbToLabColour(r, g, b);
    for (let c = 0; c < 3; c++) {
      assert.ok(
        Math.abs(found[c]! - lab[c]!) < 0.15,
        `${r},${g},${b}: ${found.join(" ")} want ${lab.join(" ")}`,
      );
    }
  }
});
