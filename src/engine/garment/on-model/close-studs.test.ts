import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../../image.js";
import { closeStuds } from "./close-studs.js";
import { SIGHT } from "./sight.js";

test("closeStuds() closes spots of skin at a garment's edge, and leaves the ground and a neckline's end", () => {
  const [width, height] = [120, 60];
  const sight = createMask(width, height);
  const at = (x: number, y: number): number => y * width + x;
  for (let y = 10; y < 50; y++) sight.data.fill(SIGHT.cloth, at(10, y), at(110, y));
  const spots = [
    { x: 20, tall: 4 },
    { x: 50, tall: 4 },
    { x: 80, tall: 20 },
  ];
  for (const { x, tall } of spots)
    for (let y = 12; y < 12 + tall; y++) sight.data.fill(SIGHT.other, at(x, y), at(x + 4, y));
  closeStuds(sight, 80, (i) => i % width !== 21 && i % width < 100 && !(i % width >= 50 && i % width < 54));
  assert.equal(sight.data[at(20, 13)], SIGHT.cloth);
  assert.equal(sight.data[at(51, 13)], SIGHT.other, "no skin");
  assert.equal(sight.data[at(81, 20)], SIGHT.other, "too long");
});

test("closeStuds() leaves the end of a wide V neckline", () => {
  const sight = createMask(120, 80);
  sight.data.fill(SIGHT.cloth);
  for (let y = 0; y < 32; y++) for (let x = 28 + y; x < 92 - y; x++) sight.data[y * 120 + x] = SIGHT.other;
  closeStuds(sight, 160, () => true);
  assert.equal(sight.data[30 * 120 + 60], SIGHT.other);
});
