import { drawCover, smoothWorn } from "./composite/draw-cover.js";
import { matteHair } from "./composite/hair-matte.js";
import { judgeResult, uniteJudgements } from "./composite/judge-result.js";
import { arrangeLayers, composite, uniteCoverage } from "./composite/mod.js";
import {
  boundParts,
  cropFace,
  cropPerson,
  pasteCrop,
  type AnalysedPerson,
  type Dressed,
} from "./crop-person.js";
import {
  centreAnkle,
  fitDress,
  isForearmHidden,
  legChain,
  measureBody,
  measureLower,
  type BodyFrame,
  type DressFit,
  type LowerFrame,
} from "./fit/mod.js";
import type { SideName } from "./fit/arm-chain.js";
import type { DressGarmentAnalysis, UpperGarmentAnalysis } from "./garment/types.js";
import { uniteRects, type Rect } from "./kernels/crop.js";
import type { TryOnOptions } from "./options.js";
import { PART, type PersonAnalysis } from "./person/types.js";
import { mendLowerParts } from "./remove/mend-lower-parts.js";
import { clearEdgeInto } from "./remove/clean-hands.js";
import {
  absorbCuffs,
  absorbTrim,
  planRemoval,
  readFace,
  removeUpper,
  type PersonCrop,
  type RemovalMarks,
  type Repainted,
} from "./remove/mod.js";
import { removeLower, type RemovedLower } from "./remove/remove-lower.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import { boundPlaced, drawGarment, layOutUpper, placeMesh } from "./warp/mod.js";

/** Room around garment and worn clothes, in units, from which skin and background are taken. */
const CROP_PAD_UNITS = 0.3;

/** What is worn above and below, off the person. */
interface Undressed {
  readonly bared: RemovedLower;
  /** With the coverage and parts of the person without the lower garment. */
  readonly crop: PersonCrop;
  readonly removal: RemovalMarks & Repainted;
}

function undress(
  { photo, person }: AnalysedPerson,
  rect: Rect,
  { frame, fit }: { readonly frame: LowerFrame; readonly fit: DressFit },
): Undressed {
  const { body } = frame;
  const whole = cropPerson(photo, person, rect);
  const face = readFace(cropFace(photo, person));
  const bared = removeLower(whole, { frame, hem: fit.hem, light: face.light });
  const legsBare = { ...whole, photo: bared.base, parts: bared.parts };
  const crop = { ...legsBare, parts: absorbCuffs(absorbTrim(legsBare, body), rect, body) };
  const plan = planRemoval(crop, body);
  const removal = { ...plan, ...removeUpper(crop, plan, { body, face }) };
  return { bared, crop: { ...crop, matte: bared.matte }, removal };
}

/** The body with arms that the worn lower garment hides counted behind the dress as well. */
function putArmsBehind(person: PersonAnalysis, body: BodyFrame): BodyFrame {
  const isBefore = (side: SideName): boolean =>
    body.isHandSeen[side] && !isForearmHidden(person, body.arms[side]);
  return { ...body, isHandSeen: { left: isBefore("left"), right: isBefore("right") } };
}

/** Puts a dress on an analysed person: it replaces what is worn above and below. */
export function dressDress(
  { photo, person: parsed }: AnalysedPerson,
  dress: DressGarmentAnalysis,
  { onStage, onDebugImage }: TryOnOptions,
): Dressed {
  onStage?.("fit");
  const garment: UpperGarmentAnalysis = { ...dress, kind: "upper" };
  const body = measureBody(parsed);
  const chains = {
    left: legChain(parsed.keypoints, "left", body.unit),
    right: legChain(parsed.keypoints, "right", body.unit),
  };
  const person = mendLowerParts(photo, parsed, [chains.left, chains.right]);
  const legs = { left: centreAnkle(person, chains.left), right: centreAnkle(person, chains.right) };
  const frame = measureLower(person, body, legs);
  const fit = fitDress(garment, frame);

  onStage?.("warp");
  const placed = placeMesh(garment, layOutUpper(garment), fit);
  const touched = boundPlaced(placed, person);
  const worn = boundParts(person, [PART.upper, PART.lower, PART.leg]) ?? touched;
  const rect = uniteRects(touched, worn, CROP_PAD_UNITS * body.unit, person);
  const layers = drawGarment(garment, placed, { rect, scale: fit.scale, blurPx: person.blurPx });
  onDebugImage?.("3-warp", drawWarpDebug(photo, placed, fit));

  onStage?.("remove");
  const { bared, crop, removal } = undress({ photo, person }, rect, { frame, fit });
  onDebugImage?.("4-remove", pasteCrop(photo, removal.base, rect));

  onStage?.("composite");
  const { torso, leftSleeve, rightSleeve } = layers;
  const cloth = uniteCoverage([torso, leftSleeve, rightSleeve], rect.width * rect.height);
  if (bared.handEdge !== null) clearEdgeInto(removal.base, bared.handEdge, cloth);
  const silhouette = smoothWorn(crop, body.unit);
  const arranged = arrangeLayers({
    crop,
    removal,
    garment: layers,
    cover: drawCover({ crop, removal, body, garment, fit, placed, silhouette }),
    fit,
    body: putArmsBehind(person, body),
    shading: new Float32Array(rect.width * rect.height).fill(1),
    hair: matteHair(crop, body.unit),
    light: person.light,
  });
  const dressed = composite(arranged, removal);
  const image = pasteCrop(photo, dressed.image, rect);
  onDebugImage?.("5-result", image);
  const upper = judgeResult(removal, dressed.cloth, body.unit);
  const lower = judgeResult(bared, dressed.cloth, body.unit);
  return { image, fit, judgement: uniteJudgements(upper, lower) };
}
