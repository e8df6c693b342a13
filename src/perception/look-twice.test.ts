import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { KEYPOINT, type Keypoint } from "../engine/mod.js";
import { mergeLooks } from "./look-twice.js";
import type { Pose } from "./pose-network.js";
import { swapSides } from "./swap-sides.js";

const CROP = { x: 50, y: 50, sizePx: 100, angleRad: 0 };

function point(x: number, y: number, visibility = 0.9): Keypoint {
  return { x, y, z: 0, visibility, presence: 0.9 };
}

/** A front view: shoulders at 70 and 30, hips 60 px below. */
function front(): Keypoint[] {
  const k = Array.from({ length: 33 }, () => point(50, 10));
  k[KEYPOINT.leftShoulder] = point(70, 20);
  k[KEYPOINT.rightShoulder] = point(30, 20);
  k[KEYPOINT.leftHip] = point(62, 80);
  k[KEYPOINT.rightHip] = point(38, 80);
  k[KEYPOINT.leftWrist] = point(90, 80);
  return k;
}

function pose(keypoints: readonly Keypoint[], mask = 1): Pose {
  const plane = { width: 2, height: 2, data: new Float32Array(4).fill(mask) };
  return { crop: CROP, flag: 1, keypoints, mask: plane, bodyCrop: CROP };
}

describe("mergeLooks()", () => {
  test("takes the middle of joints and masks, and tells how far the trunk's joints lie apart", () => {
    const other = front();
    other[KEYPOINT.leftShoulder] = point(76, 20);
    const { pose: merged, disagreement } = mergeLooks(pose(front()), pose(other, 0));
    assert.equal(merged.keypoints[KEYPOINT.leftShoulder]!.x, 73);
    assert.equal(merged.mask.data[0], 0.5);
    assert.ok(Math.abs(disagreement - 6 / 60) < 0.01, `${disagreement}`);
  });

  test("believes the more visible of two wrists that are far from each other", () => {
    const other = front();
    other[KEYPOINT.leftWrist] = point(50, 50, 0.3);
    const { pose: merged, disagreement } = mergeLooks(pose(other), pose(front()));
    assert.equal(merged.keypoints[KEYPOINT.leftWrist]!.x, 90);
    assert.equal(disagreement, 0);
  });

  test("takes a back in the place of a front for the front", () => {
    const { pose: merged, disagreement } = mergeLooks(pose(swapSides(front())), pose(front()));
    assert.equal(merged.keypoints[KEYPOINT.leftShoulder]!.x, 70);
    assert.equal(disagreement, 0);
  });
});
