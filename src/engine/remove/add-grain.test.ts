import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { addGrainInto, measureGrain } from "./add-grain.js";

test("measureGrain() reads back the grain that addGrainInto() put on a plain picture", () => {
  for (const sigma of [1.5, 3, 5]) {
    const image = createImage(120, 90, 3);
    image.data.fill(128);
    const mask = createMask(120, 90);
    mask.data.fill(255);
    addGrainInto(image, mask, { sigma, left: 17, top: 5 });
    const measured = measureGrain(image, mask);
    assert.ok(Math.abs(measured - sigma) < 0.15 * sigma + 0.15, `${measured} for ${sigma}`);
  }
});

test("addGrainInto() leaves unmarked pixels alone and gives the same grain for the same place", () => {
  const mask = createMask(20, 10);
  mask.data.fill(255, 100);
  const images = [0, 1].map(() => {
    const image = createImage(20, 10, 3);
    image.data.fill(90);
    addGrainInto(image, mask, { sigma: 4, left: 3, top: 9 });
    return image;
  });
  assert.deepEqual(images[0]!.data, images[1]!.data);
  assert.deepEqual(images[0]!.data.subarray(0, 300), new Uint8ClampedArray(300).fill(90));
  assert.notDeepEqual(images[0]!.data.subarray(300), new Uint8ClampedArray(300).fill(90));
});
