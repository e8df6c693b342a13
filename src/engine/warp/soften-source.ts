import { createImage, createMask, type Image8, type Mask, type Plane } from "../image.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { measureBlur } from "../kernels/measure-blur.js";

/** Sharp photos are blurred by up to this, sigma in px: what a garment is drawn with in any case. */
const SHARP_PX = 0.5;
/** Less than this is not seen. */
const LEAST_PX = 0.35;

/**
 * By how much a garment is too sharp for a person photo, sigma in px of the person photo; 0 where it is not. `blurPx` is the photo's, see measureBlur().
 * An enlarged, a moving or an ill-focused photo shows nothing as fine as what a good product photo brings. Variances of blurs add up.
 */
export function findMissingBlur(
  garment: { readonly colour: Image8; readonly matte: Mask },
  { scale, blurPx }: { readonly scale: number; readonly blurPx: number },
): number {
  if (blurPx <= SHARP_PX) return 0;
  const own = Math.max(SHARP_PX, scale * measureBlur(garment.colour, garment.matte));
  const missing = Math.sqrt(Math.max(0, blurPx ** 2 - own ** 2));
  return missing < LEAST_PX ? 0 : missing;
}

/** Blurs a coverage. Sigma in its pixels. */
export function softenCoverage({ width, height, data }: Mask, sigmaPx: number): Mask {
  const soft = gaussianBlur({ width, height, data: Float32Array.from(data) }, sigmaPx).data;
  const out = createMask(width, height);
  for (let i = 0; i < soft.length; i++) out.data[i] = Math.round(soft[i]!);
  return out;
}

/**
 * Blurs a garment's colour, without what lies outside of its coverage: near the edge only the garment's own pixels are mixed; where none is near the
 * colour stays. Sigma in pixels of the picture.
 * Shape    `colour` and `coverage` of one size.
 */
export function softenColour(colour: Image8, coverage: Mask, sigmaPx: number): Image8 {
  const { width, height, channels } = colour;
  const weight = gaussianBlur({ width, height, data: Float32Array.from(coverage.data) }, sigmaPx).data;
  const out = createImage(width, height, channels);
  out.data.set(colour.data);
  const product: Plane = { width, height, data: new Float32Array(width * height) };
  for (let c = 0; c < 3; c++) {
    multiplyInto(product.data, colour, { coverage, c });
    divideChannelInto(out, gaussianBlur(product, sigmaPx).data, { weight, c });
  }
  return out;
}

function multiplyInto(
  product: Float32Array,
  { channels, data }: Image8,
  { coverage, c }: { readonly coverage: Mask; readonly c: number },
): void {
  for (let i = 0, p = c; i < product.length; i++, p += channels) product[i] = data[p]! * coverage.data[i]!;
}

/** Coverage in 8-bit steps under which a place knows no colour of the garment's. */
const KNOWN = 1;

function divideChannelInto(
  out: Image8,
  product: Float32Array,
  { weight, c }: { readonly weight: Float32Array; readonly c: number },
): void {
  for (let i = 0, p = c; i < product.length; i++, p += out.channels)
    if (weight[i]! >= KNOWN) out.data[p] = product[i]! / weight[i]!;
}
