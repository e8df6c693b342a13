import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Mask } from "../image.js";
import { srgbToLab } from "../kernels/srgb-to-lab.js";
import { dropShadow } from "./drop-shadow.js";
import { fitBackground } from "./fit-background.js";

const SIZE = 200;
const GROUND = 235;
const CLOTH = 15;

/** The mask without shadow of cloth on a wall, both as grey as `greyAt` says; what is not as the wall is marked. */
function dropFrom(greyAt: (x: number, y: number) => number): Mask {
  const image = createImage(SIZE, SIZE, 3);
  const mask = createMask(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const grey = greyAt(i % SIZE, Math.floor(i / SIZE));
    image.data.fill(grey, 3 * i, 3 * i + 3);
    if (grey < GROUND - 4) mask.data[i] = 255;
  }
  const lab = srgbToLab(image);
  return dropShadow(lab, { mask, contrast: 85, background: fitBackground(lab) });
}

const isCloth = (x: number, y: number): boolean => x >= 60 && x < 140 && y >= 50 && y < 150;

test("dropShadow() takes off a shadow that is deep beside the cloth and fades into the wall", () => {
  const mask = dropFrom((x, y) => {
    if (isCloth(x, y)) return CLOTH;
    const deep = x >= 140 && x < 190 && y >= 60 && y < 150;
    return deep ? GROUND - 110 * (1 - (x - 140) / 50) : GROUND;
  });
  assert.equal(mask.data[100 * SIZE + 142], 0, "the deep part");
  assert.equal(mask.data[100 * SIZE + 170], 0, "the light part");
  assert.equal(mask.data[100 * SIZE + 130], 255, "the cloth");
});

test("dropShadow() leaves a grey waistband, which ends at an edge", () => {
  const mask = dropFrom((x, y) => {
    if (!isCloth(x, y)) return GROUND;
    return y < 70 ? GROUND - 115 : CLOTH;
  });
  assert.equal(mask.data[60 * SIZE + 100], 255);
});
