import { createImage, type Image8, type Mask } from "../image.js";
import type { Rect } from "../kernels/crop.js";
import type { WarpField } from "./rasterise-mesh.js";

/** A piece of picture in its place: straight alpha, four channels, as large as its rectangle of the person photo. */
export interface Layer {
  readonly rect: Rect;
  readonly image: Image8;
}

export interface LayerSource {
  readonly colour: Image8;
  readonly coverage: Mask;
  /** Where both begin in the warp field's source, in its pixels. */
  readonly origin: { readonly left: number; readonly top: number };
  /** Whether a place belongs to the piece that is drawn; one mask pixel is `shareStep` pixels of the warp field's source. */
  readonly share: Mask;
  readonly shareStep: number;
  /** The share is none up to the first of these values of the mask (0..1) and full from the second. @default 0 and 1 */
  readonly shareRamp?: readonly [from: number, to: number];
  /** Pixels of `colour` a pixel of the warp field's source. */
  readonly sourceScale: number;
}

/** Weights of four neighbours at fraction `t` past the second. Source: Catmull & Rom 1974; Keys 1981 with a = -0.5. */
function cubicWeightsInto(weights: Float64Array, t: number): void {
  weights[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  weights[1] = (1.5 * t - 2.5) * t * t + 1;
  weights[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  weights[3] = (0.5 * t - 0.5) * t * t;
}

/** Share 0..1 of the piece at (x, y) of the warp field's source, bilinear, border clamp; cut to its ramp. */
function shareAt({ share, shareStep, shareRamp }: LayerSource, x: number, y: number): number {
  const { width, height, data } = share;
  const fx = Math.min(width - 1.001, Math.max(0, x / shareStep - 0.5));
  const fy = Math.min(height - 1.001, Math.max(0, y / shareStep - 0.5));
  const ix = Math.floor(fx);
  const iy = Math.floor(fy);
  const tx = fx - ix;
  const i = iy * width + ix;
  const upper = data[i]! * (1 - tx) + data[i + 1]! * tx;
  const lower = data[i + width]! * (1 - tx) + data[i + width + 1]! * tx;
  const value = (upper + (lower - upper) * (fy - iy)) / 255;
  if (shareRamp === undefined) return value;
  return Math.min(1, Math.max(0, (value - shareRamp[0]) / (shareRamp[1] - shareRamp[0])));
}

/**
 * Looks the garment up through the warp field: colour by Catmull–Rom (prints stay sharp), coverage bilinear, border
 * clamp. Pixels of `rect` that the field does not reach stay transparent.
 * Cost     O(pixels of the field).
 */
export function sampleLayer(source: LayerSource, field: WarpField, rect: Rect): Layer {
  const { colour, coverage, sourceScale } = source;
  const { left, top } = source.origin;
  const { width, height, channels } = colour;
  const image = createImage(rect.width, rect.height, 4);
  const wx = new Float64Array(4);
  const wy = new Float64Array(4);
  const end = 4 * field.rect.width;
  let d = 4 * ((field.rect.top - rect.top) * rect.width + field.rect.left - rect.left);
  for (let i = 0, along = 0; i < field.source.length; i += 2, d += 4, along += 4) {
    if (along === end) {
      along = 0;
      d += 4 * rect.width - end;
    }
    const fx = (field.source[i]! - left) * sourceScale - 0.5;
    const fy = (field.source[i + 1]! - top) * sourceScale - 0.5;
    if (!(fx > -1 && fy > -1 && fx < width && fy < height)) continue;
    const ix = Math.floor(fx);
    const iy = Math.floor(fy);
    const tx = fx - ix;
    const ty = fy - iy;
    const x0 = ix < 0 ? 0 : ix;
    const x1 = ix + 1 >= width ? width - 1 : ix + 1;
    const y0 = (iy < 0 ? 0 : iy) * width;
    const y1 = (iy + 1 >= height ? height - 1 : iy + 1) * width;
    const upper = coverage.data[y0 + x0]! * (1 - tx) + coverage.data[y0 + x1]! * tx;
    const lower = coverage.data[y1 + x0]! * (1 - tx) + coverage.data[y1 + x1]! * tx;
    const covered = upper * (1 - ty) + lower * ty;
    // most of a collar's inside is empty: no share need be looked up there
    if (covered < 0.5) continue;
    const alpha = covered * shareAt(source, field.source[i]!, field.source[i + 1]!);
    if (alpha < 0.5) continue;
    cubicWeightsInto(wx, tx);
    cubicWeightsInto(wy, ty);
    let r = 0;
    let g = 0;
    let b = 0;
    const isInner = ix > 0 && ix + 2 < width;
    for (let j = 0; j < 4; j++) {
      const sy = iy - 1 + j < 0 ? 0 : iy - 1 + j >= height ? height - 1 : iy - 1 + j;
      const row = sy * width;
      for (let k = 0; k < 4; k++) {
        const at = ix - 1 + k;
        const sx = isInner ? at : at < 0 ? 0 : at >= width ? width - 1 : at;
        const w = wx[k]! * wy[j]!;
        const s = (row + sx) * channels;
        r += w * colour.data[s]!;
        g += w * colour.data[s + 1]!;
        b += w * colour.data[s + 2]!;
      }
    }
    image.data[d] = r;
    image.data[d + 1] = g;
    image.data[d + 2] = b;
    image.data[d + 3] = alpha;
  }
  return { rect, image };
}
