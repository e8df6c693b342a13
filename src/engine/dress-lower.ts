import { judgeResult } from "./composite/judge-result.js";
import { compositeLower } from "./composite/composite-lower.js";
import {
  boundParts,
  cropFace,
  cropPerson,
  pasteCrop,
  type AnalysedPerson,
  type Dressed,
} from "./crop-person.js";
import { centreAnkle, fitLower, legChain, measureBody, measureLower } from "./fit/mod.js";
import type { LowerGarmentAnalysis } from "./garment/types.js";
import { uniteRects } from "./kernels/crop.js";
import type { TryOnOptions } from "./options.js";
import { PART } from "./person/types.js";
import { mendLowerParts } from "./remove/mend-lower-parts.js";
import { readFace } from "./remove/mod.js";
import { removeLower } from "./remove/remove-lower.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import { boundPlaced, drawLower, layOutLower, placeMesh } from "./warp/mod.js";

/** Room around garment and worn clothes, in units, from which skin and background are taken. */
const CROP_PAD_UNITS = 0.3;

/** Puts trousers, shorts or a skirt on an analysed person. */
export function dressLower(
  { photo, person: parsed }: AnalysedPerson,
  garment: LowerGarmentAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): Dressed {
  onStage?.("fit");
  const body = measureBody(parsed);
  const chains = {
    left: legChain(parsed.keypoints, "left", body.unit),
    right: legChain(parsed.keypoints, "right", body.unit),
  };
  const person = mendLowerParts(photo, parsed, [chains.left, chains.right]);
  const legs = { left: centreAnkle(person, chains.left), right: centreAnkle(person, chains.right) };
  const frame = measureLower(person, body, legs);
  const fit = fitLower(garment, frame);

  onStage?.("warp");
  const placed = placeMesh(garment, layOutLower(garment), fit);
  const touched = boundPlaced(placed, person);
  // arms are in the crop for their skin
  const worn = boundParts(person, [PART.lower, PART.leg, PART.leftArm, PART.rightArm]) ?? touched;
  const rect = uniteRects(touched, worn, CROP_PAD_UNITS * body.unit, person);
  const layers = drawLower(garment, placed, { rect, scale: fit.scale, blurPx: person.blurPx });
  onDebugImage?.("3-warp", drawWarpDebug(photo, placed, fit));

  onStage?.("remove");
  const crop = cropPerson(photo, person, rect);
  const removal = removeLower(crop, { frame, hem: fit.hem, light: readFace(cropFace(photo, person)).light });
  onDebugImage?.("4-remove", pasteCrop(photo, removal.base, rect));

  onStage?.("composite");
  const dressed = compositeLower({ crop, removal, garment: layers, frame, light: person.light });
  const image = pasteCrop(photo, dressed.image, rect);
  onDebugImage?.("5-result", image);
  return { image, fit, judgement: judgeResult(removal, dressed.cloth, body.unit) };
}
