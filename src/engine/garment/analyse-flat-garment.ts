import type { Image8 } from "../image.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { analyseOneGarment } from "./analyse-one-garment.js";
import { seeGarments } from "./see-garments.js";
import { listGarments, splitGarments } from "./split-garments.js";
import type { GarmentAnalysis, GarmentReading } from "./types.js";

const STAGE = "garment";

/**
 * Reads the garment of a flat product photo; or two that lie apart in it, one for the upper and one for the lower body, as an outfit.
 * Refuses with GARMENT_NOT_FOUND, GARMENTS_SEVERAL, GARMENTS_UNMATCHED, GARMENT_CUT_OFF or GARMENT_UNREADABLE.
 */
export function analyseFlatGarment(image: Image8): Outcome<GarmentReading> {
  const scene = seeGarments(image);
  if (!scene.ok) return scene;
  const garments = listGarments(scene.value.found.mask, scene.value.lab);
  if (garments.length < 2) return analyseOneGarment(scene.value);
  if (garments.length > 2) return refuse("GARMENTS_SEVERAL", STAGE);
  const [first, second] = splitGarments(image, scene.value.found.mask, garments).map(analyseCut);
  return uniteOutfit(first!, second!);
}

function analyseCut(cut: Image8): Outcome<GarmentAnalysis> {
  const scene = seeGarments(cut);
  return scene.ok ? analyseOneGarment(scene.value) : scene;
}

/** Two garments of one outfit, in any order. Refuses with GARMENTS_UNMATCHED if they cannot be worn together, or as one of them was. */
export function uniteOutfit(
  first: Outcome<GarmentAnalysis>,
  second: Outcome<GarmentAnalysis>,
): Outcome<GarmentReading> {
  if (!first.ok) return first;
  if (!second.ok) return second;
  const [a, b] = [first.value, second.value];
  if (a.kind === "upper" && b.kind === "lower") return accept({ kind: "outfit", upper: a, lower: b });
  if (a.kind === "lower" && b.kind === "upper") return accept({ kind: "outfit", upper: b, lower: a });
  return refuse("GARMENTS_UNMATCHED", STAGE);
}
