import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { findMissingBlur, softenColour, softenCoverage } from "./soften-source.js";

const SIDE = 200;

/** A garment with sharp dark bars, left half of the picture; the ground is green. */
function drawGarment(): { readonly colour: Image8; readonly matte: Mask } {
  const colour = createImage(SIDE, SIDE, 3);
  const matte = createMask(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const x = i % SIDE;
    if (x < SIDE / 2) matte.data[i] = 255;
    colour.data.set(x >= SIDE / 2 ? [0, 255, 0] : x % 20 < 10 ? [200, 200, 200] : [40, 40, 40], 3 * i);
  }
  return { colour, matte };
}

test("a garment is not blurred for a sharp photo", () => {
  assert.equal(findMissingBlur(drawGarment(), { scale: 0.5, blurPx: 0.5 }), 0);
});

test("what a soft photo's blur exceeds the garment's is missing, as variances add up", () => {
  const missing = findMissingBlur(drawGarment(), { scale: 0.5, blurPx: 1.7 });
  assert.ok(Math.abs(missing ** 2 + 0.5 ** 2 - 1.7 ** 2) < 0.01);
});

test("a garment as soft as the photo, at its scale, stays", () => {
  const { colour, matte } = drawGarment();
  const soft = { colour: softenColour(colour, matte, 2), matte };
  assert.ok(findMissingBlur(soft, { scale: 1, blurPx: 2 }) < 0.8);
  assert.ok(findMissingBlur(soft, { scale: 0.5, blurPx: 2 }) > 1.5);
});

test("a softened garment takes no colour of its ground", () => {
  const { colour, matte } = drawGarment();
  const soft = softenColour(colour, matte, 1.5);
  for (let x = 0; x < SIDE / 2 + 4; x++) {
    const at = 3 * (100 * SIDE + x);
    assert.ok(Math.abs(soft.data[at]! - soft.data[at + 1]!) <= 1, `green at ${x}`);
  }
});

test("a softened coverage keeps its edge's place", () => {
  const { matte } = drawGarment();
  const row = softenCoverage(matte, 1.5).data.subarray(100 * SIDE, 101 * SIDE);
  assert.ok(row[SIDE / 2 - 1]! > 127 && row[SIDE / 2]! < 128);
  assert.ok(row[SIDE / 2 - 2]! < 255 && row[SIDE / 2 + 1]! > 0);
});
