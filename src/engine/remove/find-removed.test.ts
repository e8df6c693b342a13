import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createMask } from "../image.js";
import { PART } from "../person/types.js";
import { findRemoved } from "./find-removed.js";
import type { PersonCrop } from "./types.js";

const SIZE = 120;

/** A body's axis down the middle, of 200 px to the hips in row 60. */
const AXIS = {
  origin: { x: 60, y: -140 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 200,
};

/** How many rows of trousers go with a top that ends in row 60, at t = 1, on somebody 200 px wide; the waistband at t. */
function rowsRemoved(waistT: number | null): number {
  const parts = createMask(SIZE, SIZE);
  for (let i = 0; i < parts.data.length; i++) parts.data[i] = i < 60 * SIZE ? PART.upper : PART.lower;
  const rect = { left: 0, top: 0 };
  const crop = { parts, rect } as unknown as PersonCrop;
  const { data } = findRemoved(crop, { ...AXIS, unit: 200, waistT } as unknown as BodyFrame, null);
  let rows = 0;
  while (data[(60 + rows) * SIZE + 60] !== 0) rows++;
  return rows;
}

test("findRemoved() takes the shadow of a loose hem off the trousers, and leaves a waistband that shows", () => {
  assert.equal(rowsRemoved(1.03), 6);
  assert.equal(rowsRemoved(null), 6);
  // an open jacket: the waistband shows further up
  assert.equal(rowsRemoved(0.78), 6);
  assert.equal(rowsRemoved(0.93), 3);
});

test("findRemoved() takes three pixels of skin beside the top however small the person: their colours are mixed", () => {
  const parts = createMask(SIZE, SIZE);
  for (let i = 0; i < parts.data.length; i++) parts.data[i] = i < 60 * SIZE ? PART.upper : PART.leftArm;
  const crop = { parts, rect: { left: 0, top: 0 } } as unknown as PersonCrop;
  const { data } = findRemoved(crop, { ...AXIS, unit: 60, waistT: null } as unknown as BodyFrame, null);
  assert.deepEqual(
    [62, 63].map((y) => data[y * SIZE + 60]),
    [255, 0],
  );
});
