import { KEYPOINT, type Image8, type Keypoint, type PersonObservation, type Plane } from "../engine/mod.js";
import { ImagePyramid, sampleCrop, type Crop } from "./crop.js";
import type { Network } from "./litert-runtime.js";
import { blendMasks } from "./person-mask.js";
import { NETWORK_SIZE_PX, runPose, type Pose } from "./pose-network.js";
import { cropAroundMask, fallbackStarts, wholeSquare, wideStart } from "./start-crops.js";

export interface Networks {
  readonly pose: Network;
  readonly selfie: Network;
}

/** Flag from which a person counts as found. */
const PRESENCE_MIN = 0.5;
/** Flag from which no other start is tried. */
const PRESENCE_SURE = 0.9;
/**
 * Sides of the two crops after the start, over the body circle's diameter of the pass before. Measured on 12 photographs of
 * whole people, cut off at the hips (H), thighs (T) or nowhere (N), against the whole photograph; median error in % of the
 * torso's length: shoulders H 3.7 wide, 2.7 close; N 6.8, 1.7. Hips H 4.4, 20.7; T 5.3, 17.1; below the knees 7.6, 2.3; N 14.6, 2.9.
 */
const WIDE_MARGIN = 1.4;
const CLOSE_MARGIN = 0.85;
/** Torso lengths that must be seen below the knees for the legs to count as seen. From the same photographs. */
const SEEN_BELOW_KNEES = 0.25;
/** Air around the person in the segmentation network's crop. */
const SELFIE_MARGIN = 1.3;
/** Shares of the two networks in the mask, from the engine notes. The pose network's share is spread over its passes. */
const POSE_WEIGHT = 0.65;
const SELFIE_WEIGHT = 0.35;

/** Finds the most visible person of a picture: a start, a wide pass, a close pass, and a mask from both. */
export async function observePerson(networks: Networks, image: Image8): Promise<PersonObservation | null> {
  const pyramid = new ImagePyramid(image);
  const wide = await findPerson(networks, pyramid);
  if (wide === null) return null;
  const closer = await lookCloser(networks.pose, pyramid, { from: wide, margin: CLOSE_MARGIN });
  const close = closer.flag >= PRESENCE_MIN ? closer : wide; // lost on the way, the person is still there
  return {
    presence: close.flag,
    keypoints: mergeKeypoints(wide, close, image.height),
    mask: await observeMask(networks.selfie, pyramid, [wide, close]),
  };
}

/**
 * Returns the wide pass that shows a person best, or null if none does. A start's own flag is not believed: in small and
 * blurred people the network sees what is not there, and only the pass around what it saw tells.
 */
async function findPerson(networks: Networks, pyramid: ImagePyramid): Promise<Pose | null> {
  let best: Pose | null = null;
  for await (const crop of starts(networks.selfie, pyramid)) {
    const start = await runPose(networks.pose, pyramid, crop);
    if (start.flag < PRESENCE_MIN) continue;
    const wide = await lookCloser(networks.pose, pyramid, { from: start, margin: WIDE_MARGIN });
    if (wide.flag >= PRESENCE_SURE) return wide;
    if (wide.flag >= PRESENCE_MIN && wide.flag > (best?.flag ?? 0)) best = wide;
  }
  return best;
}

/** The first start suits nearly everyone. A person far away or at the side needs the others. */
async function* starts(selfie: Network, pyramid: ImagePyramid): AsyncGenerator<Crop> {
  yield wideStart(pyramid.image);
  const whole = wholeSquare(pyramid.image);
  const around = cropAroundMask(await runSelfie(selfie, pyramid, whole), whole);
  if (around) yield around;
  yield whole;
  yield* fallbackStarts(pyramid.image);
}

/** Runs another pass around the body that a pass found. */
function lookCloser(
  network: Network,
  pyramid: ImagePyramid,
  { from, margin }: { readonly from: Pose; readonly margin: number },
): Promise<Pose> {
  const { bodyCrop } = from;
  return runPose(network, pyramid, { ...bodyCrop, sizePx: bodyCrop.sizePx * margin });
}

/**
 * The close pass is the more exact one. But if the picture ends above the knees, it squeezes the unseen legs into its crop
 * and pulls the hips up with them: then hips and legs are the wide pass's.
 */
function mergeKeypoints(wide: Pose, close: Pose, imageHeight: number): readonly Keypoint[] {
  const middleY = (left: number, right: number): number =>
    (wide.keypoints[left]!.y + wide.keypoints[right]!.y) / 2;
  const hipsY = middleY(KEYPOINT.leftHip, KEYPOINT.rightHip);
  const torsoPx = hipsY - middleY(KEYPOINT.leftShoulder, KEYPOINT.rightShoulder);
  const kneesY = middleY(KEYPOINT.leftKnee, KEYPOINT.rightKnee);
  if (kneesY + SEEN_BELOW_KNEES * torsoPx <= imageHeight) return close.keypoints;
  return close.keypoints.map((keypoint, index) =>
    index < KEYPOINT.leftHip ? keypoint : wide.keypoints[index]!,
  );
}

/** A closer crop draws finer edges, a wider one loses nothing of the person: their mean is better than either. */
async function observeMask(
  network: Network,
  pyramid: ImagePyramid,
  passes: readonly [Pose, Pose],
): Promise<Plane> {
  const [wide] = passes;
  const crop = cropAroundMask(wide.mask, wide.crop, SELFIE_MARGIN) ?? wide.crop;
  const selfie = await runSelfie(network, pyramid, crop);
  return blendMasks(pyramid.image, [
    ...passes.map(({ crop, mask }) => ({ crop, mask, weight: POSE_WEIGHT / passes.length })),
    { crop, mask: selfie, weight: SELFIE_WEIGHT },
  ]);
}

/** Probability 0..1 of person in the square of `crop`. */
async function runSelfie(network: Network, pyramid: ImagePyramid, crop: Crop): Promise<Plane> {
  const outputs = await network.run(sampleCrop(pyramid, crop, NETWORK_SIZE_PX));
  const data = outputs.get(NETWORK_SIZE_PX * NETWORK_SIZE_PX);
  if (!data) throw new Error("Cannot use the segmentation model: it has no mask output");
  return { width: NETWORK_SIZE_PX, height: NETWORK_SIZE_PX, data };
}
