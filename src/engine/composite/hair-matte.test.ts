import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "../remove/mod.js";
import { matteHair, paintHairInto, type HairMatte } from "./hair-matte.js";

const SIZE = 120;

type Rgb = readonly [number, number, number];

/** Matted: fair hair above a red top; columns 50 to 60 have the colour given in the top's rows next to the hair, and in the hair's if said so. */
function matteOf(stripe: Rgb, isInHair: boolean): HairMatte {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      parts.data[i] = y < 60 ? PART.hair : PART.upper;
      const isStripe = y >= (isInHair ? 56 : 60) && y < 68 && x >= 50 && x < 60;
      photo.data.set(isStripe ? stripe : y < 60 ? [180, 160, 130] : [160, 20, 30], 3 * i);
    }
  const rect = { left: 0, top: 0, width: SIZE, height: SIZE };
  const matte = { ...parts, data: parts.data.map(() => 255) };
  return matteHair({ photo, parts, matte, rect } as unknown as PersonCrop, 100)!;
}

function coverageOf(stripe: Rgb): number {
  const hair = matteOf(stripe, false);
  return hair.coverage[(62 - hair.rect.top) * hair.rect.width + 55 - hair.rect.left]!;
}

test("matteHair() finds strands over the top, and none in another of the top's colours", () => {
  assert.ok(coverageOf([180, 160, 130]) > 0.6, `${coverageOf([180, 160, 130])}`);
  assert.ok(coverageOf([240, 240, 240]) < 0.2, `${coverageOf([240, 240, 240])}`);
});

test("matteHair() leaves no hair of the opposite of the top's colour", () => {
  const { rect, colour } = matteOf([195, 195, 190], true);
  const at = 3 * ((58 - rect.top) * rect.width + 55 - rect.left);
  const [r, g, b] = [colour[at]!, colour[at + 1]!, colour[at + 2]!];
  // the hair's own green lies 5 above the mean of its red and blue, the collar's 2.5
  assert.ok(g - (r + b) / 2 < 9, `${r} ${g} ${b}`);
});

test("paintHairInto() covers the soft edge of cloth before hair that stayed as well as its middle", () => {
  const photo = createImage(3, 1, 3);
  photo.data.fill(40);
  const cloth = Float32Array.of(0, 0.5, 1);
  const out = createImage(3, 1, 3);
  for (let i = 0; i < 9; i++) out.data[i] = 40 + 200 * cloth[Math.floor(i / 3)]!;
  const rect = { left: 0, top: 0, width: 3, height: 1 };
  const one = new Float32Array(3).fill(1);
  const hair = {
    rect,
    band: new Uint8Array(3).fill(1),
    coverage: one,
    ends: one,
    colour: new Float32Array(9).fill(40),
  };
  paintHairInto(out, hair, { photo, cloth, removed: createMask(3, 1) });
  assert.deepEqual([...out.data], new Array(9).fill(40));
});
