import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8 } from "../image.js";
import { mottleSkinInto } from "./skin-mottle.js";

const SIZE = 200;

function mottled(left: number, level = 150): Image8 {
  const image = createImage(SIZE, SIZE, 3);
  image.data.fill(level);
  const marked = createMask(SIZE, SIZE);
  for (let i = SIZE * 20; i < SIZE * SIZE; i++) marked.data[i] = 255;
  mottleSkinInto(image, marked, { unit: 100, left, top: 0 });
  return image;
}

test("mottleSkinInto() varies skin slowly by two levels or so, and leaves the rest", () => {
  const { data } = mottled(0);
  assert.ok(data.subarray(0, SIZE * 20 * 3).every((v) => v === 150));
  const red = Float64Array.from({ length: SIZE * (SIZE - 20) }, (_, k) => data[3 * (k + SIZE * 20)]!);
  const mean = red.reduce((a, b) => a + b, 0) / red.length;
  const deviation = Math.sqrt(red.reduce((a, b) => a + (b - mean) ** 2, 0) / red.length);
  assert.ok(Math.abs(mean - 150) < 1.5, `${mean}`);
  assert.ok(deviation > 1.2 && deviation < 4.5, `${deviation}`);
  const steps = red.slice(1).map((v, k) => ((k + 1) % SIZE === 0 ? 0 : Math.abs(v - red[k]!)));
  assert.ok(Math.max(...steps) <= 5, `${Math.max(...steps)}`);
});

test("mottleSkinInto() is the same at the same place of the photo, whatever the crop", () => {
  const [whole, moved] = [mottled(0), mottled(40)];
  const at = (image: Image8, x: number): number => image.data[3 * (100 * SIZE + x) + 1]!;
  assert.equal(at(moved, 50), at(whole, 90));
});

test("mottleSkinInto() varies skin near white less, as a photo's tone curve does", () => {
  const spread = (level: number): number => {
    const { data } = mottled(0, level);
    const greens = Float64Array.from(
      { length: SIZE * (SIZE - 20) },
      (_, k) => data[3 * (k + SIZE * 20) + 1]!,
    );
    return Math.max(...greens) - Math.min(...greens);
  };
  assert.ok(spread(230) < 0.5 * spread(150), `${spread(230)} ${spread(150)}`);
});
