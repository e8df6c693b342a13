import assert from "node:assert/strict";
import { test } from "node:test";
import { besideArm } from "./beside-arm.js";
import type { BodyFrame } from "./body-frame.js";

const straight = (x: number): object => ({
  shoulder: { x, y: 20 },
  elbow: { x, y: 50 },
  wrist: { x, y: 80 },
});

/** Shoulders 60 px apart about x = 50, hips 60 px below; the torso 25 px to each side. */
function bodyWith(left: number, right: number): BodyFrame {
  return {
    unit: 60,
    origin: { x: 50, y: 20 },
    down: { x: 0, y: 1 },
    acrossShoulders: { x: 1, y: 0 },
    acrossHips: { x: 1, y: 0 },
    torsoLength: 60,
    halfWidth: { left: new Float32Array(41).fill(25), right: new Float32Array(41).fill(25) },
    arms: { left: straight(left), right: straight(right) },
    isArmSeen: { left: true, right: true },
  } as unknown as BodyFrame;
}

test("besideArm() lets cloth hang to the middle of an arm beside the body, and anywhere behind one before it", () => {
  const hanging = bodyWith(83, 17);
  assert.ok(Math.abs(besideArm(hanging, "left")(0.5) - 33) < 1e-6);
  assert.ok(Math.abs(besideArm(hanging, "right")(0.5) - 33) < 1e-6);
  assert.equal(besideArm(bodyWith(60, 40), "left")(0.5), Infinity);
  assert.equal(besideArm(bodyWith(72, 28), "left")(0.5), 25, "never inside the body");
  assert.equal(besideArm(hanging, "left")(1.5), Infinity, "below the hand");
  const behind = { ...hanging, isArmSeen: { left: true, right: false } };
  assert.equal(besideArm(behind, "right")(0.5), Infinity, "behind the back");
});
