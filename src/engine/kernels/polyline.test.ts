import assert from "node:assert/strict";
import { test } from "node:test";
import {
  distanceToPolyline,
  isInsidePolygon,
  pointAlong,
  polylineLength,
  resamplePolyline,
} from "./polyline.js";

const CORNER = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
];

test("pointAlong() walks by length, not by vertex", () => {
  assert.equal(polylineLength(CORNER), 8);
  assert.deepEqual(pointAlong(CORNER, 0.25), { x: 2, y: 0 });
  assert.deepEqual(pointAlong(CORNER, 0.75), { x: 4, y: 2 });
  assert.deepEqual(pointAlong(CORNER, 7), { x: 4, y: 4 });
});

test("resamplePolyline() keeps both ends", () => {
  const out = resamplePolyline(CORNER, 3);
  assert.deepEqual(out, CORNER);
});

test("isInsidePolygon() and distanceToPolyline() agree on a square", () => {
  const square = [...CORNER, { x: 0, y: 4 }];
  assert.equal(isInsidePolygon(square, 2, 2), true);
  assert.equal(isInsidePolygon(square, 5, 2), false);
  assert.equal(distanceToPolyline(CORNER, 2, 3), 2);
});
