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

test("resizePlane() equals the naive triangle filter on random sizes", () => {
  let seed = 3;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const weight = (from: number, to: number, i: number, j: number): number => {
    const scale = from / to;
    const support = Math.max(1, scale);
    let [sum, mine] = [0, 0];
    for (let k = -40; k < from + 40; k++) {
      const w = Math.max(0, 1 - Math.abs(k + 0.5 - (i + 0.5) * scale) / support);
      sum += w;
      if (Math.min(from - 1, Math.max(0, k)) === j) mine += w;
    }
    return mine / sum;
  };
  for (let round = 0; round < 25; round++) {
    const [w, h, toW, toH] = Array.from({ length: 4 }, () => 1 + Math.floor(random() * 17)) as [
      number,
      number,
      number,
      number,
    ];
    const data = Float32Array.from({ length: w * h }, random);
    const found = resizePlane({ width: w, height: h, data }, toW, toH).data;
    for (let i = 0; i < found.length; i++) {
      let wanted = 0;
      for (let j = 0; j < data.length; j++) {
        const across = weight(w, toW, i % toW, j % w);
        wanted += data[j]! * across * weight(h, toH, Math.floor(i / toW), Math.floor(j / w));
      }
      assert.ok(Math.abs(found[i]! - wanted) < 1e-5, `${w}x${h} to ${toW}x${toH}: ${found[i]}, ${wanted}`);
    }
  }
});
