import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import type { LegChain } from "../fit/leg-chain.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import { PART } from "../person/types.js";
import { absorbFringe } from "./absorb-fringe.js";
import type { PersonCrop } from "./types.js";

const [width, height] = [80, 120];
const leg = {
  hip: { x: 40, y: 0 },
  knee: { x: 40, y: 80 },
  ankle: { x: 40, y: 118 },
  name: "left",
  unit: 80,
};
const frame = { body: { unit: 80 }, legs: { left: leg as LegChain, right: leg as LegChain } } as LowerFrame;

/** A bare leg from x = 20 to 60 under a garment that ends at y = 30; its first column is mixed with the wall, a string hangs at x = 40. */
function wear(cloth: number, mixed: number): (x: number, y: number) => number {
  const photo = createImage(width, height, 3);
  const parts = createMask(width, height);
  const skin = createMask(width, height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isLeg = x >= 20 && x < 60;
    const isString = x === 40 && y < 60;
    parts.data[i] = isLeg ? (y < 30 ? PART.lower : PART.leg) : PART.background;
    const grey = !isLeg ? 245 : y < 30 || isString ? cloth : x === 20 ? mixed : 150;
    photo.data.fill(grey, 3 * i, 3 * i + 3);
    if (parts.data[i] === PART.leg && x > 20 && !isString) skin.data[i] = 255;
  }
  const rect = { left: 0, top: 0, width, height };
  const crop: PersonCrop = { rect, photo, parts, matte: createMask(width, height) };
  const absorbed = absorbFringe(crop, skin, frame).parts;
  return (x, y) => absorbed.data[y * width + x]!;
}

test("absorbFringe() counts a garment's strings to it", () => {
  const at = wear(30, 200);
  assert.deepEqual([at(40, 50), at(30, 50)], [PART.lower, PART.leg]);
});

test("absorbFringe() leaves a leg its edge, whose mixture with the wall has the garment's colour", () => {
  const at = wear(200, 200);
  assert.deepEqual([at(20, 50), at(40, 50)], [PART.leg, PART.lower]);
});
