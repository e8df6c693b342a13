import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../../image.js";
import { resamplePolyline } from "../../kernels/polyline.js";
import { findStand } from "./find-stand.js";
import type { NeckHole } from "./neck-curve.js";

/** A neck hole whose top edge runs over these points, between neck points 80 apart. */
function makeHole(edge: readonly Point[]): NeckHole {
  const [left, right] = [edge[0]!, edge.at(-1)!];
  const seam = (from: Point, side: 1 | -1): Point[] =>
    Array.from({ length: 41 }, (_, i) => ({ x: from.x + side * i, y: from.y + i / 3 }));
  return {
    left,
    right,
    topEdge: resamplePolyline(edge, 61),
    leftShoulder: seam(left, 1),
    rightShoulder: seam(right, -1),
    chest: 160,
  };
}

test("findStand() finds the corners of a standing collar, with its sides for shoulders", () => {
  const collar = [
    { x: 140, y: 50 },
    { x: 130, y: 30 },
    { x: 70, y: 30 },
    { x: 60, y: 50 },
  ];
  const stand = findStand(makeHole(collar))!;
  assert.ok(Math.hypot(stand.left.x - 130, stand.left.y - 30) < 2.5, JSON.stringify(stand.left));
  assert.ok(Math.hypot(stand.right.x - 70, stand.right.y - 30) < 2.5, JSON.stringify(stand.right));
  assert.equal(stand.topEdge.length, 61);
  assert.deepEqual(stand.leftShoulder[0], stand.left);
});

test("findStand() finds none on a round neck", () => {
  const round = Array.from({ length: 21 }, (_, i) => {
    const t = 1 - i / 10;
    return { x: 100 + 40 * t, y: 50 + 10 * (1 - t ** 2) };
  });
  assert.equal(findStand(makeHole(round)), undefined);
});
