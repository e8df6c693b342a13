import type { Image8 } from "../image.js";
import { flattenAlpha } from "../kernels/flatten-alpha.js";
import type { PersonObservation } from "../observation.js";
import type { Outcome } from "../outcome.js";
import { analyseFlatGarment } from "./analyse-flat-garment.js";
import { analyseWornGarment, mayShowWearer, showsSkin } from "./on-model/mod.js";
import { listAnalyses, type GarmentKind, type GarmentReading } from "./types.js";

/** Confidence from which a flat reading needs no second opinion: of the evaluation set's models none is read so well, as that kind. */
const SURELY_FLAT = { upper: 0.65, lower: 0.65, dress: 0.85 } as const;

/** Whether the photo may show the garment on a person, so that perception should look at it. */
export function mayBeWorn(flat: Outcome<GarmentReading>): boolean {
  return !flat.ok || listAnalyses(flat.value).some(({ kind, confidence }) => confidence < SURELY_FLAT[kind]);
}

/**
 * Reads a garment in a product photo: flat, on an invisible mannequin, or worn by a model. `observation` is what perception saw in
 * the photo; it is needed only where {@link mayBeWorn} says so of the photo read without it. `kind` is what the caller says it is, or
 * which of several is meant. Refuses with GARMENT_NOT_FOUND, GARMENT_NOT_OF_KIND,
 * GARMENTS_SEVERAL, GARMENTS_UNMATCHED, GARMENT_CUT_OFF or GARMENT_UNREADABLE.
 */
export function analyseGarment(
  image: Image8,
  observation: PersonObservation | null = null,
  kind?: GarmentKind,
): Outcome<GarmentReading> {
  const flat = analyseFlatGarment(image, kind);
  if (!mayBeWorn(flat) || observation === null || !mayShowWearer(observation)) return flat;
  const worn = analyseWornGarment(flattenAlpha(image), observation, kind) ?? flat;
  // the pose network may see a back in a flat garment; what shows no skin is no wearer's
  return !worn.ok && flat.ok && !showsSkin(image) ? flat : worn;
}
