import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { findCollar } from "./find-collar.js";

const SIZE = 100;
const UNIT = 80;

/** Neck down to row 40, then a band of hair of 8 rows between two columns, then the top. */
function wearing(fromX: number, toX: number, hairFromY: number): Mask {
  const parts = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      const isHair = x >= fromX && x < toX && y >= hairFromY && y < 48;
      parts.data[i] = isHair ? PART.hair : y < 40 ? PART.neck : PART.upper;
    }
  return parts;
}

test("findCollar() finds a band across the throat that was taken for hair", () => {
  const collar = findCollar(wearing(30, 70, 40), UNIT);
  assert.equal(collar.data[44 * SIZE + 50], 255);
  assert.equal(collar.data[38 * SIZE + 50], 0);
});

test("findCollar() leaves a strand's tip and hair that hangs down from above", () => {
  assert.ok(findCollar(wearing(45, 53, 40), UNIT).data.every((v) => v === 0));
  assert.ok(findCollar(wearing(30, 70, 0), UNIT).data.every((v) => v === 0));
});
