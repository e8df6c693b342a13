import type { Image8 } from "./image.js";
import type { PersonObservation } from "./observation.js";
import { refuse, type Outcome } from "./outcome.js";
import type { QualityReport, Stage } from "./report.js";

export interface TryOnInput {
  readonly person: Image8;
  /** What perception saw in `person`; `null` when it saw no person. */
  readonly observation: PersonObservation | null;
  readonly garment: Image8;
}

export interface TryOnOptions {
  /** Called when a stage begins. The engine has no clock: who wants times takes them here. */
  readonly onStage?: (stage: Stage) => void;
  /** Receives each stage's picture. Drawing costs time, so leave it out when nobody looks. */
  readonly onDebugImage?: (name: string, image: Image8) => void;
}

export interface TryOnResult {
  /** The person photo's size, three channels. Pixels that the garment need not change are the input's. */
  readonly image: Image8;
  readonly report: QualityReport;
}

/** Dresses the person of one photo in the garment of the other. Pure: the same input gives the same bytes. */
export function tryOn(input: TryOnInput, options: TryOnOptions = {}): Outcome<TryOnResult> {
  if (input.observation === null) return refuse("PERSON_NOT_FOUND", "person");
  options.onStage?.("person");
  return refuse("GARMENT_UNREADABLE", "garment");
}
