import assert from "node:assert/strict";
import { test } from "node:test";
import { maskWhere } from "./push-pull.js";
import { smoothMask } from "./smooth-mask.js";

const SIZE = 60;

test("smoothMask() straightens a ragged border and leaves what is far from it", () => {
  // a border at x = 30 that jumps by two pixels from row to row
  const ragged = maskWhere(SIZE, SIZE, (i) => i % SIZE < 30 + (Math.floor(i / SIZE) % 2 === 0 ? 1 : -1));
  const smooth = smoothMask(ragged, 6);
  const edges = Array.from({ length: 40 }, (_, k) => {
    const row = smooth.subarray((10 + k) * SIZE, (11 + k) * SIZE);
    return row.reduce((sum, v) => sum + v, 0);
  });
  assert.ok(Math.max(...edges) - Math.min(...edges) < 0.5, edges.map((v) => v.toFixed(2)).join(" "));
  assert.equal(smooth[30 * SIZE + 5], 1);
  assert.equal(smooth[30 * SIZE + 50], 0);
});

test("smoothMask() drops a hair's breadth", () => {
  const thin = maskWhere(SIZE, SIZE, (i) => i % SIZE === 30);
  assert.ok(smoothMask(thin, 6).every((v) => v === 0));
});

test("smoothMask() keeps full and empty where a radius of one pixel smooths nothing", () => {
  const half = maskWhere(SIZE, SIZE, (i) => i % SIZE < 30);
  const smooth = smoothMask(half, 1);
  assert.deepEqual([smooth[5], smooth[50]], [1, 0]);
});
