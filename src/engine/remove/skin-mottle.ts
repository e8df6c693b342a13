import type { Image8, Mask } from "../image.js";
import { hashNoise } from "./add-grain.js";

/**
 * What blood, veins, muscles and tan make of bare skin, besides light and pores: standard deviations of its lightness (as a share of the
 * brightness) and of its redness (likewise, of green against red). Residuals of 27 bare arms about their mean profiles: L* 1.6, a* .95, of
 * which about a half is the arm's form.
 */
const LIGHT_DEVIATION = 0.018;
const RED_DEVIATION = 0.012;
/** Patches of both have about these sizes, in units; the larger ones weigh more. */
const CELL_UNITS = [0.2, 0.08];
const WEIGHTS = [0.85, 0.53];
/** The grid of light and that of redness are so far apart, in cells. */
const APART = 977;
/** Even values between -1 and 1 interpolated by smooth steps deviate by this on the mean. */
const NOISE_DEVIATION = 0.4;
/** A photo's tone curve flattens towards white: from so many levels (of green) below it on, less and less of both is left. */
const HIGHLIGHTS = 100;
const WHITE = 255;
/** Noise is worked out at so many units, a quarter of its smaller patches, and at least px: it is even in between for the eye. */
const STEP_UNITS = 0.02;
const STEP_MIN_PX = 2;

function smoothStep(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Smooth noise -1..1 at a place in cells. Source: Perlin, An Image Synthesizer, SIGGRAPH 1985 (value noise on a lattice). */
function noiseAt(x: number, y: number): number {
  const [cx, cy] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [smoothStep(x - cx), smoothStep(y - cy)];
  const top = hashNoise(cx, cy) * (1 - u) + hashNoise(cx + 1, cy) * u;
  const bottom = hashNoise(cx, cy + 1) * (1 - u) + hashNoise(cx + 1, cy + 1) * u;
  return top * (1 - v) + bottom * v;
}

/** Sum of both sizes' noise at a place in units, of about standard deviation 1. */
function mottleAt(x: number, y: number, apart: number): number {
  let sum = 0;
  for (let k = 0; k < CELL_UNITS.length; k++)
    sum += WEIGHTS[k]! * noiseAt(x / CELL_UNITS[k]! + apart, y / CELL_UNITS[k]! + k * apart);
  return sum / NOISE_DEVIATION;
}

/** Mottles the painted skin at the marked pixels, the same for the same place in the photo. In place. */
export function mottleSkinInto(
  { data, width, height }: Image8,
  marked: Mask,
  { unit, left, top }: { readonly unit: number; readonly left: number; readonly top: number },
): void {
  const step = Math.max(STEP_MIN_PX, Math.round(STEP_UNITS * unit));
  // blocks lie on a grid of the photo's
  for (let y = -(top % step); y < height; y += step) {
    for (let x = -(left % step); x < width; x += step) {
      const [x1, y1] = [Math.min(width, x + step), Math.min(height, y + step)];
      const block = { x: Math.max(0, x), y: Math.max(0, y), x1, y1 };
      if (!isMarked(marked, block)) continue;
      const [px, py] = [(x + left) / unit, (y + top) / unit];
      const light = 1 + LIGHT_DEVIATION * mottleAt(px, py, 0);
      const red = RED_DEVIATION * mottleAt(px, py, APART);
      scaleBlockInto(data, marked, block, [
        light * (1 + red / 2),
        light * (1 - red / 2),
        light * (1 - red / 2),
      ]);
    }
  }
}

interface Block {
  readonly x: number;
  readonly y: number;
  readonly x1: number;
  readonly y1: number;
}

function isMarked({ data, width }: Mask, { x, y, x1, y1 }: Block): boolean {
  for (let v = y; v < y1; v++) for (let u = x; u < x1; u++) if (data[v * width + u] !== 0) return true;
  return false;
}

function scaleBlockInto(
  data: Image8["data"],
  marked: Mask,
  { x, y, x1, y1 }: Block,
  gains: readonly [number, number, number],
): void {
  for (let v = y; v < y1; v++) {
    for (let u = x; u < x1; u++) {
      const i = v * marked.width + u;
      if (marked.data[i] === 0) continue;
      const share = Math.min(1, (WHITE - data[3 * i + 1]!) / HIGHLIGHTS);
      for (let c = 0; c < 3; c++) data[3 * i + c]! *= 1 + share * (gains[c]! - 1);
    }
  }
}
