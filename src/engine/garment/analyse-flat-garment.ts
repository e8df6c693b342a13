import type { Image8, Mask } from "../image.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";
import { srgbToLab } from "../kernels/srgb-to-lab.js";
import { accept, refuse, type Outcome } from "../outcome.js";
import { countGarments } from "./count-garments.js";
import { classifyKind } from "./classify-kind.js";
import { readDress } from "./dress/read-dress.js";
import { dropShadow } from "./drop-shadow.js";
import { findAxis } from "./find-axis.js";
import { judgeShape } from "./judge-shape.js";
import { dropFrame, keepLargest } from "./keep-largest.js";
import { analyseLower } from "./lower/analyse-lower.js";
import { isLowerShape } from "./lower/classify-lower.js";
import { measureRows } from "./lower/measure-rows.js";
import { assembleUpper, readOutline } from "./read-upper.js";
import { readAlpha, separateGarment } from "./separate-garment.js";
import type { DressGarmentAnalysis, GarmentAnalysis, UpperGarmentAnalysis } from "./types.js";

const STAGE = "garment";
/** Longer side in pixels at which the shape is read. */
const SHAPE_SIZE = 416;
/** Below this median Lab distance from the picture's own border nothing counts as plain background. */
const NOISE_MAX = 9;

/**
 * Reads a garment in a flat product photo: its kind, matte, colour without the background's tint and landmarks.
 * Refuses with GARMENT_NOT_FOUND, GARMENTS_SEVERAL, GARMENT_CUT_OFF or GARMENT_UNREADABLE.
 */
export function analyseFlatGarment(image: Image8): Outcome<GarmentAnalysis> {
  const scale = Math.min(1, SHAPE_SIZE / Math.max(image.width, image.height));
  const small = resizeImage(
    image,
    Math.max(8, Math.round(image.width * scale)),
    Math.max(8, Math.round(image.height * scale)),
  );
  const lab = srgbToLab(small);
  const alpha = readAlpha(image);
  const found = alpha
    ? { mask: toBinary(resizeMask(alpha, small.width, small.height)) }
    : separateGarment(lab);
  if (!found || !found.mask.data.includes(255)) return refuse("GARMENT_NOT_FOUND", STAGE);
  if ("background" in found && found.background.noise > NOISE_MAX) return refuse("GARMENT_UNREADABLE", STAGE);
  if (countGarments(found.mask) > 1) return refuse("GARMENTS_SEVERAL", STAGE);
  const whole = keepLargest(found.mask);
  const axis = findAxis(whole);
  const rows = measureRows(whole);
  const picture = { small, lab, alpha, mask: dropFrame(found.mask) };
  if (isLowerShape(whole, rows, axis.x)) {
    const mask = "background" in found ? dropShadow(lab, found) : found.mask;
    const shape = keepLargest(mask);
    return analyseLower(image, {
      ...picture,
      mask: dropFrame(mask),
      shape,
      rows: measureRows(shape),
      axis: findAxis(shape),
    });
  }
  const reading = { ...picture, symmetry: axis.symmetry };
  const outline = readOutline(whole, lab, axis);
  const problem = outline && judgeShape(whole, outline.sides, axis.symmetry);
  if (!outline || problem || classifyKind(outline.sides) === "dress") {
    const dress = readDress(whole, lab, { rows, axis });
    if (dress) return accept(toDress(assembleUpper(image, { ...reading, ...dress })));
  }
  if (!outline || problem) return refuse(problem ?? "GARMENT_UNREADABLE", STAGE);
  return accept(assembleUpper(image, { ...reading, ...outline }));
}

function toDress(garment: UpperGarmentAnalysis): DressGarmentAnalysis {
  return { ...garment, kind: "dress" };
}

function toBinary(mask: Mask): Mask {
  return { ...mask, data: mask.data.map((v) => (v >= 128 ? 255 : 0)) };
}
