import type { Image8 } from "./image.js";
import { readFoldShading } from "./composite/fold-shading.js";
import { drawCover } from "./composite/draw-cover.js";
import { composite } from "./composite/mod.js";
import { fitUpper, measureBody, type Fit } from "./fit/mod.js";
import type { UpperGarmentAnalysis } from "./garment/types.js";
import { cropImage, cropMask, uniteRects, type Rect } from "./kernels/crop.js";
import { PART, type PersonAnalysis } from "./person/types.js";
import { absorbTrim, removeUpper, type PersonCrop } from "./remove/mod.js";
import type { TryOnOptions } from "./options.js";
import { drawWarpDebug } from "./warp/draw-warp-debug.js";
import { boundPlaced, drawGarment, placeMesh } from "./warp/mod.js";

/** Room around garment and worn top, in units, from which skin, trousers and background are taken. */
const CROP_PAD_UNITS = 0.25;

/** A person photo and what is known about it. */
export interface AnalysedPerson {
  readonly photo: Image8;
  readonly person: PersonAnalysis;
}

function boundPart(person: PersonAnalysis, part: number): Rect | null {
  const { width, height, data } = person.parts;
  let x0 = width;
  let y0 = height;
  let x1 = -1;
  let y1 = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] !== part) continue;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      y1 = y;
    }
  }
  return x1 < 0 ? null : { left: x0, top: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}

function cropPerson(image: Image8, person: PersonAnalysis, rect: Rect): PersonCrop {
  return {
    rect,
    photo: cropImage(image, rect),
    parts: cropMask(person.parts, rect),
    matte: cropMask(person.matte, rect),
  };
}

/** Copies the photo and lays the changed crop over it. */
function pasteCrop(photo: Image8, crop: Image8, rect: Rect): Image8 {
  const whole = cropImage(photo, { left: 0, top: 0, width: photo.width, height: photo.height });
  for (let y = 0; y < rect.height; y++) {
    const row = crop.data.subarray(y * rect.width * 3, (y + 1) * rect.width * 3);
    whole.data.set(row, ((rect.top + y) * photo.width + rect.left) * 3);
  }
  return whole;
}

/** Puts an analysed garment on an analysed person: fit, warp, remove, composite. */
export function dressPerson(
  { photo, person }: AnalysedPerson,
  garment: UpperGarmentAnalysis,
  options: TryOnOptions = {},
): { readonly image: Image8; readonly fit: Fit } {
  const { onStage, onDebugImage } = options;
  onStage?.("fit");
  const body = measureBody(person);
  const fit = fitUpper(garment, person, body);

  onStage?.("warp");
  const placed = placeMesh(garment, fit);
  const touched = boundPlaced(placed, person);
  const rect = uniteRects(
    touched,
    boundPart(person, PART.upper) ?? touched,
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
  const image = pasteCrop(photo, dressed, rect);
  onDebugImage?.("5-result", image);
  return { image, fit };
}
