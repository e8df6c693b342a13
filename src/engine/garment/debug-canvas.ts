import type { Image8, Mask, Point } from "../image.js";

export type Colour = readonly [number, number, number];

const HIDDEN: Colour = [120, 40, 255];
const DROPPED: Colour = [255, 0, 200];
/** Share of the tint over what lies behind the wearer and over what the matte drops. */
const TINT = 0.45;

/** The garment's colour over the photo: violet where it lies behind the wearer, pink where the matte drops it. */
export function createDebugCanvas(
  image: Image8,
  garment: { readonly matte: Mask; readonly colour: Image8; readonly behind: Mask },
): Image8 {
  const { width, height, channels } = image;
  const canvas = { width, height, channels: 3 as const, data: new Uint8ClampedArray(width * height * 3) };
  for (let i = 0; i < width * height; i++) {
    const alpha = garment.matte.data[i]! / 255;
    const hidden = (TINT * garment.behind.data[i]!) / 255;
    for (let c = 0; c < 3; c++) {
      const inside = (1 - hidden) * garment.colour.data[i * 3 + c]! + hidden * HIDDEN[c]!;
      const outside = (1 - TINT) * image.data[i * channels + c]! + TINT * DROPPED[c]!;
      canvas.data[i * 3 + c] = alpha * inside + (1 - alpha) * outside;
    }
  }
  return canvas;
}

/** Draws a polyline. */
export function drawPath(canvas: Image8, points: readonly Point[], colour: Colour, radius: number): void {
  for (let k = 1; k < points.length; k++) {
    const [a, b] = [points[k - 1]!, points[k]!];
    const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y)));
    for (let s = 0; s <= steps; s++) {
      const t = s / steps;
      drawDot(canvas, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) }, colour, radius);
    }
  }
}

/** Draws a filled disc. */
export function drawDot(canvas: Image8, at: Point, colour: Colour, radius: number): void {
  const { width, height, data } = canvas;
  for (let y = Math.max(0, Math.floor(at.y - radius)); y <= Math.min(height - 1, at.y + radius); y++) {
    for (let x = Math.max(0, Math.floor(at.x - radius)); x <= Math.min(width - 1, at.x + radius); x++) {
      if (Math.hypot(x + 0.5 - at.x, y + 0.5 - at.y) > radius) continue;
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = colour[c]!;
    }
  }
}
