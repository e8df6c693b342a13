import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cropToImage, ImagePyramid, imageToCrop, sampleCrop, type Crop } from "./crop.js";

/** 8 x 8: each pixel's red is 10 times its x, its green 10 times its y. */
const RAMP = {
  width: 8,
  height: 8,
  channels: 3,
  data: Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => [((i / 3) | 0) % 8, (i / 24) | 0, 0][i % 3]! * 10),
} as const;

function red(samples: Float32Array, size: number, x: number, y: number): number {
  return Math.round(samples[(y * size + x) * 3]! * 255);
}

describe("sampleCrop()", () => {
  test("returns the picture itself for a crop of its own size", () => {
    const samples = sampleCrop(new ImagePyramid(RAMP), { x: 4, y: 4, sizePx: 8, angleRad: 0 }, 8);
    assert.deepEqual(
      Array.from(samples, (v) => Math.round(v * 255)),
      [...RAMP.data],
    );
  });

  test("turns with the crop: its x axis runs down the picture after a quarter turn", () => {
    const samples = sampleCrop(new ImagePyramid(RAMP), { x: 4, y: 4, sizePx: 8, angleRad: Math.PI / 2 }, 8);
    assert.equal(
      Math.round(samples[(2 * 8 + 6) * 3 + 1]! * 255),
      60,
      "green is the picture's y, the crop's x",
    );
    assert.equal(red(samples, 8, 6, 2), 50, "red is the picture's x, 7 less the crop's y");
  });

  test("is black outside the picture", () => {
    const samples = sampleCrop(new ImagePyramid(RAMP), { x: 4, y: 4, sizePx: 16, angleRad: 0 }, 16);
    assert.deepEqual(
      [...samples.subarray(0, 16 * 3 * 4)].filter((v) => v !== 0),
      [],
    );
    assert.equal(red(samples, 16, 8, 8), 40);
  });

  test("averages where it shrinks", () => {
    const stripes = { ...RAMP, data: Uint8Array.from({ length: 192 }, (_, i) => (((i / 3) | 0) % 2) * 200) };
    const samples = sampleCrop(new ImagePyramid(stripes), { x: 4, y: 4, sizePx: 8, angleRad: 0 }, 4);
    assert.deepEqual(new Set(Array.from(samples, (v) => Math.round(v * 255))), new Set([100]));
  });
});

describe("imageToCrop()", () => {
  test("undoes cropToImage() for turned crops", () => {
    const crop: Crop = { x: 31, y: -7, sizePx: 123, angleRad: 0.7 };
    const { x, y } = cropToImage(crop, 0.2, 0.9);
    const { u, v } = imageToCrop(crop, x, y);
    assert.ok(Math.hypot(u - 0.2, v - 0.9) < 1e-12);
  });
});
