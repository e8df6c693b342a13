import assert from "node:assert/strict";
import { test } from "node:test";
import { legTopY } from "./leg-top.js";
import type { LowerSide } from "./types.js";

/** A side 100 px from waist to crotch whose hem ends at row `outer` outside and at 180 inside. */
const side = (outer: number): LowerSide => {
  const mark = (x: number, y: number): LowerSide["waist"] => ({ x, y, confidence: 1 });
  return {
    waist: mark(40, 0),
    hip: mark(60, 80),
    hem: mark(70, outer),
    outer: [mark(40, 0), mark(70, outer)],
    inner: [mark(0, 100), mark(10, 180)],
  };
};

test("legTopY() lets a leg begin as much above the crotch, outside, as its hem rises outward, by a quarter of the rise at most", () => {
  assert.equal(legTopY(side(180), { y: 100 }), 100);
  assert.equal(legTopY(side(190), { y: 100 }), 100);
  assert.equal(legTopY(side(165), { y: 100 }), 85);
  assert.equal(legTopY(side(120), { y: 100 }), 75);
});
