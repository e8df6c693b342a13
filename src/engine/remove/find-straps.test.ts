import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { findStraps } from "./find-straps.js";

const SIZE = 120;
const BODY = {
  unit: 100,
  origin: { x: 60, y: 20 },
  acrossShoulders: { x: 1, y: 0 },
  down: { x: 0, y: 1 },
} as unknown as BodyFrame;

/** Skin with a black top from row 60 on, and a black line of the given width from it up to row 10 about column `x`. */
function wearing(x: number, width: number) {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  const odd = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++) {
    for (let c = 0; c < SIZE; c++, i++) {
      const isLine = y >= 10 && Math.abs(c - x) <= width / 2;
      const isTop = y >= 60;
      parts.data[i] = isTop ? PART.upper : PART.neck;
      if (isLine && !isTop) odd.data[i] = 255;
      photo.data.set(isLine || isTop ? [25, 22, 24] : [205, 160, 135], 3 * i);
    }
  }
  return {
    photo,
    parts,
    odd,
    body: BODY,
    toBody: (px: number, py: number) => ({ x: px, y: py }),
    unitPx: 100,
  };
}

const at = (x: number, y: number): number => y * SIZE + x;

test("findStraps() finds a thin line of the top's colours that leads up to the shoulder", () => {
  const straps = findStraps(wearing(90, 3));
  assert.equal(straps.data[at(90, 30)], 255);
  assert.equal(straps.data[at(70, 30)], 0);
});

test("findStraps() leaves what is wide, and a chain that leads to the neck", () => {
  assert.ok(findStraps(wearing(90, 14)).data.every((v) => v === 0));
  assert.ok(findStraps(wearing(64, 3)).data.every((v) => v === 0));
});
