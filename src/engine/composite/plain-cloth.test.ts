import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, createPlane, type Mask } from "../image.js";
import { findPlainCloth } from "./plain-cloth.js";

const SIZE = 60;

type Rgb = readonly [number, number, number];

/** Plain cloth of a top over the whole picture, of the colours that `colourAt` gives. */
function findOn(colourAt: (x: number, y: number) => Rgb): Mask {
  const photo = createImage(SIZE, SIZE, 3);
  const value = createPlane(SIZE, SIZE);
  const solid = createMask(SIZE, SIZE);
  solid.data.fill(255);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const colour = colourAt(i % SIZE, Math.floor(i / SIZE));
    photo.data.set(colour, 3 * i);
    value.data[i] = Math.log((colour[1] / 255) ** 2.2 + 0.04);
  }
  return findPlainCloth(photo, value, solid);
}

const isPlain = (mask: Mask, x: number, y: number): boolean => mask.data[y * SIZE + x] !== 0;

test("findPlainCloth() keeps one dye in light and shade", () => {
  const mask = findOn((x) => {
    const light = 0.75 + 0.25 * Math.sin(x / 9);
    return [30 * light, 40 * light, 120 * light];
  });
  assert.ok(mask.data.every((mark) => mark !== 0));
});

test("findPlainCloth() leaves out a print of another colour, one of another brightness and what lies about them", () => {
  const isPrint = (x: number, y: number): boolean => x >= 20 && x < 32 && y >= 20 && y < 32;
  for (const ink of [
    [90, 150, 220],
    [60, 50, 40],
  ] as const) {
    const mask = findOn((x, y) => (isPrint(x, y) ? ink : [220, 180, 150]));
    assert.ok(!isPlain(mask, 26, 26), "the ink");
    assert.ok(!isPlain(mask, 18, 26), "its rim");
    assert.ok(isPlain(mask, 10, 26) && isPlain(mask, 45, 45), "the cloth beside it");
  }
});

test("findPlainCloth() leaves out an edge of the cloth itself and a patch that edges enclose", () => {
  // a flap throws a shadow, and within it lies a small light patch
  const mask = findOn((x, y) => {
    if (x > 36 && x < 48 && y > 36 && y < 48) return [215, 215, 215];
    return y > 30 ? [165, 165, 165] : [215, 215, 215];
  });
  assert.ok(!isPlain(mask, 15, 30), "the flap's edge");
  assert.ok(!isPlain(mask, 42, 42), "the patch");
  assert.ok(isPlain(mask, 15, 15) && isPlain(mask, 15, 50), "the cloth on both sides");
});
