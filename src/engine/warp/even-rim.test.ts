import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { evenRim } from "./even-rim.js";

const SIZE = 60;
const CLOTH = 200;

/** A cut-out from column 10 to 40 with dark teeth, one pixel in two, at its right edge; and a strap two px wide beside it. */
function cutOut(edge: number): Parameters<typeof evenRim>[0] {
  const matte = createMask(SIZE, SIZE);
  const colour = createImage(SIZE, SIZE, 3);
  for (let y = 5; y < 55; y++) {
    matte.data.fill(255, y * SIZE + 10, y * SIZE + 40);
    matte.data.fill(255, y * SIZE + 52, y * SIZE + 54);
    colour.data.fill(CLOTH, 3 * (y * SIZE + 10), 3 * (y * SIZE + 60));
    if (y % 2 === 0) matte.data[y * SIZE + 40] = edge;
    if (y % 2 === 0) colour.data.fill(0, 3 * (y * SIZE + 40), 3 * (y * SIZE + 41));
  }
  if (edge < 255)
    for (let y = 5; y < 55; y++) for (const x of [9, 39, 51, 54]) matte.data[y * SIZE + x] = edge;
  return { matte, colour };
}

test("evenRim() takes crumbs off a hard outline and gives its rim the colour from inside, and leaves thin straps", () => {
  const { matte, colour } = evenRim(cutOut(255));
  const rows = [30, 31].map((y) => y * SIZE);
  assert.ok(matte.data[rows[0]! + 40]! < 20, "a tooth");
  assert.ok(Math.abs(matte.data[rows[0]! + 39]! - matte.data[rows[1]! + 39]!) < 90, "even");
  assert.equal(matte.data[rows[0]! + 36], 255);
  assert.ok(Math.abs(colour.data[3 * (rows[0]! + 40)]! - CLOTH) < 3, "no crumb's colour");
  assert.equal(matte.data[rows[0]! + 52], 255, "a strap");
});

test("evenRim() leaves a soft outline as it is", () => {
  const soft = cutOut(128);
  assert.equal(evenRim(soft), soft);
});
