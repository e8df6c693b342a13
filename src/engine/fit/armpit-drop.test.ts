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

test("armpitDrop() is lower for a deeper armhole, half as much, and never above the usual one", () => {
  const dropOf = (depth: number): number => {
    const deep = { ...side, armpit: { x: 150, y: depth } };
    const garment = { ...BOXY, left: deep } as unknown as UpperGarmentAnalysis;
    return armpitDrop({ garment, body: bodyWith(HANGING), scale: 1 }, "left");
  };
  assert.ok(Math.abs(dropOf(100) - 0.56) < 1e-6, `${dropOf(100)}`);
  assert.equal(dropOf(40), ARMPIT_DROP);
  assert.equal(dropOf(200), 0.6);
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
