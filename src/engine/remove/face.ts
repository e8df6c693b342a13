import { markLabels } from "../kernels/mark-labels.js";
import { hasAny } from "../kernels/push-pull.js";
import { PART } from "../person/types.js";
import { readLight, type SkinLight } from "./skin-light.js";
import { measureTone, type Tone } from "./skin-tone.js";
import type { PersonCrop } from "./types.js";

/** What a face tells of its skin, and of the light on it. */
export interface Face {
  /** Null without a face. */
  readonly tone: Tone | null;
  readonly light: SkinLight;
}

/** Reads a crop that holds the whole face: its lower part, lips and all, is redder and darker. */
export function readFace(crop: PersonCrop): Face {
  const face = markLabels(crop.parts, [PART.face]);
  return { tone: hasAny(face) ? measureTone(crop.photo, face) : null, light: readLight(crop) };
}
