import { decodeImage, encodeImage, ImageError } from "../codecs/mod.js";
import {
  accept,
  analyseGarment,
  analysePersonPhoto,
  flattenAlpha,
  mayBeWorn,
  refuse,
  startTryOn,
  planUndressing,
  readWornTop,
  REFUSAL,
  type GarmentKind,
  type GarmentOutcome,
  type AnalysedPerson,
  type Image8,
  type Outcome,
  type Perception,
  type PersonOutcome,
  type Repainted,
  type StartedTryOn,
  type TryOnResult,
  type UndressPlan,
  type WornCloth,
  type WornPlace,
  type WornTop,
} from "../engine/mod.js";
import type { GarmentMemory, PersonMemory, PlanMemory } from "./analysis-memory.js";
import type { SecondThread } from "./second-thread.js";
import { createStageClock, type StageClock } from "./stage-clock.js";
import type { JobStage, TryOnFiles, TryOnOutcome } from "./types.js";

type Refusal = Extract<TryOnOutcome, { readonly ok: false }>;

export interface TryOnPicturesOptions {
  /** Called when a step begins. */
  readonly onStage?: (stage: JobStage) => void;
  /** Receives each engine stage's picture. Drawing costs time, so leave it out when nobody looks. */
  readonly onDebugImage?: (name: string, image: Image8) => void;
  /**
   * Reads the garment while this thread looks at the person; takes the worn top off while this one warps the garment.
   * @default all in this thread, one after the other
   */
  readonly secondThread?: Omit<SecondThread, "close">;
  /** Spares reading a garment known from before. @default every garment is new */
  readonly garmentMemory?: GarmentMemory;
  /** Spares a person seen before both looks. @default everybody is new */
  readonly personMemory?: PersonMemory;
  /** Spares finding out again how a person is undressed, for which {@link personMemory} has to know them. @default everybody is new */
  readonly planMemory?: PlanMemory;
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
  const job: Job = { perception, begin, clock, options };
  const started = await startPictures(job, { ...files, garment: garmentFile }, decoded);
  if (!started.ok) return fail(started.code, REFUSAL[started.code]);
  const finished = await finishPictures(job, files.person, started.value);
  if (!finished.ok) return fail(finished.code, REFUSAL[finished.code]);
  const { image, report } = finished.value;
  begin("encode");
  const { format = "png", ...quality } = files.output ?? {};
  const picture = await encodeImage(image, format, { ...quality, tellsSource: true });
  return { ok: true, picture, report: { ...report, timingsMs: clock.stop() } };
}

/** What the steps of one try-on share. */
interface Job {
  readonly perception: Perception;
  readonly begin: (stage: JobStage) => void;
  readonly clock: StageClock;
  readonly options: TryOnPicturesOptions;
}

/** What the engine need not do where it stands in line, because it is or was done beside. */
interface Spare {
  readonly place?: WornPlace | Promise<WornPlace>;
  readonly cloth?: WornCloth | Promise<WornCloth>;
  readonly plan?: UndressPlan | Promise<UndressPlan>;
  readonly undressed?: Repainted | Promise<Repainted>;
  readonly worn?: WornTop;
}

interface Started extends StartedTryOn {
  readonly analysed: AnalysedPerson;
  readonly spare: Spare;
}

/**
 * Analyses both pictures and puts the garment in its place. While the second thread reads the garment, this one looks at the
 * person; of one that it remembers it reads the worn top meanwhile. Then the second thread takes that top off, while this one warps,
 * reads it if it is new, and completes the new one's layers.
 */
