import type { Image8, Point } from "../image.js";
import type { GarmentSide, UpperGarmentAnalysis } from "./types.js";

type Colour = readonly [number, number, number];
const NECK: Colour = [230, 30, 30];
const SHOULDER: Colour = [255, 140, 0];
const ARMPIT: Colour = [230, 0, 230];
const HEM: Colour = [30, 60, 255];
const SLEEVE_OUTER: Colour = [230, 210, 0];
const SLEEVE_INNER: Colour = [0, 200, 220];
const LINE: Colour = [0, 190, 60];
const COLLAR: Colour = [120, 40, 255];
const DROPPED: Colour = [255, 0, 200];
/** Share of the tint over the back collar and over what the matte drops. */
const TINT = 0.45;

/** Draws what the garment stage found over the photo: landmarks, seams, sleeves, neckline, hem, and the back collar in violet. */
export function drawGarmentDebug(image: Image8, analysis: UpperGarmentAnalysis): Image8 {
  const { width, height } = image;
  const canvas = { width, height, channels: 3 as const, data: new Uint8ClampedArray(width * height * 3) };
  paintBase(canvas, image, analysis);
  const radius = Math.max(2, Math.round(Math.max(width, height) / 130));
  const pen = Math.max(1, radius / 3);
  drawPath(canvas, analysis.neckline, NECK, pen);
  drawPath(canvas, analysis.hemline, HEM, pen);
  drawDot(canvas, analysis.neckFront, NECK, radius);
  for (const side of [analysis.left, analysis.right]) drawSide(canvas, side, radius, pen);
  return canvas;
}

function paintBase(canvas: Image8, image: Image8, analysis: UpperGarmentAnalysis): void {
  for (let i = 0; i < image.width * image.height; i++) {
    const alpha = analysis.matte.data[i]! / 255;
    const collar = (TINT * analysis.backCollar.data[i]!) / 255;
    for (let c = 0; c < 3; c++) {
      const inside = (1 - collar) * analysis.colour.data[i * 3 + c]! + collar * COLLAR[c]!;
      const outside = (1 - TINT) * image.data[i * image.channels + c]! + TINT * DROPPED[c]!;
      canvas.data[i * 3 + c] = alpha * inside + (1 - alpha) * outside;
    }
  }
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

function drawPath(canvas: Image8, points: readonly Point[], colour: Colour, radius: number): void {
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1]!, points[k]!];
    const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y)));
    for (let s = 0; s <= steps; s++) {
      const t = s / steps;
      drawDot(canvas, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) }, colour, radius);
    }
  }
}

function drawDot(canvas: Image8, at: Point, colour: Colour, radius: number): void {
  const { width, height, data } = canvas;
  for (let y = Math.max(0, Math.floor(at.y - radius)); y <= Math.min(height - 1, at.y + radius); y++) {
    for (let x = Math.max(0, Math.floor(at.x - radius)); x <= Math.min(width - 1, at.x + radius); x++) {
      if (Math.hypot(x + 0.5 - at.x, y + 0.5 - at.y) > radius) continue;
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = colour[c]!;
    }
  }
}
