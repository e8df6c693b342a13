import { readFoldShading } from "./composite/fold-shading.js";
import { boundParts, cropPerson, pasteCrop, type AnalysedPerson, type Dressed } from "./crop-person.js";
import { drawCover } from "./composite/draw-cover.js";
import { composite } from "./composite/mod.js";
import { judgeResult } from "./composite/judge-result.js";
import { dressDress } from "./dress-dress.js";
import { dressLower } from "./dress-lower.js";
import { fitUpper, measureBody } from "./fit/mod.js";
import type { GarmentAnalysis, UpperGarmentAnalysis } from "./garment/types.js";
import { uniteRects } from "./kernels/crop.js";
import { PART } from "./person/types.js";
import { absorbTrim, removeUpper } from "./remove/mod.js";
import type { TryOnOptions } from "./options.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import { boundPlaced, drawGarment, layOutUpper, placeMesh } from "./warp/mod.js";

/** Room around garment and worn top, in units, from which skin, trousers and background are taken. */
const CROP_PAD_UNITS = 0.25;

export type { AnalysedPerson, Dressed } from "./crop-person.js";

/** Puts an analysed garment on an analysed person: fit, warp, remove, composite. */
export function dressPerson(
  analysed: AnalysedPerson,
  garment: GarmentAnalysis,
  options: TryOnOptions = {},
): Dressed {
  switch (garment.kind) {
    case "upper":
      return dressUpper(analysed, garment, options);
    case "lower":
      return dressLower(analysed, garment, options);
    case "dress":
      return dressDress(analysed, garment, options);
  }
}

function dressUpper(
  { photo, person }: AnalysedPerson,
  garment: UpperGarmentAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): Dressed {
  onStage?.("fit");
  const body = measureBody(person);
  const fit = fitUpper(garment, person, body);

  onStage?.("warp");
  const placed = placeMesh(garment, layOutUpper(garment), fit);
  const touched = boundPlaced(placed, person);
  const rect = uniteRects(
    touched,
    boundParts(person, [PART.upper]) ?? touched,
    CROP_PAD_UNITS * body.unit,
    person,
  );
  const layers = drawGarment(garment, placed, { rect, scale: fit.scale });
  onDebugImage?.("3-warp", drawWarpDebug(photo, placed, fit));

  onStage?.("remove");
  const parsed = cropPerson(photo, person, rect);
  const crop = { ...parsed, parts: absorbTrim(parsed, body) };
  const removal = removeUpper(crop, body);
  onDebugImage?.("4-remove", pasteCrop(photo, removal.base, rect));

  onStage?.("composite");
  const shading = readFoldShading(crop, body.unit);
  const cover = drawCover({ crop, removal, body, garment, fit, placed });
  const dressed = composite({ crop, removal, garment: layers, cover, fit, body, shading });
  const image = pasteCrop(photo, dressed.image, rect);
  onDebugImage?.("5-result", image);
  return { image, fit, judgement: judgeResult(removal, dressed.cloth, body.unit) };
}
