import { KEYPOINT, type PersonObservation } from "../../observation.js";
import { PART, type PersonAnalysis } from "../../person/types.js";

/** The pose network sees a torso in most flat garments too, but hardly ever this surely ... */
const PRESENCE_MIN = 0.97;
/** ... with an arm: flat garments with long sleeves reach 0.97 as well, but those the flat reading settles first. */
const ELBOW_MIN = 0.8;
/** Share of the person that is skin or hair in the least bare of the evaluation set's models (a head cut off, hands in pockets) is 4 %. */
const BODY_SHARE_MIN = 0.02;

/** Whether perception may have seen a person in a garment photo; {@link hasBody} confirms it when the photo is parsed. */
export function mayShowWearer({ presence, keypoints }: PersonObservation): boolean {
  const elbow = Math.max(
    keypoints[KEYPOINT.leftElbow]!.visibility,
    keypoints[KEYPOINT.rightElbow]!.visibility,
  );
  return presence >= PRESENCE_MIN && elbow >= ELBOW_MIN;
}

/** Whether skin and hair are seen: a garment on an invisible mannequin has none. */
export function hasBody({ parts }: PersonAnalysis): boolean {
  let person = 0;
  let body = 0;
  for (const part of parts.data) {
    if (part === PART.background) continue;
    person++;
    if (part !== PART.upper && part !== PART.lower && part !== PART.object) body++;
  }
  return body > BODY_SHARE_MIN * person;
}
