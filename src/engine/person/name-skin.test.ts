import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { nameSkin } from "./name-skin.js";
import { measurePose, type PoseGeometry } from "./pose-geometry.js";
import { PART } from "./types.js";

/** Someone who holds the right upper arm with the left hand; shoulders 100 px apart. */
const JOINTS: Partial<Record<keyof typeof KEYPOINT, readonly [number, number]>> = {
  leftEye: [208, 40],
  rightEye: [192, 40],
  mouthLeft: [205, 58],
  mouthRight: [195, 58],
  leftEar: [215, 44],
  rightEar: [185, 44],
  leftShoulder: [250, 100],
  rightShoulder: [150, 100],
  leftElbow: [265, 190],
  rightElbow: [140, 190],
  leftWrist: [170, 165],
  rightWrist: [140, 270],
  leftPinky: [150, 160],
  leftIndex: [150, 152],
  leftThumb: [158, 146],
  rightPinky: [136, 285],
  rightIndex: [140, 286],
  rightThumb: [146, 280],
  leftHip: [230, 270],
  rightHip: [170, 270],
  leftKnee: [230, 380],
  rightKnee: [170, 380],
  leftAnkle: [230, 480],
  rightAnkle: [170, 480],
};

function poseOf(joints: typeof JOINTS): PoseGeometry {
  const keypoints = Object.keys(KEYPOINT).map((name): Keypoint => {
    const [x, y] = joints[name as keyof typeof KEYPOINT] ?? [200, 46];
    return { x, y, z: 0, visibility: 1, presence: 1 };
  });
  return measurePose(keypoints, 1);
}

const pose = poseOf(JOINTS);

describe("nameSkin()", () => {
  test("keeps the arm that a hand lies on beside its fingers, within the hand's disc", () => {
    assert.equal(nameSkin(pose, { x: 150, y: 155 }), PART.leftHand);
    const beside = { x: 143, y: 168 };
    const { centre, radius } = pose.leftHand;
    assert.ok(Math.hypot(beside.x - centre.x, beside.y - centre.y) < radius, "the place is in the disc");
    assert.equal(nameSkin(pose, beside), PART.rightArm);
  });

  test("names a free hand to its disc's edge", () => {
    assert.equal(nameSkin(pose, { x: 130, y: 296 }), PART.rightHand);
    assert.equal(nameSkin(pose, { x: 139, y: 230 }), PART.rightArm);
  });

  test("names a bare thigh and the neck", () => {
    assert.equal(nameSkin(pose, { x: 230, y: 350 }), PART.leg);
    assert.equal(nameSkin(pose, { x: 200, y: 105 }), PART.neck);
  });

  test("parts face and neck along the jaw of a head that is turned aside", () => {
    const turned = poseOf({ ...JOINTS, leftEar: [226, 46], rightEar: [203, 44] });
    const nape = { x: 224, y: 61 };
    assert.equal(nameSkin(turned, nape), PART.neck);
    assert.equal(nameSkin(turned, { x: 208, y: 58 }), PART.face);
    assert.equal(nameSkin(pose, nape), PART.face);
  });
});
