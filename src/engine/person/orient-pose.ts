import { KEYPOINT, type Keypoint } from "../observation.js";

/** A nose nearer to the frame than this many shoulder distances belongs to a face that the frame cuts off. */
const MIN_HEADROOM = 0.35;

/** Whether the face can be seen: nose and forehead lie in the frame. */
function isFaceInFrame(
  keypoints: readonly Keypoint[],
  frame: { readonly width: number; readonly height: number },
): boolean {
  const nose = keypoints[KEYPOINT.nose]!;
  const [left, right] = [keypoints[KEYPOINT.leftShoulder]!, keypoints[KEYPOINT.rightShoulder]!];
  const headroom = MIN_HEADROOM * Math.abs(left.x - right.x);
  return nose.x >= 0 && nose.y >= headroom && nose.x < frame.width && nose.y < frame.height;
}

/** Swaps the person's left and right. */
export function swapSides(keypoints: readonly Keypoint[]): Keypoint[] {
  const names = Object.entries(KEYPOINT);
  const swapped = [...keypoints];
  for (const [name, index] of names) {
    const other = /left/i.test(name)
      ? name.replace("left", "right").replace("Left", "Right")
      : name.replace("right", "left").replace("Right", "Left");
    const partner = names.find(([n]) => n === other);
    if (partner !== undefined) swapped[index] = keypoints[partner[1]]!;
  }
  return swapped;
}

/**
 * Keypoints of a person who faces the camera. Where the photo ends below the face, the pose network cannot tell front from
 * back; such photos show clothes, and show them from the front.
 */
export function orientPose(
  keypoints: readonly Keypoint[],
  frame: { readonly width: number; readonly height: number },
): readonly Keypoint[] {
  const isReversed = keypoints[KEYPOINT.leftShoulder]!.x < keypoints[KEYPOINT.rightShoulder]!.x;
  return isReversed && !isFaceInFrame(keypoints, frame) ? swapSides(keypoints) : keypoints;
}
