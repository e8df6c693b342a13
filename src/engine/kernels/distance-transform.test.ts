import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceInside, distanceToMask } from "./distance-transform.js";

function naive(width: number, data: Uint8Array): number[] {
  return Array.from(data, (_, i) => {
    let best = Infinity;
    for (let j = 0; j < data.length; j++) {
      if (data[j]! < 128) continue;
      best = Math.min(
        best,
        Math.hypot((i % width) - (j % width), Math.floor(i / width) - Math.floor(j / width)),
      );
    }
    return best;
  });
}

test("distanceToMask() equals the naive distance on seeded masks", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let round = 0; round < 20; round++) {
    const width = 1 + Math.floor(random() * 17);
    const height = 1 + Math.floor(random() * 17);
    const data = Uint8Array.from({ length: width * height }, () => (random() < 0.15 ? 255 : 0));
    data[Math.floor(random() * data.length)] = 255;
    const wanted = naive(width, data);
    const found = distanceToMask({ width, height, data }).data;
    for (let i = 0; i < wanted.length; i++) assert.ok(Math.abs(found[i]! - wanted[i]!) < 1e-4);
  }
});

test("distanceInside() is 0 outside and counts pixels inwards", () => {
  const data = Uint8Array.of(0, 255, 255, 255, 0);
  assert.deepEqual([...distanceInside({ width: 5, height: 1, data }).data], [0, 1, 2, 1, 0]);
});

test("distanceToMask() of an empty mask is far everywhere", () => {
  assert.deepEqual([...distanceToMask({ width: 2, height: 1, data: new Uint8Array(2) }).data], [1e10, 1e10]);
});
