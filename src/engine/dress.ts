import type { AnalysedPerson, Dressed } from "./crop-person.js";
import { dressDress } from "./dress-dress.js";
import { dressLower } from "./dress-lower.js";
import { fitOutfit } from "./dress-outfit.js";
import { fitUpperGarment } from "./dress-upper.js";
import type { FittedGarment } from "./fitted-garment.js";
import type { GarmentReading } from "./garment/types.js";
import type { TryOnOptions } from "./options.js";

export type { AnalysedPerson, Dressed } from "./crop-person.js";

/** Fits and warps an analysed garment to an analysed person; for the lower body that waits for the end. */
export function fitGarment(
  analysed: AnalysedPerson,
  garment: GarmentReading,
  options: TryOnOptions = {},
): FittedGarment {
  switch (garment.kind) {
    case "upper":
      return fitUpperGarment(analysed, garment, options);
    case "lower":
      return arrangeNothing(() => dressLower(analysed, garment, options));
    case "dress":
      return arrangeNothing(() => dressDress(analysed, garment, options));
    case "outfit":
      return fitOutfit(analysed, garment, options);
  }
}

/** A garment that is put on in one step. */
function arrangeNothing(finish: () => Dressed): FittedGarment {
  return { arrange: () => ({ finish }) };
}

/** Puts an analysed garment on an analysed person: fit, warp, remove, composite. */
export function dressPerson(
  analysed: AnalysedPerson,
  garment: GarmentReading,
  options: TryOnOptions = {},
): Dressed {
  return fitGarment(analysed, garment, options).arrange().finish();
}
