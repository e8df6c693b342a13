import { createMask, createPlane, type Image8, type Mask } from "../image.js";
import { boundMask } from "../kernels/bound-mask.js";
import { boxFilter } from "../kernels/box-filter.js";
import { cropImage, cropMask, type Rect } from "../kernels/crop.js";
import { applyGuided, fitGuided, prepareGuide } from "../kernels/guided-filter.js";
import { length3 } from "../kernels/length.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { isTopsOwn, tellTop, type PersonCrop } from "../remove/mod.js";

/** Strands reach this far, in units, past the parsing's border between hair and worn top, and mixed pixels as far into the hair. */
const BAND_UNITS = 0.08;
/** Pixels this far from the border are pure hair or pure cloth: they give the colours. */
const PURE_PX = 2;
/** Colours are averaged over this length, in units. */
const LOCAL_UNITS = 0.1;
/** Squared distance of the two colours over their own variance: below the first number the mixture cannot be told, from the second on surely. */
const TELLS_FROM = 1.5;
const TELLS_FULL = 6;
/** Variance, of 8-bit values, that even a plain colour has: grain and compression. */
const VARIANCE_FLOOR = 40;

/** Squared distance of a colour from all mixtures of hair's and top's, over the hair's variance: to the first it is one of them, from the second on none. */
const OFF_FROM = 2;
const OFF_FULL = 5;

/** Hair's own colour differs from the hair about it in light, and in tint by this share of how much that varies: what is left without the top's share may be the opposite of the top's colour. */
const TINT_MAX = 0.25;

/** Where hair and top are of one colour the hair thins out by the top's share in so many units about it: none is left at the first share of the rest, all from the second. */
const ENDS_UNITS = 0.02;
const ENDS_FROM = 0.45;
const ENDS_FULL = 0.9;

/** Strands are followed within this length, in units; variance of colours 0..1 below which there is none to follow. */
const STRAND_UNITS = 0.02;
const STRAND_EPSILON = 1e-3;

/** Hair over the worn top, taken apart from it. Planes of the size of `rect`, a part of the crop. */
export interface HairMatte {
  readonly rect: Rect;
  /** 1 where this matte decides, in a band about the border, else 0. */
  readonly band: Uint8Array;
  /** Coverage 0..1 by hair over cloth. */
  readonly coverage: Float32Array;
  /** ... and over what is painted in place of the top, at least: 1 but for the hair's ends. */
  readonly ends: Float32Array;
  /** The hair's own colour, r g b 0..255, without the worn top's share. */
  readonly colour: Float32Array;
}

type Means = [Float32Array, Float32Array, Float32Array];

/** Mean and total variance of the colour about each pixel over the pixels of `of`; `weight` is their share. */
interface LocalColour {
  readonly mean: Readonly<Means>;
  readonly variance: Float32Array;
  readonly weight: Float32Array;
}

type Samples = Float32Array;

function measureColour(rgb: Uint8Array | Uint8ClampedArray, of: Mask, radiusPx: number): LocalColour {
  const { width, height } = of;
  // weight, red, green, blue and the sum of their squares
  const planes = Array.from({ length: 5 }, () => createPlane(width, height).data);
  const [one, r, g, b, square] = planes as [Samples, Samples, Samples, Samples, Samples];
  for (let i = 0; i < one.length; i++) {
    if (of.data[i] === 0) continue;
    one[i] = 1;
    r[i] = rgb[3 * i]!;
    g[i] = rgb[3 * i + 1]!;
    b[i] = rgb[3 * i + 2]!;
    square[i] = r[i]! * r[i]! + g[i]! * g[i]! + b[i]! * b[i]!;
  }
  const weight = boxFilter({ width, height, data: one }, radiusPx).data;
  const mean = [r, g, b].map((data) => boxFilter({ width, height, data }, radiusPx).data) as Means;
  const variance = boxFilter({ width, height, data: square }, radiusPx).data;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    const [x, y, z] = [mean[0][i]! / w, mean[1][i]! / w, mean[2][i]! / w];
    variance[i] = Math.max(0, variance[i]! / w - x * x - y * y - z * z);
    mean[0][i] = x;
    mean[1][i] = y;
    mean[2][i] = z;
  }
  return { mean, variance, weight };
}

