import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "../remove/mod.js";
import { matteHair } from "./hair-matte.js";

const SIZE = 120;

/** Fair hair above a red top; of the top, columns 50 to 60 have the colour given, in the rows next to the hair. */
function coverageOf(stripe: readonly [number, number, number]): number {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      parts.data[i] = y < 60 ? PART.hair : PART.upper;
      const isStripe = y >= 60 && y < 68 && x >= 50 && x < 60;
      photo.data.set(y < 60 ? [180, 160, 130] : isStripe ? stripe : [160, 20, 30], 3 * i);
    }
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  const matte = { ...parts, data: parts.data.map(() => 255) };
  const hair = matteHair({ photo, parts, matte, rect } as unknown as PersonCrop, 100)!;
  return hair.coverage[(62 - hair.rect.top) * hair.rect.width + 55 - hair.rect.left]!;
}

test("matteHair() finds strands over the top, and none in another of the top's colours", () => {
  assert.ok(coverageOf([180, 160, 130]) > 0.6, `${coverageOf([180, 160, 130])}`);
  assert.ok(coverageOf([240, 240, 240]) < 0.2, `${coverageOf([240, 240, 240])}`);
});
