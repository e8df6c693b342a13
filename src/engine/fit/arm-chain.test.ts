import assert from "node:assert/strict";
import { test } from "node:test";
import { unitOfArm } from "./arm-chain.js";

test("unitOfArm() takes the shoulders' unit, and a larger one for an arm too long for it", () => {
  const arm = (length: number): Parameters<typeof unitOfArm>[0] => ({
    shoulder: { x: 0, y: 0 },
    elbow: { x: 0, y: length },
    wrist: { x: 0, y: length + 80 },
  });
  assert.equal(unitOfArm(arm(105), 100), 100);
  assert.equal(Math.round(unitOfArm(arm(140), 100)), 125);
});
