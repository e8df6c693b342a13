import assert from "node:assert/strict";
import { test } from "node:test";
import { resizeImage, resizeMask, resizePlane } from "./resize.js";

test("resizeImage() keeps a constant constant at any size", () => {
  for (const [w, h] of [
    [1, 1],
    [3, 7],
    [17, 5],
    [40, 31],
  ] as const) {
    const out = resizeImage(
      { width: 13, height: 11, channels: 3, data: new Uint8Array(13 * 11 * 3).fill(77) },
      w,
      h,
    );
    assert.equal(out.data.length, w * h * 3);
    assert.deepEqual(new Set(out.data), new Set([77]));
  }
});

test("resizePlane() to the same size is the identity", () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i * i);
  assert.deepEqual(resizePlane({ width: 4, height: 3, data }, 4, 3).data, data);
});

test("resizeMask() averages areas when it halves", () => {
  const src = { width: 4, height: 1, data: Uint8Array.of(0, 0, 200, 200) };
  const out = resizeMask(src, 2, 1).data;
  // triangle filter of support 2: weights 1/8 3/8 3/8 1/8 around each centre, border clamped
  assert.deepEqual([...out], [25, 175]);
});

test("resizePlane() keeps a linear ramp linear away from the border", () => {
  const data = Float32Array.from({ length: 16 }, (_, i) => i + 0.5);
  const out = resizePlane({ width: 16, height: 1, data }, 32, 1).data;
  for (let i = 2; i < 30; i++) assert.ok(Math.abs(out[i]! - (i + 0.5) / 2) < 1e-4, `at ${i}: ${out[i]}`);
});
