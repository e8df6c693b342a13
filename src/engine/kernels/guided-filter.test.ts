import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createPlane, type Image8, type Plane } from "../image.js";
import { boxFilter } from "./box-filter.js";
import { applyGuided, fitGuided, prepareGuide } from "./guided-filter.js";

function guidedFilter(plane: Plane, guide: Image8, radiusPx: number, epsilon: number): Plane {
  return applyGuided(fitGuided(prepareGuide(guide, radiusPx, epsilon), plane), guide);
}

test("boxFilter() averages what its window holds, cut at the border", () => {
  const src = { width: 3, height: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  assert.deepEqual([...boxFilter(src, 1).data], [3, 3.5, 4, 3, 3.5, 4]);
  assert.deepEqual([...boxFilter(src, 0).data], [1, 2, 3, 4, 5, 6]);
});

test("boxFilter() equals the naive mean on odd sizes and wide windows", () => {
  for (const [width, height, radius] of [
    [1, 1, 3],
    [5, 3, 2],
    [7, 11, 4],
    [2, 9, 9],
  ] as const) {
    const src = createPlane(width, height);
    for (let i = 0; i < src.data.length; i++) src.data[i] = (i * 37) % 11;
    const out = boxFilter(src, radius);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        let count = 0;
        for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
          for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++, count++) {
            sum += src.data[v * width + u]!;
          }
        }
        assert.ok(Math.abs(out.data[y * width + x]! - sum / count) < 1e-5);
      }
    }
  }
});

test("the guided filter keeps a constant constant, whatever the guide", () => {
  const guide = createImage(9, 7, 3);
  for (let i = 0; i < guide.data.length; i++) guide.data[i] = (i * 71) % 256;
  const out = guidedFilter({ width: 9, height: 7, data: new Float32Array(63).fill(0.4) }, guide, 2, 1e-3);
  for (const v of out.data) assert.ok(Math.abs(v - 0.4) < 1e-4);
});

test("the guided filter moves a misplaced edge towards the guide's edge", () => {
  const guide = createImage(20, 9, 3);
  const plane = createPlane(20, 9);
  for (let y = 0; y < 9; y++) {
    for (let x = 0; x < 20; x++) {
      guide.data.fill(x < 10 ? 20 : 230, (y * 20 + x) * 3, (y * 20 + x) * 3 + 3);
      plane.data[y * 20 + x] = x < 11 ? 0 : 1;
    }
  }
  const out = guidedFilter(plane, guide, 4, 1e-4);
  assert.ok(out.data[4 * 20 + 9]! < 0.3, `${out.data[89]}`);
  assert.ok(out.data[4 * 20 + 10]! > 0.6, `${out.data[90]}`);
});
