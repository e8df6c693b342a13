import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { findNearest, NOWHERE } from "./nearest-pixel.js";

test("findNearest() points at itself in the mask and at the only marked pixel elsewhere", () => {
  const mask = createMask(5, 4);
  mask.data[1 * 5 + 3] = 255;
  const { offset } = findNearest(mask);
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 5; x++) {
      const i = 2 * (y * 5 + x);
      assert.deepEqual([offset[i]! + 0, offset[i + 1]! + 0], [3 - x, 1 - y]);
    }
  }
});

test("findNearest() says nowhere when nothing is marked", () => {
  const { offset } = findNearest(createMask(3, 2));
  assert.equal(
    offset.filter((_, i) => i % 2 === 0).every((v) => v === NOWHERE),
    true,
  );
});

test("findNearest() is within 0.3 px of the naive search on random masks", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 40; round++) {
    const width = 1 + Math.floor(random() * 17);
    const height = 1 + Math.floor(random() * 17);
    const mask = createMask(width, height);
    for (let i = 0; i < mask.data.length; i++) if (random() < 0.08) mask.data[i] = 255;
    if (!mask.data.includes(255)) continue;
    const { offset } = findNearest(mask);
    for (let i = 0; i < mask.data.length; i++) {
      const found = Math.hypot(offset[2 * i]!, offset[2 * i + 1]!);
      const target = i + offset[2 * i + 1]! * width + offset[2 * i]!;
      assert.equal(mask.data[target], 255);
      let best = Infinity;
      mask.data.forEach((v, j) => {
        if (v !== 0)
          best = Math.min(
            best,
            Math.hypot((j % width) - (i % width), Math.floor(j / width) - Math.floor(i / width)),
          );
      });
      assert.ok(found - best < 0.3, `${found} against ${best}`);
    }
  }
});
