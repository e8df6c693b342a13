import { KEYPOINT, type Image8, type PersonObservation, type Plane } from "../engine/mod.js";
import { ImagePyramid, sampleCrop, type Crop } from "./crop.js";
import type { Network } from "./litert-runtime.js";
import { lookTwice, type TwicePose } from "./look-twice.js";
import { mirrorNetwork } from "./mirror-network.js";
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
/** Flag of a start from which the pass around what it saw is worth its time. */
const START_MIN = 0.2;
/**
 * Disagreement of the two heavy looks, in torso lengths, up to which no other start is tried, and how many starts they follow at most. Of 57
 * photographs and four changed copies of each, all that were seen rightly lie below (median .04), all that were lost above (.14 to .64).
 */
const AGREED = 0.125;
const TRIES_MAX = 3;
/** A crop is centred if the body's middle, as then seen, lies no further from its own, over the size of the body's circle. Nine in ten lie within .04. */
const CENTRED = 0.1;
/**
 * Sides of the crops after the start, over the body circle's diameter of the pass before. Measured on 20 photographs of
 * whole people, cut off at the hips (H) or thighs (T), against the whole photograph; median error in % of the torso's
 * length for the heavy network at 0.85, 1.1, 1.25 and 1.4: shoulders H 3.6, 4.1, 4.5, 7.0; T 3.9, 3.2, 5.3, 5.7. Hips
 * H 19.5, 7.6, 7.0, 8.1; T 17.5, 6.6, 5.9, 7.1. Whole people want 0.85.
 */
const WIDE_MARGIN = 1.4;
const WHOLE_MARGIN = 0.85;
const CUT_OFF_MARGIN = 1.2;
/** Torso lengths seen below the knees from which legs begin to count as seen, and count fully. A step between would flip with a pixel. */
const LEGS_FROM = 0;
const LEGS_FULL = 0.5;
/** Air around the person in the segmentation network's crop. */
const SELFIE_MARGIN = 1.3;
/** Shares of the networks in the mask, from the engine notes. The pose networks' share is spread over their passes. */
const POSE_WEIGHT = 0.65;
const SELFIE_WEIGHT = 0.35;

/** Finds the most visible person of a picture: a light start and wide pass, two heavy looks, and a mask from all. */
export async function observePerson(networks: Networks, image: Image8): Promise<PersonObservation | null> {
  const pyramid = new ImagePyramid(image);
  const found = await findPerson(networks, pyramid);
  if (found === null) return null;
  const { wide, close } = found;
  return {
    presence: close.flag,
    keypoints: close.keypoints,
    mask: await observeMask(networks.selfie, pyramid, [wide, close]),
  };
}

/** A person as seen from further away and from close by. */
interface Found {
  readonly wide: Pose;
  readonly close: Pose;
}

/**
 * Returns the passes that show a person best, or null if none does. A pass's own flag is not believed: in small and blurred people the
 * network sees what is not there, and a flag of .9 comes with joints in the air. Whether two heavy looks agree tells.
 */
async function findPerson({ finder, pose, selfie }: Networks, pyramid: ImagePyramid): Promise<Found | null> {
  let best: Found | null = null;
  let least = Infinity;
  let tries = 0;
  let first = true;
  for await (const crop of starts(selfie, pyramid)) {
    const start = await lookFirst(finder, pyramid, { crop, isFirst: first });
    first = false;
    if (start.flag < START_MIN) continue;
    const wide = await runPose(finder, pyramid, widen(start, WIDE_MARGIN));
    if (wide.flag < PRESENCE_MIN) continue;
    const closer = await lookClosely(pose, pyramid, wide);
    // lost on the way, the person is still there
    const isLost = closer.pose.flag < PRESENCE_MIN;
    const disagreement = isLost ? Number.MAX_VALUE : closer.disagreement;
    if (disagreement < least) {
      least = disagreement;
      best = { wide, close: isLost ? wide : closer.pose };
    }
    if (least <= AGREED || ++tries === TRIES_MAX) break;
  }
  return best;
}

/** A light look at a start. The first start suits nearly everyone, so what it does not see at once it looks for in its mirror image too. */
async function lookFirst(
  finder: Network,
  pyramid: ImagePyramid,
  { crop, isFirst }: { readonly crop: Crop; readonly isFirst: boolean },
): Promise<Pose> {
  const seen = await runPose(finder, pyramid, crop);
  if (!isFirst || seen.flag >= PRESENCE_MIN) return seen;
  const mirrored = await runPose(mirrorNetwork(finder), pyramid, crop);
  return mirrored.flag > seen.flag ? mirrored : seen;
}

/** Two heavy looks at the person that a wide pass found, from the middle of the body: they are repeated where that lies elsewhere than the pass said. */
async function lookClosely(network: Network, pyramid: ImagePyramid, wide: Pose): Promise<TwicePose> {
  const crop = widen(wide, chooseMargin(wide, pyramid.image.height));
  const seen = await lookTwice(network, pyramid, crop);
  const { x, y, sizePx } = seen.pose.bodyCrop;
  if (Math.hypot(x - crop.x, y - crop.y) <= CENTRED * sizePx) return seen;
  const again = await lookTwice(network, pyramid, { ...crop, x, y });
  return again.disagreement <= Math.max(AGREED, seen.disagreement) ? again : seen;
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

/** The crop around the body that a pass found. */
function widen({ bodyCrop }: Pose, margin: number): Crop {
  return { ...bodyCrop, sizePx: bodyCrop.sizePx * margin };
}

/** The margin of the heavy looks: a close crop would squeeze legs that the picture cuts off, and the hips with them, into it. */
function chooseMargin({ keypoints }: Pose, imageHeight: number): number {
  const middleY = (left: number, right: number): number => (keypoints[left]!.y + keypoints[right]!.y) / 2;
  const torsoPx =
    middleY(KEYPOINT.leftHip, KEYPOINT.rightHip) - middleY(KEYPOINT.leftShoulder, KEYPOINT.rightShoulder);
  const belowKneesPx = imageHeight - middleY(KEYPOINT.leftKnee, KEYPOINT.rightKnee);
  const seen = (belowKneesPx / Math.max(1, torsoPx) - LEGS_FROM) / (LEGS_FULL - LEGS_FROM);
  return CUT_OFF_MARGIN + (WHOLE_MARGIN - CUT_OFF_MARGIN) * Math.min(1, Math.max(0, seen));
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
