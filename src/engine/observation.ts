import type { Image8, Plane } from "./image.js";

/**
 * What perception (a pose and a segmentation network, outside the engine) saw of a person. The engine receives it as
 * plain data, so that it stays pure and the same in a server, a worker and a browser.
 */
export interface PersonObservation {
  /** How sure the pose network is that a person is there, 0..1. */
  readonly presence: number;
  /** 33 BlazePose keypoints, in the order of {@link KEYPOINT}. */
  readonly keypoints: readonly Keypoint[];
  /** Probability 0..1 that a pixel belongs to the person. Covers the whole picture at any resolution. */
  readonly mask: Plane;
}

/** A joint in pixels of the analysed picture; may lie outside it. */
export interface Keypoint {
  readonly x: number;
  readonly y: number;
  /** Depth relative to the hips' midpoint, in pixels, smaller is closer to the camera. */
  readonly z: number;
  /** Probability 0..1 that the joint is in the frame and not hidden. */
  readonly visibility: number;
  /** Probability 0..1 that the joint is in the frame. */
  readonly presence: number;
}

/** Looks at a picture. `null` means that no person was found, which is an outcome, not an error. */
export interface Perception {
  observePerson(image: Image8): Promise<PersonObservation | null>;
}

/** Index of each BlazePose keypoint. Left and right are the person's own: LEFT_SHOULDER is on the viewer's right in a front view. */
export const KEYPOINT = {
  nose: 0,
  leftEyeInner: 1,
  leftEye: 2,
  leftEyeOuter: 3,
  rightEyeInner: 4,
  rightEye: 5,
  rightEyeOuter: 6,
  leftEar: 7,
  rightEar: 8,
  mouthLeft: 9,
  mouthRight: 10,
  leftShoulder: 11,
  rightShoulder: 12,
  leftElbow: 13,
  rightElbow: 14,
  leftWrist: 15,
  rightWrist: 16,
  leftPinky: 17,
  rightPinky: 18,
  leftIndex: 19,
  rightIndex: 20,
  leftThumb: 21,
  rightThumb: 22,
  leftHip: 23,
  rightHip: 24,
  leftKnee: 25,
  rightKnee: 26,
  leftAnkle: 27,
  rightAnkle: 28,
  leftHeel: 29,
  rightHeel: 30,
  leftFootIndex: 31,
  rightFootIndex: 32,
} as const;
