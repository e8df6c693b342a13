import type { Image8, Mask } from "../image.js";
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

/** The forehead, as a share of the face's height. */
const FOREHEAD = 0.33;
/**
 * Light from the sky falls on a forehead and hardly on what is upright below it, face or arm. Where the forehead is lighter than the rest by more than the first
 * factor it tells less of the tone, and none from the second on (1.23 at most under studio lights).
 */
const SKY_FROM = 1.25;
const SKY_FULL = 1.6;

function sumOf([r, g, b]: Tone): number {
  return r + g + b;
}

/** The first and the last row with a marked pixel. */
function rowsOf({ width, data }: Mask): readonly [first: number, last: number] {
  return [
    Math.floor(data.findIndex((v) => v !== 0) / width),
    Math.floor(data.findLastIndex((v) => v !== 0) / width),
  ];
}

/** The tone of a face, as light falls on what is upright. */
function measureFaceTone(photo: Image8, face: Mask): Tone {
  const [first, last] = rowsOf(face);
  const split = face.width * Math.round(first + FOREHEAD * (last - first));
  const forehead = { ...face, data: face.data.slice().fill(0, split) };
  const below = measureTone(photo, { ...face, data: face.data.slice().fill(0, 0, split) });
  const lighter = sumOf(measureTone(photo, forehead)) / Math.max(1, sumOf(below));
  const share = Math.min(1, Math.max(0, (lighter - SKY_FROM) / (SKY_FULL - SKY_FROM)));
  const [r, g, b] = measureTone(photo, face);
  return [r + share * (below[0] - r), g + share * (below[1] - g), b + share * (below[2] - b)];
}

/** Reads a crop that holds the whole face: its lower part, lips and all, is redder and darker. */
export function readFace(crop: PersonCrop): Face {
  const face = markLabels(crop.parts, [PART.face]);
  return { tone: hasAny(face) ? measureFaceTone(crop.photo, face) : null, light: readLight(crop) };
}
