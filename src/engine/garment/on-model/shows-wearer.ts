import type { Image8 } from "../../image.js";
import { KEYPOINT, type PersonObservation } from "../../observation.js";
import { PART, type PersonAnalysis } from "../../person/types.js";

/** The pose network sees a torso in most flat garments too, but hardly ever this surely ... */
const PRESENCE_MIN = 0.97;
/** ... with an arm: flat garments with long sleeves reach 0.97 as well, but those the flat reading settles first. */
const ELBOW_MIN = 0.8;
/** Share of the person that is skin in the least bare of the evaluation set's models (a head cut off, hands in pockets) is 4 %. */
const BODY_SHARE_MIN = 0.02;
/** Any skin in white light is redder than green by this factor, and greener than blue. */
const RED_OVER_GREEN = 1.08;
/** A wearer's skin fills at least this share of a picture. */
const SKIN_SHARE_MIN = 0.01;
const CLOTHED: ReadonlySet<number> = new Set([PART.upper, PART.lower, PART.object, PART.hair]);

/** Whether perception may have seen a person in a garment photo; {@link hasBody} confirms it when the photo is parsed. */
export function mayShowWearer({ presence, keypoints }: PersonObservation): boolean {
  const elbow = Math.max(
    keypoints[KEYPOINT.leftElbow]!.visibility,
    keypoints[KEYPOINT.rightElbow]!.visibility,
  );
  return presence >= PRESENCE_MIN && elbow >= ELBOW_MIN;
}

/** Whether skin is seen, in its colour: a garment on an invisible mannequin has none, though its print may be parsed as a face. */
export function hasBody({ parts }: PersonAnalysis, { data, channels }: Image8): boolean {
  let person = 0;
  let skin = 0;
  for (let i = 0; i < parts.data.length; i++) {
    const part = parts.data[i]!;
    if (part === PART.background) continue;
    person++;
    if (!CLOTHED.has(part) && isSkinLike(data, channels * i)) skin++;
  }
  return skin > BODY_SHARE_MIN * person;
}

/** Whether a picture has skin's colours at all. */
export function showsSkin({ width, height, data, channels }: Image8): boolean {
  let skin = 0;
  for (let i = 0; i < width * height; i++) if (isSkinLike(data, channels * i)) skin++;
  return skin > SKIN_SHARE_MIN * width * height;
}

function isSkinLike(data: Image8["data"], at: number): boolean {
  return data[at]! > RED_OVER_GREEN * data[at + 1]! && data[at + 1]! > data[at + 2]!;
}
