import type { Image8 } from "../image.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { analyseOneGarment } from "./analyse-one-garment.js";
import { seeGarments } from "./see-garments.js";
import { listGarments, splitGarments } from "./split-garments.js";
import type { GarmentAnalysis, GarmentKind, GarmentReading } from "./types.js";

const STAGE = "garment";

/** Two of a kind are no choice. */
function choose(readings: readonly Outcome<GarmentAnalysis>[], kind: GarmentKind): Outcome<GarmentAnalysis> {
  const wanted = readings.filter((reading) => reading.ok && reading.value.kind === kind);
  if (wanted.length > 1) return refuse("GARMENTS_SEVERAL", STAGE);
  return wanted[0] ?? refuse("GARMENT_NOT_OF_KIND", STAGE);
}

/**
 * Reads the garment of a flat product photo; or two that lie apart in it, one for the upper and one for the lower body, as an outfit.
 * With a `kind`, the garment is read as that, and of several the one of that kind is taken. Refuses with GARMENT_NOT_FOUND,
 * GARMENT_NOT_OF_KIND, GARMENTS_SEVERAL, GARMENTS_UNMATCHED, GARMENT_CUT_OFF or GARMENT_UNREADABLE.
 */
export function analyseFlatGarment(image: Image8, kind?: GarmentKind): Outcome<GarmentReading> {
  const scene = seeGarments(image);
  if (!scene.ok) return scene;
  const garments = listGarments(scene.value.found.mask, scene.value.lab);
  if (garments.length < 2) return analyseOneGarment(scene.value, kind);
  if (garments.length > 2 && kind === undefined) return refuse("GARMENTS_SEVERAL", STAGE);
  const readings = splitGarments(image, scene.value.found.mask, garments).map(analyseCut);
  if (kind !== undefined) return choose(readings, kind);
  const [first, second] = readings;
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
