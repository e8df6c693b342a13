import { isMostlyMadeUp } from "./composite/judge-result.js";
import { fitGarment, type Dressed } from "./dress.js";
import { analyseGarment, drawGarmentDebug, listAnalyses, type GarmentReading } from "./garment/mod.js";
import type { Image8 } from "./image.js";
import type { PersonObservation } from "./observation.js";
import type { TryOnOptions } from "./options.js";
import { accept, refuse, type Outcome } from "./outcome.js";
import { showsHips } from "./fit/mod.js";
import { analysePerson, drawPersonDebug, type PersonAnalysis } from "./person/mod.js";
import type { QualityReport } from "./report.js";
import type { Repainted } from "./remove/mod.js";
import type { UndressPlan } from "./undress.js";
import type { WornTop } from "./worn-top.js";
import { discountWarnings, WARNING } from "./warning.js";

export type { TryOnOptions } from "./options.js";

export interface TryOnInput {
  readonly person: Image8;
  /** What perception saw in `person`; `null` when it saw no person. */
  readonly observation: PersonObservation | null;
  /** The person's analysis, when it was made already (for an earlier garment); `observation` is not looked at then. */
  readonly personOutcome?: PersonOutcome;
  readonly garment: Image8;
  /** What perception saw in `garment`, wanted where {@link mayBeWorn} says so; `null` when it saw no person. @default null */
  readonly garmentObservation?: PersonObservation | null;
  /** The garment's analysis, when it was made elsewhere (in another thread, or for an earlier person). */
  readonly garmentOutcome?: GarmentOutcome;
}

/** What {@link analysePersonPhoto} makes of a photo of a person. */
export type PersonOutcome = Outcome<PersonAnalysis>;

/** What {@link analyseGarment} makes of a garment photo. */
export type GarmentOutcome = Outcome<GarmentReading>;

export interface TryOnResult {
  /** The person photo's size, three channels. Pixels that the garment need not change are the input's. */
  readonly image: Image8;
  readonly report: QualityReport;
}

/** Analyses the person of a photo in which perception saw `observation`; `null` says that it saw no person. */
export function analysePersonPhoto(photo: Image8, observation: PersonObservation | null): PersonOutcome {
  return observation === null ? refuse("PERSON_NOT_FOUND", "person") : analysePerson(photo, observation);
}

/** A try-on whose garment is fitted and warped. */
export interface StartedTryOn {
  /** Completes the garment's layers. `plan`, made by {@link planUndressing}, and `worn`, by {@link readWornTop}, in another thread meanwhile, serve upper garments. */
  readonly arrange: (plan?: UndressPlan, worn?: WornTop) => ArrangedTryOn;
}

/** A try-on whose garment is complete. */
export interface ArrangedTryOn {
  /** The rest. `undressed`, made by {@link undressPerson} after the same plan in another thread meanwhile, serves upper garments. */
  readonly finish: (undressed?: Repainted) => Outcome<TryOnResult>;
}

/** The first half of {@link tryOn}: all that can be done before the person is taken out of the worn top. */
export function startTryOn(input: TryOnInput, options: TryOnOptions = {}): Outcome<StartedTryOn> {
  const { onStage, onDebugImage } = options;
  if (input.personOutcome === undefined) onStage?.("person");
  const person = input.personOutcome ?? analysePersonPhoto(input.person, input.observation);
  if (!person.ok) return person;
  onDebugImage?.("1-person", drawPersonDebug(input.person, person.value));

  onStage?.("garment");
  const garment = input.garmentOutcome ?? analyseGarment(input.garment, input.garmentObservation);
  if (!garment.ok) return garment;
  if (onDebugImage) drawReading(input.garment, garment.value, onDebugImage);

  const hasLower = listAnalyses(garment.value).some(({ kind }) => kind === "lower");
  if (hasLower && !showsHips(person.value)) return refuse("PERSON_CUT_OFF", "fit");
  const fitted = fitGarment({ photo: input.person, person: person.value }, garment.value, options);
  return accept({
    arrange: (plan, worn) => {
      const arranged = fitted.arrange(plan, worn);
      return { finish: (undressed) => judge(person.value, garment.value, arranged.finish(undressed)) };
    },
  });
}

function judge(person: PersonAnalysis, garment: GarmentReading, dressed: Dressed): Outcome<TryOnResult> {
  if (isMostlyMadeUp(dressed.judgement)) return refuse("PERSON_MOSTLY_HIDDEN", "composite");
  return accept(report(person, garment, dressed));
}

type OnDebugImage = NonNullable<TryOnOptions["onDebugImage"]>;

function drawReading(photo: Image8, reading: GarmentReading, onDebugImage: OnDebugImage): void {
  if (reading.kind !== "outfit") return onDebugImage("2-garment", drawGarmentDebug(photo, reading));
  // each was read in a cut of the photo
  for (const garment of [reading.upper, reading.lower])
    onDebugImage(`2-garment-${garment.kind}`, drawGarmentDebug(garment.colour, garment));
}

function report(person: PersonAnalysis, garment: GarmentReading, dressed: Dressed): TryOnResult {
  const garments = listAnalyses(garment);
  const confidence = {
    person: person.confidence,
    garment: Math.min(...garments.map(({ confidence: sure }) => sure)),
    composite: dressed.judgement.confidence,
  };
  const found = [
    ...person.warnings,
    ...garments.flatMap((one) => one.warnings),
    ...dressed.fit.warnings,
    ...dressed.judgement.warnings,
  ];
  const warnings = [...new Set(found)];
  return {
    image: dressed.image,
    report: {
      score: confidence.person * confidence.garment * confidence.composite * discountWarnings(warnings),
      confidence,
      warnings,
      advice: warnings.map((name) => WARNING[name]),
    },
  };
}

/** Dresses the person of one photo in the garment of the other. Pure: the same input gives the same bytes. */
export function tryOn(input: TryOnInput, options: TryOnOptions = {}): Outcome<TryOnResult> {
  const started = startTryOn(input, options);
  return started.ok ? started.value.arrange().finish() : started;
}
