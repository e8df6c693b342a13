import type { Image8, PersonObservation } from "../engine/mod.js";
import { ImagePyramid, sampleCrop, type Crop } from "./crop.js";
import type { Network } from "./litert-runtime.js";
import { blendMasks, type CropMask } from "./person-mask.js";
import { NETWORK_SIZE_PX, runPose, type Pose } from "./pose-network.js";
import { cropAroundMask, fallbackStarts, wideStart } from "./start-crops.js";

export interface Networks {
  readonly pose: Network;
  readonly selfie: Network;
}

/** Flag from which a person counts as found. */
const PRESENCE_MIN = 0.5;
/** Flag from which no other start is tried. */
const PRESENCE_SURE = 0.9;
/** Air around the person in the crops for the mask alone. */
const MASK_MARGIN = 1.15;

/** Finds the most visible person of a picture: a start, one refinement for the keypoints, tight passes for the mask. */
export async function observePerson(networks: Networks, image: Image8): Promise<PersonObservation | null> {
  const pyramid = new ImagePyramid(image);
  const start = await findStart(networks, pyramid);
  if (start.flag < PRESENCE_MIN) return null;
  const refined = await runPose(networks.pose, pyramid, start.bodyCrop);
  const pose = refined.flag >= PRESENCE_MIN ? refined : start;
  return {
    presence: pose.flag,
    keypoints: pose.keypoints,
    mask: await observeMask(networks, pyramid, pose),
  };
}

async function findStart(networks: Networks, pyramid: ImagePyramid): Promise<Pose> {
  let best = await runPose(networks.pose, pyramid, wideStart(pyramid.image));
  if (best.flag >= PRESENCE_SURE) return best;
  const whole = fallbackStarts(pyramid.image)[0]!;
  const seen = await runSelfie(networks.selfie, pyramid, whole);
  const around = cropAroundMask(seen.mask, seen.crop);
  for (const crop of [...(around ? [around] : []), ...fallbackStarts(pyramid.image)]) {
    const pose = await runPose(networks.pose, pyramid, crop);
    if (pose.flag > best.flag) best = pose;
    if (best.flag >= PRESENCE_SURE) break;
  }
  return best;
}

async function observeMask(networks: Networks, pyramid: ImagePyramid, pose: Pose) {
  const tight = cropAroundMask(pose.mask, pose.crop, MASK_MARGIN) ?? pose.crop;
  const selfie = await runSelfie(networks.selfie, pyramid, tight);
  return blendMasks(pyramid.image, pose, selfie);
}

async function runSelfie(network: Network, pyramid: ImagePyramid, crop: Crop): Promise<CropMask> {
  const outputs = await network.run(sampleCrop(pyramid, crop, NETWORK_SIZE_PX));
  const data = outputs.get(NETWORK_SIZE_PX * NETWORK_SIZE_PX);
  if (!data) throw new Error("Cannot use the segmentation model: it has no mask output");
  return { crop, mask: { width: NETWORK_SIZE_PX, height: NETWORK_SIZE_PX, data } };
}
