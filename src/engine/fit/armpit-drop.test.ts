import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import { ARMPIT_DROP, armpitDrop, spanInner } from "./armpit-drop.js";
import type { Arm } from "./arm-chain.js";
import type { BodyFrame } from "./body-frame.js";

const UNIT = 100;

/** Shoulders at row 50, a torso 45 px to each side of column 200, an arm of 100 px. */
function bodyWith(elbow: { readonly x: number; readonly y: number }): BodyFrame {
  const arm = { shoulder: { x: 250, y: 50 }, elbow };
  return {
    unit: UNIT,
    origin: { x: 200, y: 50 },
    down: { x: 0, y: 1 },
    acrossShoulders: { x: 1, y: 0 },
    acrossHips: { x: 1, y: 0 },
    torsoLength: 160,
    halfWidth: { left: new Float32Array(41).fill(45), right: new Float32Array(41).fill(45) },
    arms: { left: arm, right: arm },
  } as unknown as BodyFrame;
}
const HANGING = { x: 250, y: 150 };

/** A boxy top: armholes 100 px deep, the sleeve 10 px long below the arm. */
const inner = [
  { x: 150, y: 100 },
  { x: 156, y: 108 },
];
const side = { shoulder: { x: 145, y: 0 }, armpit: { x: 150, y: 100 }, sleeve: { outer: [], inner } };
const BOXY = { left: side, right: side, sleeveLength: "short" } as unknown as UpperGarmentAnalysis;

/** Drop of the left armpit when the sleeve ends at a chain position. */
function dropOf(elbow: typeof HANGING, end: number): number {
  const plan = { garment: BOXY, body: bodyWith(elbow), scale: 1, sleeveEnds: { left: end, right: end } };
  return armpitDrop(plan, "left");
}

test("armpitDrop() keeps the armpit of a deep armhole above the cuff of an arm that hangs, and no higher than the usual one", () => {
  assert.ok(Math.abs(dropOf(HANGING, 1) - 0.56) < 1e-6, `${dropOf(HANGING, 1)}`);
  const short = dropOf(HANGING, 0.45);
  assert.ok(short < 0.5 && short > ARMPIT_DROP, `${short}`);
  assert.equal(dropOf(HANGING, 0.2), ARMPIT_DROP);
  assert.ok(Math.abs(dropOf(HANGING, 1.01) - 0.56) < 1e-6, "a sleeve past the elbow");
  assert.ok(Math.abs(dropOf({ x: 350, y: 50 }, 0.45) - 0.56) < 1e-6, "beside a raised arm");
});

test("spanInner() leads a sleeve's inner edge down the arm from the armpit, past a cuff that ends beside it", () => {
  const arm = bodyWith(HANGING).arms.left as Arm;
  const spanOf = (y: number): readonly number[] =>
    spanInner({
      arm,
      sleeve: side.sleeve,
      unit: UNIT,
      scale: 1,
      armpit: { x: 245, y },
      end: 0.4,
    });
  assert.deepEqual(spanOf(60), [0.1, 0.4], "an edge that is long enough");
  assert.deepEqual(
    spanOf(86).map((at) => Math.round(100 * at)),
    [36, 46],
  );
  assert.deepEqual(
    spanOf(100).map((at) => Math.round(100 * at)),
    [50, 54],
  );
});
