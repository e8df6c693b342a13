import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../../image.js";
import { closeStuds } from "./close-studs.js";
import { SIGHT } from "./sight.js";

test("closeStuds() closes golden spots at a garment's edge, and leaves skin, the ground and what is long", () => {
  const [width, height] = [140, 60];
  const sight = createMask(width, height);
  const lab = new Float32Array(3 * width * height);
  const at = (x: number, y: number): number => y * width + x;
  for (let i = 0; i < width * height; i++) lab.set([75, 15, 18], 3 * i);
  for (let y = 10; y < 50; y++) sight.data.fill(SIGHT.cloth, at(10, y), at(130, y));
  const cut = (x: number, tall: number, isGold: boolean): void => {
    for (let y = 10; y < 10 + tall; y++)
      for (let k = 0; k < 4; k++) {
        sight.data[at(x + k, y)] = SIGHT.other;
        if (isGold) lab.set([65, 5, 45], 3 * at(x + k, y));
      }
  };
  cut(20, 4, true);
  cut(50, 4, true);
  cut(80, 20, true);
  cut(110, 4, false);
  closeStuds(sight, 80, { lab, isSkin: (i) => i % width < 50 || i % width > 53 });
  assert.equal(sight.data[at(21, 11)], SIGHT.cloth);
  assert.equal(sight.data[at(51, 11)], SIGHT.other, "no skin in the parsing");
  assert.equal(sight.data[at(81, 20)], SIGHT.other, "too long");
  assert.equal(sight.data[at(111, 11)], SIGHT.other, "like the skin above it");
});
