/**
 * The engine: pure functions from pixels to pixels. It will not read files, tell the time, draw random numbers or load
 * models: perception arrives as data (observation.ts), so the same input gives the same bytes everywhere.
 */
export {
  createImage,
  createMask,
  createPlane,
  type Image8,
  type Mask,
  type Plane,
  type Point,
} from "./image.js";
export { KEYPOINT, type Keypoint, type Perception, type PersonObservation } from "./observation.js";
export { REFUSAL, accept, refuse, type Outcome, type RefusalCode } from "./outcome.js";
export {
  analyseGarment,
  listAnalyses,
  mayBeWorn,
  type GarmentKind,
  type OutfitAnalysis,
} from "./garment/mod.js";
export { flattenAlpha } from "./kernels/flatten-alpha.js";
export {
  analysePersonPhoto,
  startTryOn,
  tryOn,
  type GarmentOutcome,
  type PersonOutcome,
  type ArrangedTryOn,
  type StartedTryOn,
  type TryOnInput,
  type TryOnOptions,
  type TryOnResult,
} from "./pipeline.js";
export type { AnalysedPerson } from "./crop-person.js";
export { placeWorn, planUndressing, undressPerson, type UndressPlan, type WornPlace } from "./undress.js";
export type { Repainted } from "./remove/mod.js";
export { readWornCloth, readWornTop, type WornCloth, type WornTop } from "./worn-top.js";
export { STAGES, type QualityReport, type Stage } from "./report.js";
export { WARNING, type Warning } from "./warning.js";
