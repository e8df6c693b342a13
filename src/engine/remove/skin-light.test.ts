import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, createPlane } from "../image.js";
import { PART } from "../person/types.js";
import { lightSkinInto, readLight } from "./skin-light.js";

function faceLitFrom(side: -1 | 0 | 1): { x: number; y: number } {
  const photo = createImage(60, 60, 3);
  const parts = createMask(60, 60);
  for (let i = 0; i < parts.data.length; i++) {
    const x = ((i % 60) - 30) / 20;
    parts.data[i] = Math.abs(x) < 1 ? PART.face : PART.background;
    photo.data.fill(150 * (1 + 0.2 * side * x), 3 * i, 3 * i + 3);
  }
  const rect = { left: 0, top: 0, width: 60, height: 60 };
  return readLight({ photo, parts, matte: parts, rect });
}

test("readLight() tells the side from which a face is lit", () => {
  assert.ok(faceLitFrom(1).x > 0.2, `${faceLitFrom(1).x}`);
  assert.ok(faceLitFrom(-1).x < -0.2, `${faceLitFrom(-1).x}`);
  assert.ok(Math.abs(faceLitFrom(0).x) < 0.01);
});

test("lightSkinInto() takes off the light that it put on", () => {
  const image = createImage(4, 1, 3);
  image.data.set([200, 150, 120, 200, 150, 120, 200, 150, 120, 90, 90, 90]);
  const marked = createMask(4, 1);
  marked.data.set([255, 255, 255, 0]);
  const shade = createPlane(4, 1);
  shade.data.set([1, 0.8, 0.6, 0.5]);
  const before = image.data.slice();
  lightSkinInto(image, marked, shade, 1);
  assert.deepEqual([...image.data.subarray(0, 3)], [200, 150, 120]);
  for (const [k, want] of [168, 118, 91].entries()) assert.ok(Math.abs(image.data[3 + k]! - want) <= 1);
  assert.deepEqual([...image.data.subarray(9, 12)], [90, 90, 90]);
  lightSkinInto(image, marked, shade, -1);
  for (let k = 0; k < 12; k++) assert.ok(Math.abs(image.data[k]! - before[k]!) <= 1, `sample ${k}`);
});
