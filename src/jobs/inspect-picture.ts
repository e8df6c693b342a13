import { decodeImage, ImageError, type DecodedImage } from "../codecs/mod.js";
import {
  analyseGarment,
  analysePersonPhoto,
  REFUSAL,
  WARNING,
  type GarmentOutcome,
  type Mask,
  type OutfitAnalysis,
  type Perception,
  type PersonOutcome,
} from "../engine/mod.js";
import type { GarmentMemory, PersonMemory } from "./analysis-memory.js";
import type { SecondThread } from "./second-thread.js";
import { readAgainIfWorn } from "./try-on.js";
import type { PictureBox, PictureInspection, PictureQuestion } from "./types.js";

export interface InspectPictureOptions {
  /** Reads the garment in another thread. @default in this one */
  readonly secondThread?: Pick<SecondThread, "readGarment">;
  /** Keep what was found in a photo for the try-on that follows. @default nothing is kept */
  readonly personMemory?: PersonMemory;
  readonly garmentMemory?: GarmentMemory;
}

/** Coverage from which a pixel belongs to what was found. */
const INSIDE = 128;

/**
 * What the service thinks of one picture, before anything is made of it: the first half of a try-on. A picture that cannot be used
 * is an outcome with its reason; rejections are defects.
 */
export async function inspectPicture(
  perception: Perception,
  { role, file }: PictureQuestion,
  options: InspectPictureOptions = {},
): Promise<PictureInspection> {
  const name = `the ${role} photo`;
  try {
    const image = await decodeImage(file, { name, flatten: role === "person" });
    return role === "person"
      ? describePerson(await readPerson(perception, file, image, options), image)
      : describeGarment(await readGarment(perception, file, image, options), image);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { ...NOTHING, size: undefined, refusal: { code: error.code, message: error.message } };
  }
}

const NOTHING = { found: undefined, confidence: undefined, garment: undefined, warnings: [], advice: [] };

async function readPerson(
  perception: Perception,
  file: Uint8Array,
  image: DecodedImage,
  { personMemory }: InspectPictureOptions,
): Promise<PersonOutcome> {
  const known = personMemory?.recall(file);
  if (known !== undefined) return known;
  const outcome = analysePersonPhoto(image, await perception.observePerson(image));
  personMemory?.remember(file, outcome);
  return outcome;
}

async function readGarment(
  perception: Perception,
  file: Uint8Array,
  garment: DecodedImage,
  { secondThread, garmentMemory }: InspectPictureOptions,
): Promise<GarmentOutcome> {
  const known = garmentMemory?.recall(file);
  if (known !== undefined) return known;
  const flat = (await secondThread?.readGarment(garment, null)) ?? analyseGarment(garment);
  const outcome = await readAgainIfWorn(flat, { garment, secondThread, perception });
  garmentMemory?.remember(file, outcome);
  return outcome;
}

function describePerson(outcome: PersonOutcome, image: DecodedImage): PictureInspection {
  if (!outcome.ok) return refuse(outcome.code, image);
  return { ...describe(outcome.value, image), garment: undefined };
}

function describeGarment(outcome: GarmentOutcome, image: DecodedImage): PictureInspection {
  if (!outcome.ok) return refuse(outcome.code, image);
  const { value } = outcome;
  if (value.kind === "outfit") return describeOutfit(value, image);
  const garment =
    value.kind === "lower"
      ? { kind: value.kind, style: value.style }
      : { kind: value.kind, sleeves: value.sleeveLength };
  return { ...describe(value, image), garment };
}

/** Both garments of an outfit; each was read in a cut of the picture, so it is not told where they are. */
function describeOutfit({ upper, lower }: OutfitAnalysis, image: DecodedImage): PictureInspection {
  const warnings = [...new Set([...upper.warnings, ...lower.warnings])];
  const confidence = Math.min(upper.confidence, lower.confidence);
  const garment = { kind: "outfit", sleeves: upper.sleeveLength, style: lower.style } as const;
  return { ...describe({ matte: upper.matte, confidence, warnings }, image), found: undefined, garment };
}

function describe(
  {
    matte,
    confidence,
    warnings,
  }: {
    readonly matte: Mask;
    readonly confidence: number;
    readonly warnings: PictureInspection["warnings"];
  },
  image: DecodedImage,
): Omit<PictureInspection, "garment"> {
  const advice = warnings.map((name) => WARNING[name]);
  return { size: sizeOf(image), found: boxOf(matte), confidence, warnings, advice, refusal: undefined };
}

function refuse(code: keyof typeof REFUSAL, image: DecodedImage): PictureInspection {
  return { ...NOTHING, size: sizeOf(image), refusal: { code, message: REFUSAL[code] } };
}

function sizeOf({ sourceWidth, sourceHeight }: DecodedImage): PictureInspection["size"] {
  return { width: sourceWidth, height: sourceHeight };
}

/** The smallest box around what is inside, as shares of the picture's sides; undefined when nothing is. */
function boxOf({ data, width, height }: Mask): PictureBox | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i]! < INSIDE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right === -1) return undefined;
  return {
    x: left / width,
    y: top / height,
    width: (right + 1 - left) / width,
    height: (bottom + 1 - top) / height,
  };
}
