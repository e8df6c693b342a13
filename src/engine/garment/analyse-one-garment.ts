import { accept, refuse, type Outcome } from "../outcome.js";
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
import type { GarmentScene } from "./see-garments.js";
import type { DressGarmentAnalysis, GarmentAnalysis, UpperGarmentAnalysis } from "./types.js";

const STAGE = "garment";
/**
 * Reads the largest garment of a scene: its kind, matte, colour without the background's tint and landmarks.
 * Refuses with GARMENT_CUT_OFF or GARMENT_UNREADABLE.
 */
export function analyseOneGarment({
  image,
  small,
  lab,
  alpha,
  found,
}: GarmentScene): Outcome<GarmentAnalysis> {
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
