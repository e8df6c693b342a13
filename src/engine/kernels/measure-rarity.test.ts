import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage } from "../image.js";
import { measureRarity } from "./measure-rarity.js";
import { maskWhere } from "./push-pull.js";

test("measureRarity() tells a small thing from the two colours of the place that it stands in", () => {
  const image = createImage(80, 80, 3);
  const isThing = (x: number, y: number): boolean => x >= 60 && x < 70 && y >= 60 && y < 70;
  for (let i = 0; i < 80 * 80; i++) {
    const [x, y] = [i % 80, Math.floor(i / 80)];
    image.data.set(isThing(x, y) ? [220, 20, 20] : y < 40 ? [60, 90, 60] : [200, 190, 170], 3 * i);
  }
  const known = maskWhere(80, 80, (i) => i % 80 > 20);
  const rare = measureRarity(image, known).data;
  assert.ok(rare[64 * 80 + 64]! > 0.4);
  assert.equal(rare[20 * 80 + 40], 0);
  assert.equal(rare[60 * 80 + 40], 0);
  assert.equal(rare[64 * 80 + 10], 0);
});
