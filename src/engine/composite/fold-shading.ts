import { divideInto } from "../kernels/divide-into.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { LINEAR_LIGHT } from "../kernels/linear-light.js";
import { markLabels } from "../kernels/mark-labels.js";
import { countMarked } from "../kernels/mask-logic.js";
import { resizeImage, resizeMask, resizePlane } from "../kernels/resize.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "../remove/mod.js";
import { findPlainCloth } from "./plain-cloth.js";
import { splitCloths } from "./split-cloths.js";

/** Folds are wider than this and shading is narrower, in units of the shoulders' distance. */
const FOLD_UNITS = 0.014;
const SHAPE_UNITS = 0.22;
/** Between both: where letters or a seam hide the cloth, folds are guessed from so far around. */
const AROUND_UNITS = 0.06;
/** ... and the body's own shading, one side or the waist darker than the rest, is as wide as this. */
const BODY_UNITS = 0.6;
/** Working size: this many pixels a unit are enough for folds. */
const PIXELS_PER_UNIT = 80;
/** Cloth from this coverage of a working pixel, 0..255. */
const SOLID_FROM = 243;
/** The top's rim is left out, so many working pixels: skin and shadow beside it are no folds. */
const RIM_PX = 2;
/** Lifts black cloth off the noise; linear luminance 0..1. */
const BLACK_OFFSET = 0.04;
/** At .75 and folds no finer than .02 units lightness varied by 7.9 L* within 60 tops, where their photos have 9.4: folds are as deep as they are read. */
const STRENGTH = 1;
/** Folds are no darker and no brighter than this, in logs of linear light. */
const DARKEST = -0.5;
const BRIGHTEST = 0.16;
/** Where less than this share of a cloth is plain, folds are not told from its print; from the greater one on they are. */
const LEAST_PLAIN = 0.2;
const MUCH_PLAIN = 0.35;
/**
 * Spread of log luminance up to which all of it is taken for folds, and from which on nothing is, where this share of the cloth is plain: between
 * many edges, as thick cloth, lapels and prints have, what varies more than the folds of a tee leaves smudges on pale cloth.
 */
const EDGY = { share: 0.6, plain: 0.07, print: 0.11 };
const PLAIN = { share: 0.85, plain: 0.14, print: 0.26 };

function toLogLuminance({ width, height, data }: Image8): Plane {
  const value = createPlane(width, height);
  for (let i = 0; i < value.data.length; i++) {
    const r = LINEAR_LIGHT[data[3 * i]!]!;
    const g = LINEAR_LIGHT[data[3 * i + 1]!]!;
    const b = LINEAR_LIGHT[data[3 * i + 2]!]!;
    value.data[i] = Math.log(0.2126 * r + 0.7152 * g + 0.0722 * b + BLACK_OFFSET);
  }
  return value;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Mean of `value` over the weighted neighbourhood, 0 where nothing has weight, and how much weight there is, 0..1. */
function weightedBlur(
  value: Float32Array,
  weight: Float32Array,
  shape: Size,
  sigma: number,
): { mean: Float32Array; cover: Float32Array } {
  const { width, height } = shape;
  const product = new Float32Array(value.length);
  for (let i = 0; i < product.length; i++) product[i] = value[i]! * weight[i]!;
  const mean = gaussianBlur({ width, height, data: product }, sigma).data;
  const cover = gaussianBlur({ width, height, data: weight }, sigma).data;
  divideInto(mean, cover, 1e-3);
  return { mean, cover };
}

/**
 * Reads the folds and cast shadows of the worn top, as a factor for the brightness of the new one at each pixel of the
 * crop: 1 where nothing is known, and everywhere when the worn top has so much print or so many stripes that hardly any of its cloth is plain.
 */
export function readFoldShading(crop: PersonCrop, unit: number): Float32Array {
  const { width, height } = crop.rect;
  const scale = Math.min(1, PIXELS_PER_UNIT / unit);
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const photo = resizeImage(crop.photo, w, h);
  const value = toLogLuminance(photo);
  const cover = resizeMask(markLabels(crop.parts, [PART.upper]), w, h);
  const solid = { ...cover, data: cover.data.map((c) => (c < SOLID_FROM ? 0 : 255)) };
  const folds = createPlane(w, h);
  for (const piece of splitCloths(value, solid))
    addFoldsInto(folds.data, { photo, value, solid: erodeSquare(piece, RIM_PX), unitPx: unit * scale });
  const shading = resizePlane(gaussianBlur(folds, 1), width, height).data;
  exponentiateInto(shading);
  return shading;
}

/** One cloth of a top at the working size, less a rim. */
interface Cloth {
  readonly photo: Image8;
  /** Logs of linear light. */
  readonly value: Plane;
  readonly solid: Mask;
  readonly unitPx: number;
}

/** Adds the folds of one cloth, as logs of linear light, unless too little of it is plain. In place. */
function addFoldsInto(folds: Float32Array, { photo, value, solid, unitPx }: Cloth): void {
  const plain = findPlainCloth(photo, value, solid);
  const share = countMarked(plain) / Math.max(1, countMarked(solid));
  if (share < LEAST_PLAIN) return;
  const weight = new Float32Array(plain.data.length);
  for (let i = 0; i < weight.length; i++) if (plain.data[i] !== 0) weight[i] = 1;
  const blur = (units: number): ReturnType<typeof weightedBlur> =>
    weightedBlur(value.data, weight, solid, Math.max(0.5, units * unitPx));
  const even = blur(BODY_UNITS).mean;
  const coarse = blur(SHAPE_UNITS);
  const fine = even.slice();
  for (const finer of [coarse, blur(AROUND_UNITS), blur(FOLD_UNITS)]) refineInto(fine, finer);
  const trust = trustFolds(share, measureSpread(fine, coarse.mean, weight));
  for (let i = 0; i < folds.length; i++)
    if (solid.data[i] !== 0)
      folds[i] = Math.min(BRIGHTEST, Math.max(DARKEST, fine[i]! - even[i]!)) * STRENGTH * trust;
}

/** Takes over the means of a smaller neighbourhood by how much weight they have, fully from half on. In place. */
function refineInto(
  plane: Float32Array,
  { mean, cover }: { readonly mean: Float32Array; readonly cover: Float32Array },
): void {
  for (let i = 0; i < plane.length; i++) {
    const t = Math.min(1, 2 * cover[i]!);
    plane[i]! += t * t * (3 - 2 * t) * (mean[i]! - plane[i]!);
  }
}

/** How far, 0..1, the folds of a cloth are believed of which this share is plain. */
function trustFolds(share: number, spread: number): number {
  const t = riseBetween(share, EDGY.share, PLAIN.share);
  const plain = EDGY.plain + t * (PLAIN.plain - EDGY.plain);
  const print = EDGY.print + t * (PLAIN.print - EDGY.print);
  return riseBetween(share, LEAST_PLAIN, MUCH_PLAIN) * (1 - riseBetween(spread, plain, print));
}

/** 0 up to `from`, 1 from `to` on. */
function riseBetween(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
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
