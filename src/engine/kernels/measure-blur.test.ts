import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8 } from "../image.js";
import { gaussianBlur } from "./gaussian-blur.js";
import { measureBlur } from "./measure-blur.js";

const [WIDTH, HEIGHT] = [240, 120];

/** Dark bars on a bright ground, blurred by `sigmaPx`. */
function drawBars(sigmaPx: number, contrast = 180): Image8 {
  const data = new Float32Array(WIDTH * HEIGHT);
  for (let i = 0; i < data.length; i++) data[i] = (i % WIDTH) % 40 < 20 ? 220 : 220 - contrast;
  const soft = gaussianBlur({ width: WIDTH, height: HEIGHT, data }, sigmaPx).data;
  const image = createImage(WIDTH, HEIGHT, 3);
  for (let i = 0; i < soft.length; i++) image.data.fill(Math.round(soft[i]!), 3 * i, 3 * i + 3);
  return image;
}

for (const sigma of [0.8, 1.2, 1.8, 2.4]) {
  test(`a blur of ${sigma} px is measured`, () => {
    assert.ok(Math.abs(measureBlur(drawBars(sigma)) - sigma) < 0.15, `${measureBlur(drawBars(sigma))}`);
  });
}

test("sharp edges among soft ones tell how sharp a picture is", () => {
  const soft = drawBars(2);
  const sharp = drawBars(0.8);
  const third = 3 * WIDTH * Math.round(HEIGHT / 3);
  soft.data.set(sharp.data.subarray(0, third));
  assert.ok(measureBlur(soft) < 1);
});

test("only what is marked is looked at", () => {
  const image = drawBars(2);
  image.data.set(drawBars(0.8).data.subarray(0, image.data.length / 2));
  const where = createMask(WIDTH, HEIGHT);
  where.data.fill(1, where.data.length / 2);
  assert.ok(measureBlur(image, where) > 1.8);
});

test("a picture without edges tells nothing", () => {
  assert.equal(measureBlur(drawBars(1, 6)), 0);
});
