import type { Image8 } from "../image.js";
import type { PersonObservation } from "../observation.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { resizeImage, resizePlane } from "../kernels/resize.js";
import { findPoseProblem, findPoseWarnings } from "./check-pose.js";
import { CLASS } from "./class-priors.js";
import { labelParts } from "./label-parts.js";
import { parseClasses } from "./parse-classes.js";
import { measurePose } from "./pose-geometry.js";
import type { PersonAnalysis } from "./types.js";

/** Long side of the picture that is parsed. */
const WORKING_SIDE_PX = 448;

/** Mean certainty of the parsing over the person's pixels, 0..1. */
function measureCertainty(planes: readonly { readonly data: Float32Array }[]): number {
  let sum = 0;
  let count = 0;
  const background = planes[CLASS.background]!.data;
  for (let i = 0; i < background.length; i++) {
    if (background[i]! > 0.5) continue;
    let best = 0;
    for (const plane of planes) best = Math.max(best, plane.data[i]!);
    sum += Math.min(1, best);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Analyses a photo of a person: matte, parts and whether the pose can be dressed at all. */
export function analysePerson(image: Image8, observation: PersonObservation): Outcome<PersonAnalysis> {
  const { width, height } = image;
  const pose = measurePose(observation.keypoints, 1);
  const problem = findPoseProblem(observation, pose, image);
  if (problem !== null) return refuse(problem, "person");
  const scale = Math.min(1, WORKING_SIDE_PX / Math.max(width, height));
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const small = resizeImage(image, w, h);
  const mask = resizePlane(observation.mask, w, h);
  const parsing = parseClasses(small, mask, measurePose(observation.keypoints, scale));
  const { parts, matte } = labelParts(image, parsing, pose);
  return accept({
    width,
    height,
    presence: observation.presence,
    keypoints: observation.keypoints,
    matte,
    parts,
    confidence: measureCertainty(parsing.planes),
    warnings: findPoseWarnings(observation, pose),
  });
}
