import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { measureTone } from "./skin-tone.js";

const SIZE = 30;

function paint(colourAt: (i: number) => readonly [number, number, number]) {
  const image = createImage(SIZE, SIZE, 3);
  const source = createMask(SIZE, SIZE);
  for (let i = 0; i < source.data.length; i++) {
    source.data[i] = 255;
    image.data.set(colourAt(i), 3 * i);
  }
  return measureTone(image, source).map(Math.round);
}

test("measureTone() leaves out shadow, glare and a pair of green glasses with purple lenses", () => {
  const tone = paint((i) => {
    const row = Math.floor(i / SIZE);
    if (row < 4) return [30, 20, 15];
    if (row < 10) return [110, 142, 139];
    if (row < 13) return [140, 72, 95];
    return row > 28 ? [255, 250, 245] : [150, 100, 80];
  });
  assert.deepEqual(tone, [150, 100, 80]);
});

test("measureTone() takes skin in coloured light as it is", () => {
  assert.deepEqual(
    paint(() => [90, 120, 160]),
    [90, 120, 160],
  );
});
