import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { addGrainInto, measureGrain } from "./add-grain.js";
import { addSkinTextureInto, readSkinTexture } from "./skin-texture.js";

const WIDTH = 120;
const HEIGHT = 90;

function plain(): Image8 {
  const image = createImage(WIDTH, HEIGHT, 3);
  image.data.fill(150);
  return image;
}

function leftHalf(): Mask {
  const mask = createMask(WIDTH, HEIGHT);
  for (let i = 0; i < mask.data.length; i++) if (i % WIDTH < WIDTH / 2) mask.data[i] = 255;
  return mask;
}

test("addSkinTextureInto() gives plain skin the grain of the real one, and touches nothing else", () => {
  const source = leftHalf();
  const photo = plain();
  addGrainInto(photo, source, { sigma: 1.2, left: 0, top: 0 });
  const texture = readSkinTexture(photo, source, 100)!;
  const target = createMask(WIDTH, HEIGHT);
  target.data.fill(255);
  for (let i = 0; i < WIDTH * 10; i++) target.data[i] = 0;
  const image = plain();
  addSkinTextureInto(image, target, texture, { left: 0, top: 0 });
  const measured = measureGrain(image, target);
  assert.ok(measured > 0.7 && measured < 1.5, `grain ${measured}`);
  assert.ok(image.data.subarray(0, WIDTH * 10 * 3).every((v) => v === 150));
});

test("readSkinTexture() finds nothing where no patch fits, and keeps strong texture quiet", () => {
  const strip = createMask(WIDTH, HEIGHT);
  strip.data.fill(255, 0, WIDTH * 4);
  assert.equal(readSkinTexture(plain(), strip, 100), null);
  const photo = plain();
  addGrainInto(photo, leftHalf(), { sigma: 5, left: 0, top: 0 });
  assert.ok(readSkinTexture(photo, leftHalf(), 100)!.strength < 0.5);
});
