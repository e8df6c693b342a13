import { drawCover } from "./composite/draw-cover.js";
import { judgeResult } from "./composite/judge-result.js";
import { arrangeLayers, composite, type Arrangement } from "./composite/mod.js";
import { pasteCrop, type AnalysedPerson, type Dressed } from "./crop-person.js";
import type { ArrangedGarment, FittedGarment } from "./fitted-garment.js";
import { fitUpper, measureBody, type BodyFrame } from "./fit/mod.js";
import type { Fit } from "./fit/types.js";
import type { UpperGarmentAnalysis } from "./garment/types.js";
import { uniteRects, type Rect } from "./kernels/crop.js";
import type { TryOnOptions } from "./options.js";
import type { PersonAnalysis } from "./person/types.js";
import type { Repainted } from "./remove/mod.js";
import {
  boundWorn,
  placePlan,
  placeUndressed,
  planUndressing,
  undressPerson,
  type UndressPlan,
} from "./undress.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import {
  boundPlaced,
  drawGarment,
  layOutUpper,
  placeMesh,
  type PlacedMesh,
  type WarpedGarment,
} from "./warp/mod.js";
import { wearUpper } from "./wear-upper.js";
import { placeWornTop, readWornTop, type WornTop } from "./worn-top.js";

/** Room around garment and worn top, in units, in which shadows fall and edges are soft. */
const CROP_PAD_UNITS = 0.25;

/** A person in a new top, who can be dressed further. */
export interface DressedUpper extends Dressed {
  /** What is known of the person in the result's picture. */
  readonly wear: () => PersonAnalysis;
}

/** What fitting and warping found. */
interface Placed {
  readonly analysed: AnalysedPerson;
  readonly garment: UpperGarmentAnalysis;
  readonly body: BodyFrame;
  readonly fit: Fit;
  readonly mesh: PlacedMesh;
  /** The part of the photo that changes. */
  readonly rect: Rect;
  readonly layers: WarpedGarment;
  readonly options: TryOnOptions;
}

/** Fits and warps an upper garment. */
export function fitUpperGarment(
  analysed: AnalysedPerson,
  garment: UpperGarmentAnalysis,
  options: TryOnOptions,
): FittedGarment<DressedUpper> {
  const { photo, person } = analysed;
  const { onStage, onDebugImage } = options;
  onStage?.("fit");
  const body = measureBody(person);
  const fit = fitUpper(garment, person, body);

  onStage?.("warp");
  const mesh = placeMesh(garment, layOutUpper(garment), fit);
  const touched = boundPlaced(mesh, person);
  const room = uniteRects(touched, touched, CROP_PAD_UNITS * body.unit, person);
  const rect = uniteRects(room, boundWorn(person, body), 0, person);
  const layers = drawGarment(garment, mesh, { rect, scale: fit.scale, blurPx: person.blurPx });
  onDebugImage?.("3-warp", drawWarpDebug(photo, mesh, fit));
  const placed = { analysed, garment, body, fit, mesh, rect, layers, options };
  return { arrange: (plan, worn) => arrangeUpper(placed, plan, worn) };
}

/** Without a plan the worn top is taken off here. */
function arrangeUpper(
  placed: Placed,
  known?: UndressPlan,
  knownWorn?: WornTop,
): ArrangedGarment<DressedUpper> {
  const { analysed, garment, body, fit, mesh, rect, layers, options } = placed;
  const { onStage } = options;
  onStage?.("remove");
  const plan = known ?? planUndressing(analysed);
  const own = known === undefined ? undressPerson(analysed, plan) : undefined;

  onStage?.("composite");
  const { crop, marks: removal } = placePlan(plan, analysed, rect);
  const worn = placeWornTop(knownWorn ?? readWornTop(analysed, plan), rect);
  const { silhouette, hair, shading } = worn;
  const cover = drawCover({ crop, removal, body, garment, fit, placed: mesh, silhouette });
  const { light } = analysed.person;
  const arranged = arrangeLayers({ crop, removal, garment: layers, body, cover, fit, light, shading, hair });
  return {
    finish: (undressed) => {
      const repainted = undressed ?? own ?? undressPerson(analysed, plan);
      return finishUpper(placed, arranged, placeUndressed(repainted, plan.rect, crop));
    },
  };
}

function finishUpper(placed: Placed, arranged: Arrangement, undressed: Repainted): DressedUpper {
  const { analysed, body, fit, rect, options } = placed;
  const { photo, person } = analysed;
  const { crop, removal } = arranged;
  options.onDebugImage?.("4-remove", pasteCrop(photo, undressed.base, rect));
  const { image: dressed, cloth, shown } = composite(arranged, undressed);
  const image = pasteCrop(photo, dressed, rect);
  options.onDebugImage?.("5-result", image);
  const judgement = judgeResult(removal, cloth, body.unit);
  return { image, fit, judgement, wear: () => wearUpper(person, { crop, removal, body, shown }) };
}
