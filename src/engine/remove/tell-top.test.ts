import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { isTopsOwn, tellTop } from "./tell-top.js";

const SIZE = 100;

test("tellTop() knows any of the top's colours from the hair's, and nothing without hair", () => {
  const image = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  const hair = createMask(SIZE, SIZE);
  const paint = (i: number, rgb: readonly number[]): void => image.data.set(rgb, 3 * i);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const y = Math.floor(i / SIZE);
    parts.data[i] = y < 50 ? PART.hair : PART.upper;
    hair.data[i] = y < 40 ? 255 : 0;
    paint(i, y < 50 ? [70, 45, 25] : y < 80 ? [180, 165, 205] : [50, 32, 62]);
  }
  paint(45 * SIZE, [50, 32, 62]);
  const colours = tellTop(image, parts, hair)!;
  assert.deepEqual(
    [45 * SIZE, 45 * SIZE + 1, 60 * SIZE, 90 * SIZE].map((i) => isTopsOwn(colours, i)),
    [true, false, true, true],
  );
  const none: Mask = createMask(SIZE, SIZE);
  assert.equal(tellTop(image, parts, none), null);
});
