import assert from "node:assert/strict";
import { test } from "node:test";
import { findChangePoint } from "./find-change-point.js";

test("findChangePoint() splits where the evidence turns, over single outliers", () => {
  assert.equal(
    findChangePoint([1, 1, -1, 1, 1, -2, -1, -1], () => 0),
    5,
  );
});

test("findChangePoint() splits at either end when nothing turns", () => {
  assert.equal(
    findChangePoint([1, 1, 1], () => 0),
    3,
  );
  assert.equal(
    findChangePoint([-1, -1, -1], () => 0),
    0,
  );
});

test("findChangePoint() follows the prior where there is no evidence", () => {
  assert.equal(
    findChangePoint([0, 0, 0, 0], (split) => -Math.abs(split - 2)),
    2,
  );
});