/** Share 0..1 about each pixel of what is not the worn top. */
function blurRest(parts: Mask, radiusPx: number): Float32Array {
  const rest = createPlane(parts.width, parts.height);
  for (let i = 0; i < rest.data.length; i++) rest.data[i] = parts.data[i] === PART.upper ? 0 : 1;
  return boxFilter(boxFilter(rest, radiusPx), radiusPx).data;
}

/** Coverage that follows the strands of the picture and loses single pixels of doubt: {@link applyGuided}, held to 0..1. */
function followStrands(image: Image8, coverage: Float32Array, radiusPx: number): Float32Array {
  const { width, height } = image;
  const model = fitGuided(prepareGuide(image, radiusPx, STRAND_EPSILON), { width, height, data: coverage });
  return applyGuided(model, image).data.map((v) => Math.min(1, Math.max(0, v)));
}

function ramp(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/**
 * Takes hair apart from the worn top behind it: in a band about their border each pixel is a mixture of the hair's and the top's
 * colours close by, and its place between the two is the coverage. Where the two cannot be told apart, or the top is full of colours,
 * the parsing's border stands, smoothed, and the hair thins out towards it.
 * Source   Chuang et al., A Bayesian Approach to Digital Matting, CVPR 2001, with one Gaussian each and a closed-form coverage.
 */
export function matteHair({ photo, parts }: PersonCrop, unit: number): HairMatte | null {
  const { width, height } = parts;
  const bandPx = Math.max(2, Math.round(BAND_UNITS * unit));
  const localPx = Math.max(4, Math.round(LOCAL_UNITS * unit));
  const isHair = markLabels(parts, [PART.hair]);
  const isTop = markLabels(parts, [PART.upper]);
  const nearHair = dilateSquare(isHair, bandPx).data;
  const nearTop = dilateSquare(isTop, bandPx).data;
  const whole = createMask(width, height);
  for (let i = 0; i < whole.data.length; i++)
    whole.data[i] = nearHair[i]! & nearTop[i]! & (isHair.data[i]! | isTop.data[i]!);
  const rect = boundMask(whole, localPx);
  if (rect === null) return null;
  const image = cropImage(photo, rect);
  const rgb = image.data;
  const band = new Uint8Array(cropMask(whole, rect).data);
  for (let i = 0; i < band.length; i++) band[i]! &= 1;
  const hairMask = cropMask(isHair, rect);
  const farFromTop = erodeSquare(hairMask, bandPx);
  const topsColours = tellTop(image, cropMask(parts, rect), farFromTop);
  const hair = measureColour(rgb, erodeSquare(hairMask, PURE_PX), localPx);
  const top = measureColour(rgb, erodeSquare(cropMask(isTop, rect), bandPx), 2 * localPx);
  const soft = createPlane(rect.width, rect.height);
  for (let i = 0; i < soft.data.length; i++) soft.data[i] = hairMask.data[i] === 0 ? 0 : 1;
  const edge = boxFilter(soft, 1).data;
  const inside = boxFilter(soft, bandPx).data;
  const coverage = edge.slice();
  const trusts = new Float32Array(band.length);
  const colour = new Float32Array(rgb);
  const rest = blurRest(cropMask(parts, rect), Math.max(1, Math.round(ENDS_UNITS * unit)));
  const ends = rest.map((share, i) => (hairMask.data[i] === 0 ? 0 : ramp(share, ENDS_FROM, ENDS_FULL)));
  for (let i = 0; i < band.length; i++) {
    if (band[i] === 0) continue;
    if (hairMask.data[i] === 0 && topsColours !== null && isTopsOwn(topsColours, i)) {
      coverage[i] = 0;
      continue;
    }
    const known = hair.weight[i]! > 0 && top.weight[i]! > 0;
    let dot = 0;
    let apart = 0;
    let square = 0;
    for (let c = 0; c < 3; c++) {
      const d = hair.mean[c]![i]! - top.mean[c]![i]!;
      const own = rgb[3 * i + c]! - top.mean[c]![i]!;
      dot += d * own;
      apart += d * d;
      square += own * own;
    }
    // beyond the hair's colour, or aside of the line to it, lies another of the top's: a white collar
    const share = Math.min(1, Math.max(0, dot / (apart || 1)));
    const off = square - 2 * share * dot + share * share * apart;
    const odds = off / (hair.variance[i]! + VARIANCE_FLOOR);
    const unlike = known && hairMask.data[i] === 0 ? ramp(odds, OFF_FROM, OFF_FULL) : 0;
    const tells = known
      ? ramp(apart / (hair.variance[i]! + top.variance[i]! + VARIANCE_FLOOR), TELLS_FROM, TELLS_FULL)
      : 0;
    const trust = Math.max(tells, unlike);
    if (trust <= 0) {
      coverage[i] = ends[i]!;
      continue;
    }
    // Lights in the hair are no holes: deep inside it stays whole, and far outside nothing is hair
    const bounded = Math.min(ramp(inside[i]!, 0.02, 0.35), Math.max(share, ramp(inside[i]!, 0.6, 0.95)));
    coverage[i] = edge[i]! + trust * (bounded * (1 - unlike) - edge[i]!);
    trusts[i] = trust;
  }
  const alphas = followStrands(image, coverage, Math.max(2, Math.round(STRAND_UNITS * unit)));
  for (let i = 0; i < band.length; i++) {
    const trust = trusts[i]!;
    if (band[i] === 0 || trust === 0) continue;
    const alpha = alphas[i]!;
    coverage[i] = alpha;
    const sure = ramp(alpha, 0.3, 0.9);
    const apart: [number, number, number] = [0, 0, 0];
    for (let c = 0; c < 3; c++) {
      const own = (rgb[3 * i + c]! - (1 - alpha) * top.mean[c]![i]!) / Math.max(alpha, 0.05);
      apart[c] = Math.min(255, Math.max(0, own)) - hair.mean[c]![i]!;
    }
    const light = (apart[0] + apart[1] + apart[2]) / 3;
    const tint = length3(apart[0] - light, apart[1] - light, apart[2] - light);
    const kept = Math.min(1, (TINT_MAX * Math.sqrt(hair.variance[i]! + VARIANCE_FLOOR)) / Math.max(1, tint));
    for (let c = 0; c < 3; c++) {
      const clean = hair.mean[c]![i]! + sure * (light + kept * (apart[c]! - light));
      colour[3 * i + c] = rgb[3 * i + c]! + trust * (clean - rgb[3 * i + c]!);
    }
  }
  return { rect, band, coverage, ends, colour };
}

/** Marks (1) the pixels of the crop that a hair matte decides. */
export function findMatted(
  hair: HairMatte | null,
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array {
  const marks = new Uint8Array(width * height);
  if (hair === null) return marks;
  const { rect, band } = hair;
  for (let y = 0; y < rect.height; y++) {
    const row = band.subarray(y * rect.width, (y + 1) * rect.width);
    marks.set(row, (rect.top + y) * width + rect.left);
  }
  return marks;
}

/** Lays the matted hair over the picture of the crop, where the photo's own was painted over: by `cloth` (0..1), or `removed` before. */
export function paintHairInto(
  out: Image8,
  { rect, band, coverage, ends, colour }: HairMatte,
  { photo, cloth, removed }: { readonly photo: Image8; readonly cloth: Float32Array; readonly removed: Mask },
): void {
  for (let y = 0, i = 0; y < rect.height; y++) {
    let at = (rect.top + y) * out.width + rect.left;
    for (let x = 0; x < rect.width; x++, i++, at++) {
      if (band[i] === 0) continue;
      if (cloth[at] === 0 && removed.data[at] === 0) continue;
      // where nothing was removed the rest of the pixel is the photo's hair
      const isHair = removed.data[at] === 0;
      const onCloth = (isHair ? 1 : cloth[at]!) * coverage[i]!;
      const rest = isHair ? 0 : 1 - cloth[at]!;
      const isEnd = ends[i]! > coverage[i]!;
      const alpha = onCloth + rest * (isEnd ? ends[i]! : coverage[i]!);
      for (let c = 0; c < 3; c++) {
        const d = 3 * at + c;
        const own = isEnd && rest > 0 ? photo.data[d]! : colour[3 * i + c]!;
        out.data[d] = out.data[d]! + alpha * (own - out.data[d]!);
      }
    }
  }
}
