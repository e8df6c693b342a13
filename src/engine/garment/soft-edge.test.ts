import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, createPlane } from "../image.js";
import { refineDepth } from "./soft-edge.js";

const SIZE = 80;
const GROUND = 240;
/** Pixels down for one across of the cloth's left edge, and where it begins. */
const SLOPE = 6;
const FROM = 20;

/** Distance of each pixel from a slanting edge, positive inside. */
function insideOf(x: number, y: number): number {
  return ((x + 0.5 - FROM - y / SLOPE) * SLOPE) / Math.hypot(SLOPE, 1);
}

/** How uneven the edge of cloth is, in px, that differs from its ground by so many grey levels and has stripes of the ground's colour or none. */
function unevenness(contrast: number, stripes = 0): number {
  const small = createImage(SIZE, SIZE, 3);
  const ground = createImage(SIZE, SIZE, 3);
  ground.data.fill(GROUND);
  const mask = createMask(SIZE, SIZE);
  const depth = createPlane(SIZE, SIZE);
  for (let i = 0; i < mask.data.length; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    const inside = insideOf(x, y);
    const share = stripes > 0 && y % (2 * stripes) < stripes ? 0 : Math.min(1, Math.max(0, inside + 0.5));
    small.data.fill(GROUND - contrast * share, 3 * i, 3 * i + 3);
    mask.data[i] = inside > 0 ? 255 : 0;
    depth.data[i] = Math.sign(inside) * Math.ceil(Math.abs(inside));
  }
  const { data } = refineDepth(mask, { small, ground, depth });
  let most = 0;
  for (let y = 20; y < 60; y++)
    for (let x = 0; x < 60; x++)
      if (Math.abs(insideOf(x, y)) < 0.8)
        most = Math.max(most, Math.abs(data[y * SIZE + x]! - insideOf(x, y)));
  return most;
}

test("refineDepth() finds a slanting edge of pale cloth between the mask's pixels", () => {
  assert.ok(unevenness(25) < 0.25, `${unevenness(25)} px`);
});

test("refineDepth() leaves the mask's own edge to stripes, and to cloth that clearly differs", () => {
  assert.ok(unevenness(25, 4) > 0.3, `${unevenness(25, 4)} px`);
  assert.ok(unevenness(120) > 0.3);
});
