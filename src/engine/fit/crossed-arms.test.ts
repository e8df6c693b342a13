import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Point } from "../image.js";
import type { Arm } from "./arm-chain.js";
import { areForearmsCrossed, areSleevesCrossed } from "./crossed-arms.js";
import type { FittedSide } from "./types.js";

/** Both arms, the left one's elbow and wrist given, the right one's its mirror image about x = 100. */
function armsOf(elbow: Point, wrist: Point): Record<"left" | "right", Arm> {
  const mirror = ({ x, y }: Point): Point => ({ x: 200 - x, y });
  return {
    left: { elbow, wrist } as Arm,
    right: { elbow: mirror(elbow), wrist: mirror(wrist) } as Arm,
  };
}

const CROSSED = armsOf({ x: 150, y: 100 }, { x: 70, y: 80 });

/** A side whose sleeve ends at a chain position. */
const sideTo = (end: number): FittedSide => ({ sleeve: { end } }) as unknown as FittedSide;

describe("areForearmsCrossed()", () => {
  test("tells crossed arms from clasped hands and hanging arms", () => {
    assert.equal(areForearmsCrossed(CROSSED), true);
    const tucked = { left: { ...CROSSED.left, wrist: { x: 100, y: 87 } }, right: CROSSED.right };
    assert.equal(areForearmsCrossed(tucked), true, "one hand under the other arm");
    assert.equal(areForearmsCrossed(armsOf({ x: 150, y: 100 }, { x: 95, y: 80 })), false, "clasped hands");
    assert.equal(areForearmsCrossed(armsOf({ x: 150, y: 100 }, { x: 155, y: 180 })), false, "hanging arms");
    assert.equal(areForearmsCrossed(armsOf({ x: 150, y: 100 }, { x: 150, y: 180 })), false, "parallel ones");
  });
});

describe("areSleevesCrossed()", () => {
  test("asks for sleeves that reach what is crossed", () => {
    assert.equal(areSleevesCrossed(CROSSED, { left: sideTo(1.9), right: sideTo(1.9) }), true);
    assert.equal(
      areSleevesCrossed(CROSSED, { left: sideTo(0.5), right: sideTo(0.5) }),
      false,
      "short sleeves",
    );
    const none = {} as FittedSide;
    assert.equal(areSleevesCrossed(CROSSED, { left: none, right: none }), false, "no sleeves");
  });
});
