import type { Image8 } from "../image.js";
import { createDebugCanvas, drawDot, drawPath, type Colour } from "./debug-canvas.js";
import type {
  DressGarmentAnalysis,
  GarmentAnalysis,
  GarmentSide,
  LowerGarmentAnalysis,
  UpperGarmentAnalysis,
} from "./types.js";

const NECK: Colour = [230, 30, 30];
const SHOULDER: Colour = [255, 140, 0];
const ARMPIT: Colour = [230, 0, 230];
const HEM: Colour = [30, 60, 255];
const SLEEVE_OUTER: Colour = [230, 210, 0];
const SLEEVE_INNER: Colour = [0, 200, 220];
const LINE: Colour = [0, 190, 60];

/** Draws what the garment stage found over the photo: landmarks, edges, hem, and in violet what lies behind the wearer. */
export function drawGarmentDebug(image: Image8, analysis: GarmentAnalysis): Image8 {
  return analysis.kind === "lower" ? drawLower(image, analysis) : drawUpper(image, analysis);
}

function measurePens({ width, height }: Image8): { radius: number; pen: number } {
  const radius = Math.max(2, Math.round(Math.max(width, height) / 130));
  return { radius, pen: Math.max(1, radius / 3) };
}

function drawUpper(image: Image8, analysis: UpperGarmentAnalysis | DressGarmentAnalysis): Image8 {
  // a garment from a model was laid out in a picture of its own
  const photo = analysis.model === undefined ? image : analysis.colour;
  const canvas = createDebugCanvas(photo, { ...analysis, behind: analysis.backCollar });
  const { radius, pen } = measurePens(photo);
  drawPath(canvas, analysis.neckline, NECK, pen);
  drawPath(canvas, analysis.hemline, HEM, pen);
  drawDot(canvas, analysis.neckFront, NECK, radius);
  for (const side of [analysis.left, analysis.right]) drawSide(canvas, side, radius, pen);
  return canvas;
}

function drawLower(image: Image8, analysis: LowerGarmentAnalysis): Image8 {
  const canvas = createDebugCanvas(image, { ...analysis, behind: analysis.backWaist });
  const { radius, pen } = measurePens(image);
  drawPath(canvas, analysis.waistline, NECK, pen);
  for (const hem of analysis.hemlines) drawPath(canvas, hem, HEM, pen);
  for (const { outer, inner, waist, hip, hem } of [analysis.left, analysis.right]) {
    drawPath(canvas, outer, SLEEVE_OUTER, pen);
    if (inner) drawPath(canvas, inner, SLEEVE_INNER, pen);
    drawDot(canvas, waist, NECK, radius);
    drawDot(canvas, hip, SHOULDER, radius);
    drawDot(canvas, hem, HEM, radius);
  }
  if (analysis.crotch) drawDot(canvas, analysis.crotch, ARMPIT, radius);
  return canvas;
}

function drawSide(canvas: Image8, side: GarmentSide, radius: number, pen: number): void {
  drawPath(canvas, [side.neck, side.shoulder, side.armpit], SHOULDER, pen);
  drawPath(canvas, side.seam, LINE, pen);
  if (side.sleeve) {
    drawPath(canvas, side.sleeve.outer, SLEEVE_OUTER, pen);
    drawPath(canvas, side.sleeve.inner, SLEEVE_INNER, pen);
    drawDot(canvas, side.sleeve.outer.at(-1)!, SLEEVE_OUTER, radius);
    drawDot(canvas, side.sleeve.inner.at(-1)!, SLEEVE_INNER, radius);
  }
  drawDot(canvas, side.neck, NECK, radius);
  drawDot(canvas, side.shoulder, SHOULDER, radius);
  drawDot(canvas, side.armpit, ARMPIT, radius);
  drawDot(canvas, side.hem, HEM, radius);
}
