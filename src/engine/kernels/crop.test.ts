import assert from "node:assert/strict";
import { test } from "node:test";
import { cropImage, cropMask, uniteRects } from "./crop.js";

test("cropMask() copies the rectangle", () => {
  const src = { width: 4, height: 3, data: Uint8Array.from({ length: 12 }, (_, i) => i) };
  assert.deepEqual([...cropMask(src, { left: 1, top: 1, width: 2, height: 2 }).data], [5, 6, 9, 10]);
});

test("cropImage() drops alpha", () => {
  const src = { width: 2, height: 1, channels: 4 as const, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  assert.deepEqual([...cropImage(src, { left: 1, top: 0, width: 1, height: 1 }).data], [5, 6, 7]);
});

test("cropMask() refuses a rectangle that leaves the picture", () => {
  const src = { width: 4, height: 3, data: new Uint8Array(12) };
  assert.throws(() => cropMask(src, { left: 3, top: 0, width: 2, height: 2 }), {
    message: "Cannot crop 2x2 at 3,0 from a picture of 4x3",
  });
});

test("uniteRects() pads and stays in the frame", () => {
  const a = { left: 2, top: 3, width: 4, height: 4 };
  const b = { left: 10, top: 1, width: 5, height: 2 };
  assert.deepEqual(uniteRects(a, b, 3, { width: 16, height: 100 }), {
    left: 0,
    top: 0,
    width: 16,
    height: 10,
  });
});
