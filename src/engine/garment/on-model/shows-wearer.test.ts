import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8 } from "../../image.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { hasBody, showsSkin } from "./shows-wearer.js";

const SIZE = 40;

/** A photo of one colour whose upper tenth was parsed as a face and whose rest as a top. */
function paint(face: readonly [number, number, number]): { image: Image8; person: PersonAnalysis } {
  const image = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const isFace = i < (SIZE * SIZE) / 10;
    parts.data[i] = isFace ? PART.face : PART.upper;
    image.data.set(isFace ? face : [240, 240, 240], 3 * i);
  }
  return { image, person: { parts } as PersonAnalysis };
}

test("a wearer shows skin in its colour", () => {
  const { image, person } = paint([180, 130, 105]);
  assert.equal(hasBody(person, image), true);
  assert.equal(showsSkin(image), true);
});

test("a grey print that was parsed as a face is no wearer", () => {
  const { image, person } = paint([120, 118, 121]);
  assert.equal(hasBody(person, image), false);
  assert.equal(showsSkin(image), false);
});
