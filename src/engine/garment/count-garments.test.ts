import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { analyseGarment } from "./mod.js";
import { countGarments } from "./count-garments.js";

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

function fillBoxes(width: number, boxes: readonly Box[], put: (i: number) => void): void {
  for (const [x0, y0, x1, y1] of boxes)
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) put(y * width + x);
}

function maskOf(...boxes: Box[]): Mask {
  const mask = createMask(40, 40);
  fillBoxes(40, boxes, (i) => (mask.data[i] = 255));
  return mask;
}

test("countGarments() counts pieces of some size, not belts, shadows or what the border cuts", () => {
  assert.equal(countGarments(maskOf()), 0);
  assert.equal(countGarments(maskOf([5, 5, 15, 15])), 1);
  assert.equal(countGarments(maskOf([5, 5, 15, 15], [20, 5, 30, 15])), 2);
  assert.equal(countGarments(maskOf([5, 5, 15, 15], [20, 5, 24, 10])), 1);
  assert.equal(countGarments(maskOf([5, 5, 15, 15], [0, 20, 10, 30])), 1);
  assert.equal(countGarments(maskOf([0, 20, 10, 30])), 1);
});

test("analyseGarment() refuses a photo of a top and trousers side by side by name", () => {
  const image: Image8 = createImage(600, 500, 3);
  image.data.fill(250);
  const boxes: Box[] = [
    [60, 90, 260, 330],
    [340, 80, 400, 440],
    [400, 80, 460, 140],
    [440, 80, 500, 440],
  ];
  fillBoxes(600, boxes, (i) => {
    image.data[3 * i] = 40;
    image.data[3 * i + 1] = 70;
    image.data[3 * i + 2] = 130;
  });
  assert.deepEqual(analyseGarment(image), { ok: false, code: "GARMENTS_SEVERAL", stage: "garment" });
});
