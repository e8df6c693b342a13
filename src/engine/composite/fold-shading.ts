import { divideInto } from "../kernels/divide-into.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { maskFrom } from "../kernels/mask-logic.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { resizePlane } from "../kernels/resize.js";
import type { Mask } from "../image.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "../remove/mod.js";
import { splitCloths } from "./split-cloths.js";

/** Folds are wider than this and shading is narrower, in units of the shoulders' distance. */
const FOLD_UNITS = 0.014;
const SHAPE_UNITS = 0.22;
/** ... and the body's own shading, one side or the waist darker than the rest, is as wide as this. */
const BODY_UNITS = 0.6;
/** Working size: this many pixels a unit are enough for folds. */
const PIXELS_PER_UNIT = 80;
/** Cloth from this share of a working pixel. */
const SOLID_FROM = 0.95;
/** The top's rim is left out, so many working pixels: skin and shadow beside it are no folds. */
const RIM_PX = 2;
/** Lifts black cloth off the noise; linear luminance 0..1. */
const BLACK_OFFSET = 0.04;
/** At .75 and folds no finer than .02 units lightness varied by 7.9 L* within 60 tops, where their photos have 9.4: folds are as deep as they are read. */
const STRENGTH = 1;
/** Darker or brighter than this, in logs of linear light, is a button, a seam or a print. */
const DARKEST = -0.5;
const BRIGHTEST = 0.16;
/** Spread of log luminance of plain cloth with folds; a print or stripes spread wider and tell nothing. */
const PLAIN_SPREAD = 0.14;
const PRINT_SPREAD = 0.26;

/** Linear light of an 8-bit sRGB value, gamma 2.2. */
const LINEAR = Float32Array.from({ length: 256 }, (_, i) => (i / 255) ** 2.2);

function toLogLuminance(crop: PersonCrop): { value: Float32Array; weight: Float32Array } {
  const { photo, parts } = crop;
  const count = parts.data.length;
  const value = new Float32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    if (parts.data[i] !== PART.upper) continue;
    const r = LINEAR[photo.data[3 * i]!]!;
    const g = LINEAR[photo.data[3 * i + 1]!]!;
    const b = LINEAR[photo.data[3 * i + 2]!]!;
    value[i] = Math.log(0.2126 * r + 0.7152 * g + 0.0722 * b + BLACK_OFFSET);
    weight[i] = 1;
  }
  return { value, weight };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Mean of `value` over the weighted neighbourhood; 0 where nothing has weight. */
function weightedBlur(value: Float32Array, weight: Float32Array, shape: Size, sigma: number): Float32Array {
  const { width, height } = shape;
  const product = new Float32Array(value.length);
  for (let i = 0; i < product.length; i++) product[i] = value[i]! * weight[i]!;
  const top = gaussianBlur({ width, height, data: product }, sigma).data;
  const bottom = gaussianBlur({ width, height, data: weight }, sigma).data;
  divideInto(top, bottom, 1e-3);
  return top;
}

/** 1 where a piece of cloth is marked, less a rim, else 0. */
function findSolid(piece: Mask): Float32Array {
  const inner = erodeSquare(piece, RIM_PX).data;
  const solid = new Float32Array(inner.length);
  for (let i = 0; i < solid.length; i++) if (inner[i] !== 0) solid[i] = 1;
  return solid;
}

/**
 * Reads the folds and cast shadows of the worn top, as a factor for the brightness of the new one at each pixel of the
 * crop: 1 where nothing is known, and everywhere when the worn top has a print, whose light cannot be told from its ink.
 */
export function readFoldShading(crop: PersonCrop, unit: number): Float32Array {
  const { width, height } = crop.rect;
  const scale = Math.min(1, PIXELS_PER_UNIT / unit);
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const full = toLogLuminance(crop);
  const weight = resizePlane({ width, height, data: full.weight }, w, h).data;
  const value = resizePlane({ width, height, data: full.value }, w, h).data;
  divideInto(value, weight, 0.5);
  const shape = { width: w, height: h };
  const folds = new Float32Array(value.length);
  const solid = maskFrom({ ...shape, data: weight }, SOLID_FROM);
  for (const piece of splitCloths({ ...shape, data: value }, solid))
    addFoldsInto(folds, value, { ...shape, solid: findSolid(piece), unitPx: unit * scale });
  const shading = resizePlane(gaussianBlur({ ...shape, data: folds }, 1), width, height).data;
  exponentiateInto(shading);
  return shading;
}

/** Adds the folds of one cloth, as logs of linear light, unless it has a print. In place. */
function addFoldsInto(
  folds: Float32Array,
  value: Float32Array,
  { solid, unitPx, ...shape }: Size & { readonly solid: Float32Array; readonly unitPx: number },
): void {
  const fine = weightedBlur(value, solid, shape, Math.max(0.5, FOLD_UNITS * unitPx));
  const coarse = weightedBlur(value, solid, shape, SHAPE_UNITS * unitPx);
  const even = weightedBlur(value, solid, shape, BODY_UNITS * unitPx);
  const spread = measureSpread(fine, coarse, solid);
  const trust = Math.min(1, Math.max(0, (PRINT_SPREAD - spread) / (PRINT_SPREAD - PLAIN_SPREAD)));
  if (trust === 0) return;
  for (let i = 0; i < folds.length; i++)
    if (solid[i] !== 0)
      folds[i] = Math.min(BRIGHTEST, Math.max(DARKEST, fine[i]! - even[i]!)) * STRENGTH * trust;
}

/** Root mean square distance of two planes where `solid`; infinite where nothing is. */
function measureSpread(fine: Float32Array, coarse: Float32Array, solid: Float32Array): number {
  let count = 0;
  let square = 0;
  for (let i = 0; i < fine.length; i++) {
    if (solid[i] === 0) continue;
    count++;
    square += (fine[i]! - coarse[i]!) ** 2;
  }
  return count === 0 ? Infinity : Math.sqrt(square / count);
}

/** Logs of linear light become factors on sRGB values. In place. */
function exponentiateInto(shading: Float32Array): void {
  for (let i = 0; i < shading.length; i++) shading[i] = shading[i] === 0 ? 1 : Math.exp(shading[i]! / 2.2);
}
