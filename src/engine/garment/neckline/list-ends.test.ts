import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../../image.js";
import { listEnds } from "./list-ends.js";
import type { NeckHole } from "./neck-curve.js";

const HALF = 100;

/** A straight way in steps of a pixel. */
function way(from: Point, to: Point): Point[] {
  const count = Math.round(Math.hypot(to.x - from.x, to.y - from.y));
  return Array.from({ length: count + 1 }, (_, k) => ({
    x: from.x + ((to.x - from.x) * k) / count,
    y: from.y + ((to.y - from.y) * k) / count,
  }));
}

/** A collar that hangs 40 px deep between corners at x = 100 and 300, and shoulders that fall from them; the neck points lie so far outward of the corners. */
function makeHole(leftOut: number, rightOut: number): NeckHole {
  const [right, middle, left] = [
    { x: 100, y: 50 },
    { x: 200, y: 90 },
    { x: 300, y: 50 },
  ];
  const outline = [...way(left, middle), ...way(middle, right).slice(1)];
  const leftShoulder = way(left, { x: 400, y: 80 });
  const rightShoulder = way(right, { x: 0, y: 80 });
  return {
    left: leftShoulder[leftOut]!,
    right: rightShoulder[rightOut]!,
    topEdge: [
      ...leftShoulder.slice(1, leftOut + 1).reverse(),
      ...outline,
      ...rightShoulder.slice(1, rightOut + 1),
    ],
    leftShoulder: leftShoulder.slice(leftOut),
    rightShoulder: rightShoulder.slice(rightOut),
    chest: 4 * HALF,
  };
}

const isNear = (p: Point, x: number): boolean => Math.abs(p.x - x) < 3;

test("listEnds() finds corners beside the neck points, one and both", () => {
  const ends = listEnds(makeHole(10, 12));
  assert.equal(
    ends.some(({ left, right }) => isNear(left, 300) && isNear(right, 100)),
    true,
  );
  assert.equal(
    ends.some(({ left, right }) => isNear(left, 300) && isNear(right, 88.5)),
    true,
  );
});

test("listEnds() tries both ends to the side of the one corner that it finds", () => {
  const hole = makeHole(10, 0);
  const ends = listEnds(hole);
  assert.equal(
    ends.every(({ left, right }) => left.x <= hole.left.x && right.x <= hole.right.x),
    true,
  );
  assert.equal(
    ends.some(({ left, right }) => left.x < hole.left.x - 5 && right.x < hole.right.x - 5),
    true,
  );
});

test("listEnds() has nothing to offer for neck points that are corners", () => {
  assert.deepEqual(listEnds(makeHole(0, 0)), []);
});
