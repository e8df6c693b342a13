import assert from "node:assert/strict";
import { test } from "node:test";
import { gaussianBlur } from "./gaussian-blur.js";

test("gaussianBlur() keeps a constant and a total", () => {
  const flat = gaussianBlur({ width: 9, height: 6, data: new Float32Array(54).fill(3) }, 2).data;
  for (const v of flat) assert.ok(Math.abs(v - 3) < 1e-4);
  const dot = new Float32Array(41 * 41);
  dot[20 * 41 + 20] = 1;
  const spread = gaussianBlur({ width: 41, height: 41, data: dot }, 2).data;
  assert.ok(Math.abs(spread.reduce((a, b) => a + b) - 1) < 1e-4);
  // a Gaussian of sigma 2 falls to exp(-1/2) at distance 2
  assert.ok(Math.abs(spread[20 * 41 + 22]! / spread[20 * 41 + 20]! - Math.exp(-0.5)) < 1e-3);
});

test("gaussianBlur() refuses a negative sigma", () => {
  assert.throws(() => gaussianBlur({ width: 1, height: 1, data: new Float32Array(1) }, -1), {
    name: "RangeError",
    message: "Cannot blur with sigma -1: it is 0 or more",
  });
});

test("gaussianBlur() by boxes has the variance of the Gaussian within 13 %", () => {
  const dot = new Float32Array(101);
  dot[50] = 1;
  for (const sigma of [2.5, 4, 7.3]) {
    const spread = gaussianBlur({ width: 101, height: 1, data: dot }, sigma).data;
    const variance = spread.reduce((sum, v, i) => sum + v * (i - 50) ** 2, 0);
    assert.ok(Math.abs(Math.sqrt(variance) / sigma - 1) < 0.13, `sigma ${sigma}: ${Math.sqrt(variance)}`);
  }
});
