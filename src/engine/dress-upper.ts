import { drawCover } from "./composite/draw-cover.js";
import { judgeResult } from "./composite/judge-result.js";
import { composite } from "./composite/mod.js";
import { pasteCrop, type AnalysedPerson, type Dressed } from "./crop-person.js";
import { fitUpper, measureBody } from "./fit/mod.js";
import type { UpperGarmentAnalysis } from "./garment/types.js";
import { uniteRects } from "./kernels/crop.js";
import type { TryOnOptions } from "./options.js";
import type { PersonAnalysis } from "./person/types.js";
import { boundWorn, placeUndressed, undressPerson, type UndressedPerson } from "./undress.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import { boundPlaced, drawGarment, layOutUpper, placeMesh } from "./warp/mod.js";
import { wearUpper } from "./wear-upper.js";
import { placeWornTop, readWornTop, type WornTop } from "./worn-top.js";

/** Room around garment and worn top, in units, in which shadows fall and edges are soft. */
const CROP_PAD_UNITS = 0.25;

/** A person in a new top, who can be dressed further. */
export interface DressedUpper extends Dressed {
  /** What is known of the person in the result's picture. */
  readonly wear: () => PersonAnalysis;
}

/** An upper garment in its place, before the person is taken out of the worn one. */
export interface FittedUpper {
  readonly finish: (undressed?: UndressedPerson, worn?: WornTop) => DressedUpper;
}

/** Fits and warps an upper garment. */
export function fitUpperGarment(
  analysed: AnalysedPerson,
  garment: UpperGarmentAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): FittedUpper {
  const { photo, person } = analysed;
  onStage?.("fit");
  const body = measureBody(person);
  const fit = fitUpper(garment, person, body);

  onStage?.("warp");
  const placed = placeMesh(garment, layOutUpper(garment), fit);
  const touched = boundPlaced(placed, person);
  const room = uniteRects(touched, touched, CROP_PAD_UNITS * body.unit, person);
  const rect = uniteRects(room, boundWorn(person, body), 0, person);
  const layers = drawGarment(garment, placed, { rect, scale: fit.scale });
  onDebugImage?.("3-warp", drawWarpDebug(photo, placed, fit));

  const finish = (known?: UndressedPerson, knownWorn?: WornTop): DressedUpper => {
    onStage?.("remove");
    const undressed = known ?? undressPerson(analysed);
    const { crop, removal } = placeUndressed(undressed, analysed, rect);
    onDebugImage?.("4-remove", pasteCrop(photo, removal.base, rect));

    onStage?.("composite");
    const worn = knownWorn ?? readWornTop(analysed, undressed.plan.parts);
    const { hair, shading, silhouette } = placeWornTop(worn, rect);
    const cover = drawCover({ crop, removal, body, garment, fit, placed, silhouette });
    const dressed = composite({
      crop,
      removal,
      garment: layers,
      cover,
      fit,
      body,
      shading,
      hair,
      light: person.light,
    });
    const image = pasteCrop(photo, dressed.image, rect);
    onDebugImage?.("5-result", image);
    const judgement = judgeResult(removal, dressed.cloth, body.unit);
    return {
      image,
      fit,
      judgement,
      wear: () => wearUpper(person, { crop, removal, body, shown: dressed.shown }),
    };
  };
  return { finish };
}
