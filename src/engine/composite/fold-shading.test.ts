import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "../remove/mod.js";
import { readFoldShading } from "./fold-shading.js";

const SIZE = 140;
const UNIT = 70;

/** A top over the whole crop, of the grey that `greyAt` gives. */
function wearing(greyAt: (x: number, y: number) => number): PersonCrop {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  parts.data.fill(PART.upper);
  for (let i = 0; i < SIZE * SIZE; i++)
    photo.data.fill(greyAt(i % SIZE, Math.floor(i / SIZE)), 3 * i, 3 * i + 3);
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  return { photo, parts, rect } as unknown as PersonCrop;
}

test("readFoldShading() takes over folds and the dark side of a body from a plain top", () => {
  const shading = readFoldShading(
    wearing((x) => (x > 64 && x < 76 ? 120 : 170 - x / 4)),
    UNIT,
  );
  const at = (x: number): number => shading[70 * SIZE + x]!;
  assert.ok(at(70) < 0.93 * at(50), "a fold is darker than its surroundings");
  assert.ok(at(120) < at(20) - 0.02, "so is the side away from the light");
});

test("readFoldShading() tells nothing from a print", () => {
  const shading = readFoldShading(
    wearing((x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? 40 : 220)),
    UNIT,
  );
  assert.ok(shading.every((v) => v === 1));
});

test("readFoldShading() reads the folds beside a print, and nothing of the print", () => {
  const fold = (x: number): number => 190 * (1 - 0.18 * Math.exp(-(((x - 100) / 6) ** 2)));
  const bare = readFoldShading(wearing(fold), UNIT);
  const printed = readFoldShading(
    wearing((x, y) => (x > 20 && x < 60 && y > 50 && y < 90 ? 40 : fold(x))),
    UNIT,
  );
  for (const [x, y] of [
    [100, 70],
    [100, 20],
    [40, 70],
    [18, 70],
  ] as const)
    assert.ok(Math.abs(printed[y * SIZE + x]! - bare[y * SIZE + x]!) < 0.03, `${x}, ${y}`);
});

test("readFoldShading() sees no fold where a light cloth ends at a dark one", () => {
  const shading = readFoldShading(
    wearing((_, y) => (y < 90 ? 200 : 140)),
    UNIT,
  );
  for (const y of [40, 88, 92, 130]) assert.ok(Math.abs(shading[y * SIZE + 70]! - 1) < 0.01, `row ${y}`);
});
