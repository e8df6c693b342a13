import { decodeImage, encodeImage, ImageError } from "../codecs/mod.js";
import {
  analyseGarment,
  analysePersonPhoto,
  flattenAlpha,
  mayBeWorn,
  tryOn,
  REFUSAL,
  type GarmentOutcome,
  type Image8,
  type Perception,
  type PersonOutcome,
} from "../engine/mod.js";
import type { GarmentReader } from "./garment-reader.js";
import type { PersonMemory } from "./person-memory.js";
import { createStageClock } from "./stage-clock.js";
import type { JobStage, TryOnFiles, TryOnOutcome } from "./types.js";

type Refusal = Extract<TryOnOutcome, { readonly ok: false }>;

export interface TryOnPicturesOptions {
  /** Called when a step begins. */
  readonly onStage?: (stage: JobStage) => void;
  /** Receives each engine stage's picture. Drawing costs time, so leave it out when nobody looks. */
  readonly onDebugImage?: (name: string, image: Image8) => void;
  /** Reads the garment in another thread while this one looks at the person. @default in this thread, afterwards */
  readonly garmentReader?: Pick<GarmentReader, "read">;
  /** Spares a person seen before both looks. @default everybody is new */
  readonly personMemory?: PersonMemory;
  /** A monotonic time in milliseconds. @default performance.now */
  readonly nowMs?: () => number;
}

/**
 * Dresses the person of one file in the garment of another: decode, observe, engine, encode. What a shopper
 * can do something about (an unreadable file, no person) is an outcome; rejections are defects.
 */
export async function tryOnPictures(
  perception: Perception,
  files: TryOnFiles,
  options: TryOnPicturesOptions = {},
): Promise<TryOnOutcome> {
  const clock = createStageClock(options.nowMs ?? (() => performance.now()));
  const begin = (stage: JobStage): void => {
    clock.begin(stage);
    options.onStage?.(stage);
  };
  const [garmentFile, ...others] = files.garments;
  if (garmentFile === undefined) throw new RangeError("Cannot try on nothing: give one garment");
  if (others.length > 0)
    return fail("GARMENTS_UNSUPPORTED", "Several garments at once are not supported yet: send one");

  begin("decode");
  const decoded = await decodePictures(files.person, garmentFile);
  if (!decoded.ok) return decoded;
  const { person, garment } = decoded;
  const { onDebugImage, garmentReader, personMemory } = options;
  const readPerson = async (): Promise<PersonOutcome> => {
    const known = personMemory?.recall(files.person);
    if (known !== undefined) return known;
    begin("observe");
    const observation = await perception.observePerson(person);
    begin("person");
    const personOutcome = analysePersonPhoto(person, observation);
    personMemory?.remember(files.person, personOutcome);
    return personOutcome;
  };
  // perception computes in this thread: the other one reads the garment meanwhile
  const reading = garmentReader?.read(garment, null);
  const personReading = readPerson().finally(() => begin("garment"));
  const [personOutcome, flat] = await Promise.all([personReading, reading]);
  if (!personOutcome.ok) return fail(personOutcome.code, REFUSAL[personOutcome.code]);
  const garmentOutcome = await readAgainIfWorn(flat ?? analyseGarment(garment), {
    garment,
    garmentReader,
    perception,
  });
  const outcome = tryOn(
    { person, observation: null, personOutcome, garment, garmentOutcome },
    { onStage: begin, ...(onDebugImage && { onDebugImage }) },
  );
  if (!outcome.ok) return fail(outcome.code, REFUSAL[outcome.code]);
  begin("encode");
  const { format = "png", ...quality } = files.output ?? {};
  const picture = await encodeImage(outcome.value.image, format, { ...quality, tellsSource: true });
  return { ok: true, picture, report: { ...outcome.value.report, timingsMs: clock.stop() } };
}

/** A garment that was not surely read as a flat one is read again with what perception sees in its photo: it may be on a model. */
export async function readAgainIfWorn(
  flat: GarmentOutcome,
  job: {
    readonly garment: Image8;
    readonly garmentReader: TryOnPicturesOptions["garmentReader"];
    readonly perception: Perception;
  },
): Promise<GarmentOutcome> {
  if (!mayBeWorn(flat)) return flat;
  const { garment, garmentReader, perception } = job;
  const observation = await perception.observePerson(flattenAlpha(garment));
  if (observation === null) return flat;
  return garmentReader?.read(garment, observation) ?? analyseGarment(garment, observation);
}

interface Pictures {
  readonly ok: true;
  readonly person: Image8;
  readonly garment: Image8;
}

/** The person on white if the file has transparency; the garment keeps it, because it tells garment from ground. */
async function decodePictures(person: Uint8Array, garment: Uint8Array): Promise<Pictures | Refusal> {
  try {
    const [personImage, garmentImage] = await Promise.all([
      decodeImage(person, { name: "the person photo", flatten: true }),
      decodeImage(garment, { name: "the garment photo" }),
    ]);
    return { ok: true, person: personImage, garment: garmentImage };
  } catch (error) {
    if (error instanceof ImageError) return fail(error.code, error.message);
    throw error;
  }
}

function fail(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
