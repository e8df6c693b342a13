import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createPlane } from "../image.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { findActive, measureField } from "./pose-field.js";
import { limbPlace, limbRho, measurePose } from "./pose-geometry.js";

const JOINTS: Partial<Record<keyof typeof KEYPOINT, readonly [number, number]>> = {
  leftShoulder: [30, 12],
  rightShoulder: [16, 12],
  leftElbow: [36, 20],
  rightElbow: [8, 14],
  leftWrist: [30, 27],
  rightWrist: [9, 4],
  leftHip: [27, 30],
  rightHip: [19, 30],
  leftKnee: [29, 40],
  rightKnee: [18, 41],
  leftAnkle: [28, 52],
  rightAnkle: [17, 50],
};

const pose = measurePose(
  Object.keys(KEYPOINT).map((name): Keypoint => {
    const [x, y] = JOINTS[name as keyof typeof KEYPOINT] ?? [23, 5];
    return { x, y, z: 0, visibility: 1, presence: 1 };
  }),
  1,
);

describe("measureField()", () => {
  const size = { width: 44, height: 58 };
  const active = new Uint8Array(44 * 58).fill(1);
  active[0] = 0;
  const field = measureField(pose, size, active);

  test("places every active pixel on the limbs as limbPlace does", () => {
    for (let i = 1; i < active.length; i++) {
      const [x, y] = [(i % 44) + 0.5, Math.floor(i / 44) + 0.5];
      const arm = limbPlace(pose.rightArm, x, y);
      assert.ok(Math.abs(field.rightArm[i]! - arm.rho) < 1e-5 * arm.rho + 1e-6);
      assert.ok(Math.abs(field.rightArmPosition[i]! - arm.position) < 1e-6);
      const leg = Math.min(limbRho(pose.leftLeg, x, y), limbRho(pose.rightLeg, x, y));
      assert.ok(Math.abs(field.leg[i]! - leg) < 1e-5 * leg + 1e-6);
    }
  });

  test("marks what a bent arm spans between its joints", () => {
    assert.equal(field.span[20 * 44 + 33], 1, "between the left shoulder, elbow and wrist");
    assert.equal(field.span[20 * 44 + 37], 0, "outside the elbow");
    assert.equal(field.span[20 * 44 + 26], 0, "on the trunk");
    assert.equal(field.span[9 * 44 + 10], 1, "of the raised right arm too");
  });

  test("leaves the others alone", () => {
    assert.equal(field.t[0], 0);
    assert.equal(field.leftArm[0], Infinity);
  });
});

describe("findActive()", () => {
  test("marks the pixels where the mask leaves a chance", () => {
    const mask = createPlane(3, 1);
    mask.data.set([0, 0.01, 0.5]);
    assert.deepEqual([...findActive(mask)], [0, 0, 1]);
  });
});