async function startPictures(
  job: Job,
  files: Pick<TryOnFiles, "person" | "kind" | "isSingle"> & { readonly garment: Uint8Array },
  { person, garment }: Pictures,
): Promise<Outcome<Started>> {
  const { perception, begin, clock, options } = job;
  const { secondThread, garmentMemory, onDebugImage } = options;
  const { kind } = files;
  const known = options.personMemory?.recall(files.person);
  const knownGarment = garmentMemory?.recall(files.garment, kind);
  const reading = knownGarment === undefined ? secondThread?.readGarment(garment, null, kind) : undefined;
  const looking = known ?? lookAtPerson(job, files.person, person);
  let spare: Spare = {};
  if (reading !== undefined && known?.ok) {
    // the clock alone: for who follows the progress, the garment comes first
    clock.begin("remove");
    const analysed = { photo: person, person: known.value };
    const plan = options.planMemory?.recall(files.person) ?? planUndressing(analysed);
    options.planMemory?.remember(files.person, plan);
    spare = { plan, worn: readWornTop(analysed, plan) };
    begin("garment");
  }
  const [personOutcome, flat] = await Promise.all([looking, reading]);
  if (!personOutcome.ok) return personOutcome;
  const garmentOutcome =
    knownGarment ??
    (await readAgainIfWorn(flat ?? analyseGarment(garment, null, kind), {
      garment,
      kind,
      secondThread,
      perception,
    }));
  if (knownGarment === undefined) garmentMemory?.remember(files.garment, garmentOutcome, kind);
  const isOutfit = garmentOutcome.ok && garmentOutcome.value.kind === "outfit";
  if (files.isSingle && isOutfit) return refuse("GARMENTS_SEVERAL", "garment");
  const analysed = { photo: person, person: personOutcome.value };
  const hasUpper = garmentOutcome.ok && ["upper", "outfit"].includes(garmentOutcome.value.kind);
  if (!hasUpper) spare = {};
  else if (secondThread !== undefined) {
    const plan = (await spare.plan) ?? options.planMemory?.recall(files.person);
    if (plan === undefined) spare = secondThread.undress(analysed);
    else spare = { ...spare, plan, undressed: secondThread.repaint(analysed, plan) };
  }
  const started = startTryOn(
    { person, observation: null, personOutcome, garment, garmentOutcome },
    { onStage: begin, ...(onDebugImage && { onDebugImage }) },
  );
  if (!started.ok) return started;
  return accept({ ...started.value, analysed, spare });
}

/** Completes the garment's layers as soon as it is known how the worn top comes off, and puts them on once it is off. */
async function finishPictures(
  { clock, options }: Job,
  personFile: Uint8Array,
  { arrange, analysed, spare }: Started,
): Promise<Outcome<TryOnResult>> {
  clock.begin("remove");
  const place = (await spare.place) ?? (await spare.plan);
  clock.begin("composite");
  const worn = spare.worn ?? (place && readWornTop(analysed, place, await spare.cloth));
  clock.begin("remove");
  const plan = await spare.plan;
  if (plan !== undefined) options.planMemory?.remember(personFile, plan);
  clock.begin("composite");
  const arranged = arrange(plan, worn);
  clock.begin("remove");
  const undressed = await spare.undressed;
  clock.begin("composite");
  return arranged.finish(undressed);
}

async function lookAtPerson(
  { perception, begin, options }: Job,
  file: Uint8Array,
  person: Image8,
): Promise<PersonOutcome> {
  begin("observe");
  const observation = await perception.observePerson(person);
  begin("person");
  const outcome = analysePersonPhoto(person, observation);
  options.personMemory?.remember(file, outcome);
  begin("garment");
  return outcome;
}

/** A garment that was not surely read as a flat one is read again with what perception sees in its photo: it may be on a model. */
export async function readAgainIfWorn(
  flat: GarmentOutcome,
  job: {
    readonly garment: Image8;
    readonly kind?: GarmentKind | undefined;
    readonly secondThread: Pick<SecondThread, "readGarment"> | undefined;
    readonly perception: Perception;
  },
): Promise<GarmentOutcome> {
  if (!mayBeWorn(flat)) return flat;
  const { garment, kind, secondThread, perception } = job;
  const observation = await perception.observePerson(flattenAlpha(garment));
  if (observation === null) return flat;
  return secondThread?.readGarment(garment, observation, kind) ?? analyseGarment(garment, observation, kind);
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
