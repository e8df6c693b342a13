import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { readFace } from "./face.js";
import type { PersonCrop } from "./types.js";

const SIZE = 40;

/** The red tone of a face from row 5 to 34 whose forehead is lighter by a factor. */
function toneOf(lighter: number): number {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let y = 5; y < 35; y++) {
    for (let x = 0; x < SIZE; x++) {
      const i = y * SIZE + x;
      parts.data[i] = PART.face;
      photo.data.set(
        [90, 60, 45].map((v) => (y < 15 ? lighter * v : v)),
        3 * i,
      );
    }
  }
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  return readFace({ photo, parts, matte: parts, rect } as unknown as PersonCrop).tone![0];
}

test("readFace() takes no tone from a forehead that shines under the sky", () => {
  assert.equal(Math.round(toneOf(1.7)), 90);
  assert.ok(toneOf(1.2) > 92, "lamps light all of a face");
});
