import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createMask, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { findCollar } from "./find-collar.js";

const SIZE = 100;
const BODY = {
  unit: 100,
  origin: { x: 50, y: 60 },
  acrossShoulders: { x: 1, y: 0 },
} as unknown as BodyFrame;

/** A neck above a top that begins in row 60; `isHair` tells what of both is hair. */
function wearing(isHair: (x: number, y: number) => boolean): Mask {
  const parts = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++)
      parts.data[i] = isHair(x, y) ? PART.hair : y < 60 ? PART.neck : PART.upper;
  return parts;
}

function countCollar(parts: Mask): number {
  const { data } = findCollar({ parts, body: BODY, unitPx: 100, toBody: (x, y) => ({ x, y }) });
  return data.filter((v) => v !== 0).length;
}

test("findCollar() finds a band round the neck that was taken for hair", () => {
  const parts = wearing((x, y) => x > 30 && x <= 70 && y >= 52 && y < 60);
  assert.equal(countCollar(parts), 40 * 8);
});

test("findCollar() leaves hair beside the neck, and locks that fall over it to the top", () => {
  assert.equal(countCollar(wearing((x, y) => x < 35 || (x > 65 && y < 80))), 0);
  assert.equal(countCollar(wearing((x, y) => Math.abs(x - 40 - y / 5) < 5 && y < 75)), 0);
});

test("findCollar() leaves a broad sheet of hair under the chin", () => {
  assert.equal(countCollar(wearing((x, y) => x > 30 && x <= 70 && y >= 30)), 0);
});
