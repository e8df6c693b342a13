import type { AnalysedPerson, Dressed } from "./crop-person.js";
import { dressDress } from "./dress-dress.js";
import { dressLower } from "./dress-lower.js";
import { fitOutfit } from "./dress-outfit.js";
import { fitUpperGarment } from "./dress-upper.js";
import type { GarmentReading } from "./garment/types.js";
import type { TryOnOptions } from "./options.js";
import type { UndressedPerson } from "./undress.js";
import type { WornTop } from "./worn-top.js";

export type { AnalysedPerson, Dressed } from "./crop-person.js";

/** A garment in its place, before the person is taken out of the worn one. */
export interface FittedGarment {
  /** Puts both together. `undressed` and `worn` spare taking off and reading the worn top here; only an upper garment, alone or in an outfit, has a use for them. */
  readonly finish: (undressed?: UndressedPerson, worn?: WornTop) => Dressed;
}

/** Fits and warps an analysed garment to an analysed person; for the lower body that waits for {@link FittedGarment.finish}. */
export function fitGarment(
  analysed: AnalysedPerson,
  garment: GarmentReading,
  options: TryOnOptions = {},
): FittedGarment {
  switch (garment.kind) {
    case "upper":
      return fitUpperGarment(analysed, garment, options);
    case "lower":
      return { finish: () => dressLower(analysed, garment, options) };
    case "dress":
      return { finish: () => dressDress(analysed, garment, options) };
    case "outfit":
      return fitOutfit(analysed, garment, options);
  }
}

/** Puts an analysed garment on an analysed person: fit, warp, remove, composite. */
export function dressPerson(
  analysed: AnalysedPerson,
  garment: GarmentReading,
  options: TryOnOptions = {},
): Dressed {
  return fitGarment(analysed, garment, options).finish();
}
