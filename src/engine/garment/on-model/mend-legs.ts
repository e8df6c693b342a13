import type { SideName } from "../../fit/arm-chain.js";
import { legChain, measureBody, type BodyFrame, type LegChain } from "../../fit/mod.js";
import type { Image8 } from "../../image.js";
import type { PersonAnalysis } from "../../person/types.js";
import { mendLowerParts } from "../../remove/mend-lower-parts.js";

/** A model with her legs' bones, what is below the hips parsed once more. */
export interface LeggedModel {
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly legs: Readonly<Record<SideName, LegChain>>;
}

/** The bones of both legs. */
export function measureLegs({ keypoints }: PersonAnalysis, { unit }: BodyFrame): LeggedModel["legs"] {
  return { left: legChain(keypoints, "left", unit), right: legChain(keypoints, "right", unit) };
}

/** Measures a model for a garment that covers hips or legs. */
export function mendLegs(image: Image8, person: PersonAnalysis): LeggedModel {
  const body = measureBody(person);
  const legs = measureLegs(person, body);
  return { person: mendLowerParts(image, person, [legs.left, legs.right]), body, legs };
}
