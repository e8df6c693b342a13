import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { absorbTrim } from "./absorb-trim.js";

const SIZE = 240;
const SKIN = [200, 150, 120];
const TEAL = [20, 170, 160];

/** Shoulders at row 160 about column 120, the mouth at row 90. */
const BODY = {
  unit: 120,
  torsoLength: 190,
  origin: { x: 120, y: 160 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  mouth: { x: 120, y: 90 },
} as unknown as BodyFrame;

test("absorbTrim() takes a collar turned up beside the chin for the top's, not what is odd in a face", () => {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  const paint = (box: readonly [number, number, number, number], part: number, colour: number[]): void => {
    const [left, top, right, bottom] = box;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        parts.data[y * SIZE + x] = part;
        photo.data.set(colour, 3 * (y * SIZE + x));
      }
    }
  };
  paint([80, 50, 160, 120], PART.face, SKIN);
  paint([100, 120, 140, 150], PART.neck, SKIN);
  paint([40, 150, 200, 240], PART.upper, TEAL);
  paint([160, 110, 200, 150], PART.upper, TEAL);
  paint([160, 100, 190, 110], PART.face, TEAL);
  paint([110, 86, 130, 94], PART.face, TEAL);
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  const { data } = absorbTrim({ photo, parts, matte: parts, rect }, BODY);
  assert.equal(data[104 * SIZE + 175], PART.upper, "beside the chin");
  assert.equal(data[90 * SIZE + 120], PART.face, "the mouth");
});
