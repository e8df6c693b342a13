import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../image.js";
import { findBareTop } from "./find-bare-top.js";
import type { GarmentSide } from "./types.js";

const at = (x: number, y: number): Point & { confidence: number } => ({ x, y, confidence: 1 });

/** One side of a garment 100 px wide about x = 0 whose sleeve's outer edge runs through `outer`; `side` 1 is the wearer's left. */
function sideWith(side: 1 | -1, outer: readonly (readonly [number, number])[]): GarmentSide {
  const corner = outer[outer.length - 1]!;
  return {
    neck: at(side * 20, 0),
    shoulder: at(side * 45, outer[0]![1]),
    armpit: at(side * 50, 50),
    hem: at(side * 50, 160),
    seam: [at(side * 50, 50), at(side * 50, 160)],
    sleeve: {
      outer: outer.map(([x, y]) => at(side * x, y)),
      inner: [at(side * 50, 50), at(side * (corner[0] - 20), corner[1])],
    },
  };
}

const top = (dip: number): Point[] => [at(20, 0), at(0, dip), at(-20, 0)];
const both = (outer: readonly (readonly [number, number])[]): [GarmentSide, GarmentSide] => [
  sideWith(1, outer),
  sideWith(-1, outer),
];

test("findBareTop() finds the tips of a level top edge whose sleeves turn down there", () => {
  const found = findBareTop(
    ...both([
      [45, 1],
      [60, 1],
      [75, 0],
      [78, 30],
      [80, 60],
    ]),
    top(2),
  );
  assert.deepEqual(found && [found.left.x, found.right.x], [75, -75]);
});

test("findBareTop() leaves a garment that hangs from the shoulders, or whose sleeves are spread", () => {
  const sloping = both([
    [45, 10],
    [60, 24],
    [75, 60],
    [80, 90],
  ]);
  assert.equal(findBareTop(...sloping, top(15)), null);
  const spread = both([
    [45, 0],
    [60, 0],
    [75, 1],
    [95, 2],
  ]);
  assert.equal(findBareTop(...spread, top(2)), null);
  const level = both([
    [45, 1],
    [60, 1],
    [75, 0],
    [78, 30],
    [80, 60],
  ]);
  assert.equal(findBareTop(...level, top(15)), null, "with a neckline");
});
