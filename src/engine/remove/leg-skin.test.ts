import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Image8 } from "../image.js";
import { PART } from "../person/types.js";
import type { BaredLegs } from "./bared-leg.js";
import { findLegSkin } from "./leg-skin.js";

const [WIDTH, HEIGHT] = [40, 100];

/** An arm and a leg without outlines, a part of the leg in another colour. */
function draw(odd: readonly [number, number, number]): Parameters<typeof findLegSkin>[0] {
  const parts = createMask(WIDTH, HEIGHT);
  const photo: Image8 = {
    width: WIDTH,
    height: HEIGHT,
    channels: 3,
    data: new Uint8ClampedArray(3 * WIDTH * HEIGHT),
  };
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const y = Math.floor(i / WIDTH);
    parts.data[i] = i % WIDTH < 10 ? PART.leftArm : PART.leg;
    photo.data.set(y > 80 && parts.data[i] === PART.leg ? odd : [200, 150, 120], 3 * i);
  }
  return { photo, parts, matte: parts, rect: { left: 0, top: 0, width: WIDTH, height: HEIGHT } } as never;
}

/** Legs whose ankles lie far below, or, `isHidden`, above the picture. */
function legsOf(isHidden: boolean): BaredLegs {
  const y = isHidden ? -1000 : 1000;
  const chain = {
    hip: { x: 20, y: -1100 },
    knee: { x: 20, y: isHidden ? -900 : 0 },
    ankle: { x: 20, y: isHidden ? -800 : y },
  };
  const side = (name: "left" | "right"): object => ({ ...chain, name, unit: 10 });
  const flat = { from: Infinity, middle: new Float32Array(126), half: new Float32Array(126).fill(1) };
  const none = { outer: Array(48).fill(Infinity), inner: Array(48).fill(Infinity) };
  return {
    legs: { left: side("left"), right: side("right") },
    outlines: { left: flat, right: flat },
    caps: { left: none, right: none },
  } as never;
}

test("findLegSkin() leaves out a string or a sock among bare legs", () => {
  const { mask, isTold } = findLegSkin(draw([30, 30, 32]), legsOf(false), 10);
  assert.equal(isTold, true);
  assert.deepEqual(
    [mask.data[50 * WIDTH + 20], mask.data[90 * WIDTH + 20], mask.data[50 * WIDTH]],
    [255, 0, 0],
  );
});

test("findLegSkin() keeps skin in shade", () => {
  const { mask } = findLegSkin(draw([150, 110, 88]), legsOf(false), 10);
  assert.equal(mask.data[90 * WIDTH + 20], 255);
});

test("findLegSkin() goes by the skin elsewhere where hardly any of the legs shows", () => {
  const { mask, isTold } = findLegSkin(draw([30, 30, 32]), legsOf(true), 10);
  assert.equal(isTold, false);
  assert.deepEqual([mask.data[50 * WIDTH + 20], mask.data[90 * WIDTH + 20]], [255, 0]);
});
