import { createImage, type Image8 } from "../image.js";
import { drawLineInto } from "../kernels/draw-line.js";
import { KEYPOINT } from "../observation.js";
import type { PersonAnalysis } from "./types.js";

/** Tint of each part, in the order of PART. */
const TINTS: readonly (readonly [number, number, number])[] = [
  [60, 60, 60],
  [150, 75, 0],
  [255, 200, 160],
  [255, 140, 120],
  [0, 120, 255],
  [0, 200, 80],
  [255, 220, 0],
  [255, 160, 0],
  [255, 0, 255],
  [190, 0, 255],
  [0, 220, 220],
  [0, 140, 140],
  [255, 255, 255],
];
const BONES = [
  ["leftShoulder", "rightShoulder"],
  ["leftShoulder", "leftElbow"],
  ["leftElbow", "leftWrist"],
  ["rightShoulder", "rightElbow"],
  ["rightElbow", "rightWrist"],
  ["leftShoulder", "leftHip"],
  ["rightShoulder", "rightHip"],
  ["leftHip", "rightHip"],
] as const;

/** The photo with each part tinted and the skeleton drawn. */
export function drawPersonDebug(image: Image8, person: PersonAnalysis): Image8 {
  const out = createImage(image.width, image.height, 3);
  for (let i = 0; i < person.parts.data.length; i++) {
    const tint = TINTS[person.parts.data[i]!]!;
    for (let c = 0; c < 3; c++)
      out.data[3 * i + c] = 0.5 * image.data[i * image.channels + c]! + 0.5 * tint[c]!;
  }
  for (const [from, to] of BONES) {
    drawLineInto(out, person.keypoints[KEYPOINT[from]]!, person.keypoints[KEYPOINT[to]]!, {
      colour: [255, 0, 0],
      widthPx: 3,
    });
  }
  return out;
}
