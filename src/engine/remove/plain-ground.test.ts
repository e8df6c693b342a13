import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { PART } from "../person/types.js";
import { fitsGround, isClothOnGround, predictGround } from "./plain-ground.js";

const SIZE = 240;
const UNIT = 110;
/** The top as it was parsed ends here; RIM px more of it were taken for the wall. */
const EDGE = 120;
const RIM = 6;

/** A white top before a wall of the given grey, and what is found at a distance from the parsed top's edge. */
function lookAt(wall: number): (fromEdge: number) => { isCloth: boolean; fits: boolean } {
  const photo = createImage(SIZE, SIZE, 3);
  const parts: Mask = createMask(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    const isRow = y > 60 && y < 180;
    if (isRow && x > 60 && x < EDGE) parts.data[i] = PART.upper;
    photo.data.fill(isRow && x > 60 && x < EDGE + RIM ? 250 : wall, 3 * i, 3 * i + 3);
  }
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  const crop = { rect, photo, parts, matte: createMask(SIZE, SIZE) };
  // only the unit is read
  const ground = predictGround(crop, { unit: UNIT } as BodyFrame)!;
  return (fromEdge) => {
    const i = 120 * SIZE + EDGE + fromEdge;
    return { isCloth: isClothOnGround(ground, i), fits: fitsGround(ground, i) };
  };
}

test("predictGround() finds a pale rim that goes on from the top, thin as it is", () => {
  const at = lookAt(244);
  assert.deepEqual(at(2), { isCloth: true, fits: false });
  assert.deepEqual(at(RIM + 8), { isCloth: false, fits: true });
});

test("predictGround() sees no cloth where the wall goes on", () => {
  const at = lookAt(249);
  assert.deepEqual(at(2), { isCloth: false, fits: true });
});
