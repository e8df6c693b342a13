import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, createPlane, type Mask, type Plane } from "../image.js";
import { countMarked } from "../kernels/mask-logic.js";
import { splitCloths } from "./split-cloths.js";

const SIZE = 80;

/** A top over the whole picture with the log luminance that `logAt` gives. */
function wearing(logAt: (x: number, y: number) => number): { value: Plane; solid: Mask } {
  const value = createPlane(SIZE, SIZE);
  const solid = createMask(SIZE, SIZE);
  solid.data.fill(255);
  for (let i = 0; i < value.data.length; i++) value.data[i] = logAt(i % SIZE, Math.floor(i / SIZE));
  return { value, solid };
}

function areasOf({ value, solid }: { value: Plane; solid: Mask }): readonly number[] {
  return splitCloths(value, solid).map(countMarked);
}

test("splitCloths() parts a dark block from a light one", () => {
  const block = wearing((_, y) => (y < 60 ? -0.7 : -1.5));
  assert.deepEqual(areasOf(block), [20 * SIZE, 60 * SIZE]);
});

test("splitCloths() leaves folds, stripes and a side in shade to one cloth", () => {
  const whole = [SIZE * SIZE];
  assert.deepEqual(areasOf(wearing((x) => -0.9 - 0.15 * Math.sin(x / 4))), whole);
  assert.deepEqual(areasOf(wearing((_, y) => (y % 8 < 4 ? -0.3 : -2))), whole);
  assert.deepEqual(areasOf(wearing((x) => -0.5 - x / SIZE)), whole);
});
