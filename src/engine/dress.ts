import { readFoldShading } from "./composite/fold-shading.js";
import { pasteCrop, type AnalysedPerson, type Dressed } from "./crop-person.js";
import { drawCover } from "./composite/draw-cover.js";
import { composite } from "./composite/mod.js";
import { judgeResult } from "./composite/judge-result.js";
import { dressDress } from "./dress-dress.js";
import { dressLower } from "./dress-lower.js";
import { fitUpper, measureBody } from "./fit/mod.js";
import type { GarmentAnalysis, UpperGarmentAnalysis } from "./garment/types.js";
import { uniteRects } from "./kernels/crop.js";
import type { TryOnOptions } from "./options.js";
import { boundWorn, placeUndressed, undressPerson, type UndressedPerson } from "./undress.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import { boundPlaced, drawGarment, layOutUpper, placeMesh } from "./warp/mod.js";

/** Room around garment and worn top, in units, in which shadows fall and edges are soft. */
const CROP_PAD_UNITS = 0.25;

export type { AnalysedPerson, Dressed } from "./crop-person.js";

/** A garment in its place, before the person is taken out of the worn one. */
export interface FittedGarment {
  /** Puts both together. `undressed` spares taking off the worn top here; only an upper garment has a use for it. */
  readonly finish: (undressed?: UndressedPerson) => Dressed;
}

/** Fits and warps an analysed garment to an analysed person; for the lower body that waits for {@link FittedGarment.finish}. */
export function fitGarment(
  analysed: AnalysedPerson,
  garment: GarmentAnalysis,
  options: TryOnOptions = {},
): FittedGarment {
  switch (garment.kind) {
    case "upper":
      return fitUpperGarment(analysed, garment, options);
    case "lower":
      return { finish: () => dressLower(analysed, garment, options) };
    case "dress":
      return { finish: () => dressDress(analysed, garment, options) };
  }
}

/** Puts an analysed garment on an analysed person: fit, warp, remove, composite. */
export function dressPerson(
  analysed: AnalysedPerson,
  garment: GarmentAnalysis,
  options: TryOnOptions = {},
): Dressed {
  return fitGarment(analysed, garment, options).finish();
}

function fitUpperGarment(
  analysed: AnalysedPerson,
  garment: UpperGarmentAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): FittedGarment {
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

  const finish = (undressed?: UndressedPerson): Dressed => {
    onStage?.("remove");
    const { crop, removal } = placeUndressed(undressed ?? undressPerson(analysed), analysed, rect);
    onDebugImage?.("4-remove", pasteCrop(photo, removal.base, rect));

    onStage?.("composite");
    const shading = readFoldShading(crop, body.unit);
    const cover = drawCover({ crop, removal, body, garment, fit, placed });
    const dressed = composite({ crop, removal, garment: layers, cover, fit, body, shading });
    const image = pasteCrop(photo, dressed.image, rect);
    onDebugImage?.("5-result", image);
    return { image, fit, judgement: judgeResult(removal, dressed.cloth, body.unit) };
  };
  return { finish };
}
