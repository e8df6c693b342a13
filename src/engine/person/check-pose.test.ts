import assert from "node:assert/strict";
import { test } from "node:test";
import { KEYPOINT, type Keypoint, type PersonObservation } from "../observation.js";
import { findPoseWarnings } from "./check-pose.js";
import type { PoseGeometry } from "./pose-geometry.js";

const TORSO = 100;

/** Somebody who faces the camera, with knees so far below the hips; only joints that the warnings look at are placed. */
function warningsOf(
  kneesBelow: { readonly left: number; readonly right: number },
  visibility: number,
): string[] {
  const keypoints: Keypoint[] = Array.from({ length: 33 }, () => ({
    x: 0,
    y: 0,
    z: 0,
    visibility: 1,
    presence: 1,
  }));
  const put = (k: number, x: number, y: number): void => {
    keypoints[k] = { ...keypoints[k]!, x, y, visibility };
  };
  put(KEYPOINT.leftShoulder, 130, 0);
  put(KEYPOINT.rightShoulder, 70, 0);
  put(KEYPOINT.leftHip, 120, TORSO);
  put(KEYPOINT.rightHip, 80, TORSO);
  put(KEYPOINT.leftKnee, 120, TORSO + kneesBelow.left);
  put(KEYPOINT.rightKnee, 80, TORSO + kneesBelow.right);
  // only the keypoints and the torso's length are read
  const observation = { keypoints } as Partial<PersonObservation> as PersonObservation;
  return findPoseWarnings(observation, { torsoLength: TORSO } as PoseGeometry);
}

test("findPoseWarnings() tells somebody who sits, though a leg hides a knee", () => {
  assert.deepEqual(warningsOf({ left: 40, right: 31 }, 0.15), ["person-seated"]);
});

test("findPoseWarnings() lets those stand whose knees are guessed, or who lift one", () => {
  assert.deepEqual(warningsOf({ left: 66, right: 65 }, 0.05), []);
  assert.deepEqual(warningsOf({ left: 85, right: 30 }, 0.9), []);
});
