import type { Keypoint, Plane } from "../engine/mod.js";
import { cropToImage, sampleCrop, type Crop, type ImagePyramid } from "./crop.js";
import type { Network } from "./litert-runtime.js";

/** Input and mask side of both networks, in pixels. */
export const NETWORK_SIZE_PX = 256;

const KEYPOINT_COUNT = 33;
/** Auxiliary points after the 33 keypoints: the centre and the top of the circle around the whole body. */
const CIRCLE_CENTRE = 33;
const CIRCLE_TOP = 34;
/** x, y, z, visibility logit, presence logit. */
export const VALUES_PER_POINT = 5;
/** Numbers of elements that tell the network's outputs apart. */
export const OUTPUT = { points: 195, flag: 1, mask: NETWORK_SIZE_PX * NETWORK_SIZE_PX } as const;

/** What one pass of the pose network saw in one crop. */
export interface Pose {
  readonly crop: Crop;
  /** Probability 0..1 that the crop shows a person. */
  readonly flag: number;
  /** 33 keypoints in picture pixels. */
  readonly keypoints: readonly Keypoint[];
  /** Probability 0..1 of person, in the crop's own square. */
  readonly mask: Plane;
  /** The upright square around the circle of the whole body, for a further pass to look at. */
  readonly bodyCrop: Crop;
}

/**
 * Runs BlazePose's landmark network on one crop.
 * Source   Bazarevsky et al., BlazePose: On-device Real-time Body Pose Tracking, 2020.
 */
export async function runPose(network: Network, pyramid: ImagePyramid, crop: Crop): Promise<Pose> {
  const outputs = await network.run(sampleCrop(pyramid, crop, NETWORK_SIZE_PX));
  const points = requireOutput(outputs, OUTPUT.points);
  const logits = requireOutput(outputs, OUTPUT.mask);
  return {
    crop,
    flag: requireOutput(outputs, OUTPUT.flag)[0]!,
    keypoints: Array.from({ length: KEYPOINT_COUNT }, (_, i) => readKeypoint(points, i, crop)),
    mask: { width: NETWORK_SIZE_PX, height: NETWORK_SIZE_PX, data: logits.map(sigmoid) },
    bodyCrop: findBodyCrop(points, crop),
  };
}

function readKeypoint(points: Float32Array, index: number, crop: Crop): Keypoint {
  const at = index * VALUES_PER_POINT;
  const { x, y } = readPosition(points, index, crop);
  return {
    x,
    y,
    z: (points[at + 2]! / NETWORK_SIZE_PX) * crop.sizePx,
    visibility: sigmoid(points[at + 3]!),
    presence: sigmoid(points[at + 4]!),
  };
}

function readPosition(points: Float32Array, index: number, crop: Crop): { x: number; y: number } {
  const at = index * VALUES_PER_POINT;
  return cropToImage(crop, points[at]! / NETWORK_SIZE_PX, points[at + 1]! / NETWORK_SIZE_PX);
}

function findBodyCrop(points: Float32Array, crop: Crop): Crop {
  const centre = readPosition(points, CIRCLE_CENTRE, crop);
  const top = readPosition(points, CIRCLE_TOP, crop);
  const dx = top.x - centre.x;
  const dy = top.y - centre.y;
  return {
    ...centre,
    sizePx: 2 * Math.hypot(dx, dy),
    angleRad: Math.atan2(dx, -dy),
  };
}

function requireOutput(outputs: ReadonlyMap<number, Float32Array>, length: number): Float32Array {
  const output = outputs.get(length);
  if (!output) throw new Error(`Cannot use the pose model: it has no output of ${length} elements`);
  return output;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
