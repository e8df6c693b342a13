import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Mask } from "../image.js";
import { buildMatte } from "./build-matte.js";

const SIZE = 80;
const EDGE_X = 20;

/** The matte of cloth from column 20 to 60 on white; rows are of the greys given, in turn. The mask was drawn right. */
function matteOf(rows: (y: number) => number): Mask {
  const photo = createImage(SIZE, SIZE, 3);
  photo.data.fill(250);
  const mask = createMask(SIZE, SIZE);
  for (let y = 10; y < 70; y++) {
    for (let x = EDGE_X; x < 60; x++) {
      mask.data[y * SIZE + x] = 255;
      photo.data.fill(rows(y), 3 * (y * SIZE + x), 3 * (y * SIZE + x) + 3);
    }
  }
  return buildMatte(photo, { small: photo }, mask).matte;
}

test("buildMatte() takes no white stripe on a white ground for a notch in the cloth's edge", () => {
  const { data } = matteOf((y) => (y % 6 < 3 ? 20 : 248));
  for (let y = 20; y < 60; y++) assert.ok(data[y * SIZE + EDGE_X + 1]! > 220, `row ${y}`);
});

test("buildMatte() measures the edge of cloth that has the ground's colour nowhere else", () => {
  // one white row: the ground in a gap that was taken for cloth
  const { data } = matteOf((y) => (y === 40 ? 250 : 20));
  assert.ok(data[40 * SIZE + EDGE_X + 1]! < 60);
});
