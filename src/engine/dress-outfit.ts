import { uniteJudgements } from "./composite/judge-result.js";
import type { AnalysedPerson, Dressed } from "./crop-person.js";
import { dressLower } from "./dress-lower.js";
import { fitUpperGarment, type DressedUpper } from "./dress-upper.js";
import type { OutfitAnalysis } from "./garment/types.js";
import type { TryOnOptions } from "./options.js";
import type { ArrangedGarment, FittedGarment } from "./fitted-garment.js";
import type { Repainted } from "./remove/mod.js";

/**
 * Fits an upper and a lower garment. The top goes on first: it alone can be prepared in two threads, and the waistband of the lower
 * one is then drawn to the new top's hem instead of being made up below the old one's. Stages are told for the top only, so that they
 * come in order; the rest is `composite`. The top's debug pictures are named "…-upper".
 */
export function fitOutfit(
  analysed: AnalysedPerson,
  { upper, lower }: OutfitAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): FittedGarment {
  const fitted = fitUpperGarment(analysed, upper, {
    ...(onStage && { onStage }),
    ...(onDebugImage && { onDebugImage: (name, image) => onDebugImage(`${name}-upper`, image) }),
  });
  const finish = (arranged: ArrangedGarment<DressedUpper>, undressed?: Repainted): Dressed => {
    const top = arranged.finish(undressed);
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
  return {
    arrange(plan, worn) {
      const arranged = fitted.arrange(plan, worn);
      return { finish: (undressed) => finish(arranged, undressed) };
    },
  };
}
