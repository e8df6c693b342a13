import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createPlane, type Image8, type Plane } from "../image.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";
import { readOddGround, weighOddGround } from "./odd-ground.js";

const SIZE = 64;

/** A wall that darkens to the right, and before it a square of cloth that is a little lighter; the mask half believes in a larger square. */
function paint(texture: number): { image: Image8; mask: Plane } {
  const image = createImage(SIZE, SIZE, 3);
  const mask = createPlane(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const x = i % SIZE;
    const y = Math.floor(i / SIZE);
    const wall = 230 - x / 2 + texture * (((x * 7 + y * 13) % 11) - 5);
    const isCloth = Math.abs(x - 32) < 8 && Math.abs(y - 32) < 8;
    image.data.fill(isCloth ? wall + 8 : wall, 3 * i, 3 * i + 3);
    if (Math.abs(x - 32) < 14 && Math.abs(y - 32) < 14) mask.data[i] = 0.5;
  }
  return { image, mask };
}

test("readOddGround() speaks against a wall where the picture differs from it a little, and for it where it goes on", () => {
  const { image, mask } = paint(0);
  const odd = readOddGround(image, mask)!.data;
  assert.ok(odd[32 * SIZE + 32]! > 2, `cloth ${odd[32 * SIZE + 32]}`);
  assert.ok(odd[32 * SIZE + 21]! < -3, `wall that the mask doubts ${odd[32 * SIZE + 21]}`);
});

test("readOddGround() leaves wall that the mask is sure of to the mask, and wall's colour behind an edge", () => {
  const { image, mask } = paint(0);
  const sure = { ...mask, data: mask.data.map((p) => (p > 0 ? 0.99 : 0)) };
  assert.ok(readOddGround(image, sure)!.data[32 * SIZE + 21]! >= 0);
  for (let y = 30; y < 34; y++)
    for (let x = 30; x < 34; x++) image.data.fill(230 - x / 2, 3 * (y * SIZE + x), 3 * (y * SIZE + x) + 3);
  assert.ok(readOddGround(image, mask)!.data[32 * SIZE + 32]! >= 0);
});

test("readOddGround() knows nothing of a textured background, nor without any", () => {
  const { image, mask } = paint(6);
  assert.equal(readOddGround(image, mask), null);
  assert.equal(readOddGround(image, { ...mask, data: mask.data.map(() => 1) }), null);
});

test("weighOddGround() makes background dearer where the top is the likeliest else", () => {
  const costs = new Float32Array(2 * CLASS_COUNT).fill(5);
  costs[CLASS.upper] = 4;
  costs[CLASS_COUNT + CLASS.skin] = 4;
  weighOddGround(costs, { width: 2, height: 1, data: Float32Array.of(3, 3) });
  assert.equal(costs[CLASS.background], 8);
  assert.equal(costs[CLASS_COUNT + CLASS.background], 5);
});

test("weighOddGround() makes background cheaper beside either garment", () => {
  const costs = new Float32Array(3 * CLASS_COUNT).fill(5);
  for (const [i, c] of [CLASS.upper, CLASS.lower, CLASS.hair].entries()) costs[i * CLASS_COUNT + c] = 4;
  weighOddGround(costs, { width: 3, height: 1, data: Float32Array.of(-3, -3, -3) });
  assert.deepEqual(
    [0, 1, 2].map((i) => costs[i * CLASS_COUNT + CLASS.background]),
    [2, 2, 5],
  );
});
