import assert from "node:assert/strict";
import { test } from "node:test";
import type { ArmChain } from "../fit/arm-chain.js";
import { shapeArm } from "./arm-form.js";

const PER_BONE = 20;

/** An arm that hangs straight down, or whose forearm is turned outward by 45 degrees. */
function armOf(isBent: boolean): ArmChain {
  const arm = {
    shoulder: { x: 100, y: 0 },
    elbow: { x: 100, y: 100 },
    wrist: isBent ? { x: 160, y: 160 } : { x: 100, y: 185 },
    thickness: { outer: 1, inner: 1, isSeen: false },
    isSleeveless: false,
  };
  return { arm, name: "left", unit: 100 };
}

const ratioAt = (edge: Float32Array, at: number): number => edge[at * PER_BONE]!;

test("shapeArm() gives a hanging arm shoulder and forearm that are wider than the elbow between them", () => {
  const { inner, outer } = shapeArm(armOf(false), 47, PER_BONE);
  const widthAt = (at: number): number => ratioAt(inner, at) + ratioAt(outer, at);
  assert.ok(widthAt(0.4) > widthAt(0.95) + 0.1 && widthAt(1.25) > widthAt(0.95) + 0.1);
  assert.ok(Math.abs(widthAt(2)) < 0.02, "a wrist is as usual");
});

test("shapeArm() leads the middle of a bent arm past its elbow on the inner side of the turn", () => {
  const middleAt = (isBent: boolean): number => {
    const { inner, outer } = shapeArm(armOf(isBent), 47, PER_BONE);
    return (ratioAt(outer, 1) - ratioAt(inner, 1)) / 2;
  };
  assert.ok(middleAt(true) > middleAt(false) + 0.05);
});
