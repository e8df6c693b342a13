import { uniteJudgements } from "./composite/judge-result.js";
import type { AnalysedPerson, Dressed } from "./crop-person.js";
import { dressLower } from "./dress-lower.js";
import { fitUpperGarment } from "./dress-upper.js";
import type { OutfitAnalysis } from "./garment/types.js";
import type { TryOnOptions } from "./options.js";
import type { UndressedPerson } from "./undress.js";
import type { WornTop } from "./worn-top.js";

/**
 * Fits an upper and a lower garment. The top goes on first: it alone can be prepared in two threads, and the waistband of the lower
 * one is then drawn to the new top's hem instead of being made up below the old one's. Stages are told for the top only, so that they
 * come in order; the rest is `composite`. The top's debug pictures are named "…-upper".
 */
export function fitOutfit(
  analysed: AnalysedPerson,
  { upper, lower }: OutfitAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): { readonly finish: (undressed?: UndressedPerson, worn?: WornTop) => Dressed } {
  const fitted = fitUpperGarment(analysed, upper, {
    ...(onStage && { onStage }),
    ...(onDebugImage && { onDebugImage: (name, image) => onDebugImage(`${name}-upper`, image) }),
  });
  const finish = (undressed?: UndressedPerson, worn?: WornTop): Dressed => {
    const top = fitted.finish(undressed, worn);
    const bottom = dressLower({ photo: top.image, person: top.wear() }, lower, {
      ...(onDebugImage && { onDebugImage }),
    });
    const warnings = [...top.fit.warnings, ...bottom.fit.warnings];
    return {
      ...bottom,
      fit: { ...bottom.fit, warnings },
      judgement: uniteJudgements(top.judgement, bottom.judgement),
    };
  };
  return { finish };
}
