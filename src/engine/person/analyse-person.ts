import type { Image8 } from "../image.js";
import type { PersonObservation } from "../observation.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { resizeImage } from "../kernels/resize.js";
import { findPoseProblem, findPoseWarnings } from "./check-pose.js";
import { labelParts } from "./label-parts.js";
import { parseClasses } from "./parse-classes.js";
import { measurePose } from "./pose-geometry.js";
import type { PersonAnalysis } from "./types.js";

/** Long side of the picture that is parsed. */
const WORKING_SIDE_PX = 448;

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
  const parsing = parseClasses(small, observation.mask, measurePose(observation.keypoints, scale));
  const { parts, matte } = labelParts(image, parsing, pose);
  return accept({
    width,
    height,
    presence: observation.presence,
    keypoints: observation.keypoints,
    matte,
    parts,
    confidence: parsing.certainty,
    warnings: findPoseWarnings(observation, pose),
  });
}
