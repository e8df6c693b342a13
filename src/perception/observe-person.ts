import { KEYPOINT, type Image8, type PersonObservation, type Plane } from "../engine/mod.js";
import { ImagePyramid, sampleCrop, type Crop } from "./crop.js";
import type { Network } from "./litert-runtime.js";
import { blendMasks } from "./person-mask.js";
import { NETWORK_SIZE_PX, runPose, type Pose } from "./pose-network.js";
import { cropAroundMask, fallbackStarts, wholeSquare, wideStart } from "./start-crops.js";

export interface Networks {
  /** The light pose network, six times faster: finds where to look. */
  readonly finder: Network;
  /** The heavy pose network: reads the joints. */
  readonly pose: Network;
  readonly selfie: Network;
}

/** Flag from which a person counts as found. */
const PRESENCE_MIN = 0.5;
/** Flag from which no other start is tried. */
const PRESENCE_SURE = 0.9;
/**
 * Sides of the crops after the start, over the body circle's diameter of the pass before. Measured on 20 photographs of
 * whole people, cut off at the hips (H) or thighs (T), against the whole photograph; median error in % of the torso's
 * length for the heavy network at 0.85, 1.1, 1.25 and 1.4: shoulders H 3.6, 4.1, 4.5, 7.0; T 3.9, 3.2, 5.3, 5.7. Hips
 * H 19.5, 7.6, 7.0, 8.1; T 17.5, 6.6, 5.9, 7.1. Whole people want 0.85.
 */
const WIDE_MARGIN = 1.4;
const WHOLE_MARGIN = 0.85;
const CUT_OFF_MARGIN = 1.2;
/** Torso lengths that must be seen below the knees for the legs to count as seen. From the same photographs. */
const SEEN_BELOW_KNEES = 0.25;
/** Air around the person in the segmentation network's crop. */
const SELFIE_MARGIN = 1.3;
/** Shares of the networks in the mask, from the engine notes. The pose networks' share is spread over their passes. */
const POSE_WEIGHT = 0.65;
const SELFIE_WEIGHT = 0.35;

/** Finds the most visible person of a picture: a light start and wide pass, one heavy pass, and a mask from both. */
export async function observePerson(networks: Networks, image: Image8): Promise<PersonObservation | null> {
  const pyramid = new ImagePyramid(image);
  const wide = await findPerson(networks, pyramid);
  if (wide === null) return null;
  const margin = isCutOff(wide, image.height) ? CUT_OFF_MARGIN : WHOLE_MARGIN;
  const closer = await lookCloser(networks.pose, pyramid, { from: wide, margin });
  const close = closer.flag >= PRESENCE_MIN ? closer : wide; // lost on the way, the person is still there
  return {
    presence: close.flag,
    keypoints: close.keypoints,
    mask: await observeMask(networks.selfie, pyramid, [wide, close]),
  };
}

/**
 * Returns the wide pass that shows a person best, or null if none does. A start's own flag is not believed: in small and
 * blurred people the network sees what is not there, and only the pass around what it saw tells.
 */
async function findPerson({ finder, selfie }: Networks, pyramid: ImagePyramid): Promise<Pose | null> {
  let best: Pose | null = null;
  for await (const crop of starts(selfie, pyramid)) {
    const start = await runPose(finder, pyramid, crop);
    if (start.flag < PRESENCE_MIN) continue;
    const wide = await lookCloser(finder, pyramid, { from: start, margin: WIDE_MARGIN });
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

/** Whether the picture ends above the knees: a close crop would squeeze the unseen legs, and the hips with them, into it. */
function isCutOff({ keypoints }: Pose, imageHeight: number): boolean {
  const middleY = (left: number, right: number): number => (keypoints[left]!.y + keypoints[right]!.y) / 2;
  const torsoPx =
    middleY(KEYPOINT.leftHip, KEYPOINT.rightHip) - middleY(KEYPOINT.leftShoulder, KEYPOINT.rightShoulder);
  return middleY(KEYPOINT.leftKnee, KEYPOINT.rightKnee) + SEEN_BELOW_KNEES * torsoPx > imageHeight;
}

/** A closer crop draws finer edges, a wider one loses nothing of the person: together they are better than either. */
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
