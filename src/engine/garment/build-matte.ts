import { createMask, createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { distanceInside, distanceToMask } from "../kernels/distance-transform.js";
import { divideInto } from "../kernels/divide-into.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { length3 } from "../kernels/length.js";
import { pushPullFill } from "../kernels/push-pull.js";
import { resizePlane } from "../kernels/resize.js";
import { refineDepth } from "./soft-edge.js";

/** Half the width of the band, in pixels of the small mask, in which the edge is measured anew. */
const BAND_PX = 2.5;
/** What lies deeper than this is garment, even where it looks like the ground: a white stripe that ends at the edge. */
const CERTAIN_PX = 2;
/** Distances (sRGB levels) between garment and background from which the measured edge is believed, and fully believed. */
const TRUST_FROM = 15;
const TRUST_FULL = 45;
/** ... nor is it where more than this share of the cloth further in, within so many px of the small mask and in all, has the ground's colour: a pattern is no edge. That is nearer to it than this share of the cloth in the mean. */
const ALIKE_SHARE = 0.12;
const ALIKE_BELOW = 0.5;
const ALIKE_REACH_PX = 5;
/** Less cloth about a pixel than this share is a running sum's rounding. */
const LITTLE = 1e-4;
/** A measured alpha this near to 0 or 1 is noise. */
const NOISE_ALPHA = 0.03;
/** The garment's colours run on so far outside, in pixels of the small mask: more than any resampling takes in. */
const RUN_ON_PX = 7;
/** Alpha below which a pixel's colour is replaced, and above which it is kept, by the garment's colour further inside. */
const TINTED_BELOW = 245;
const CLEAN_ABOVE = 255;

/** The garment's coverage and its colour without the background's tint, both at the photo's size. */
export interface Matte {
  readonly matte: Mask;
  /** Three channels; about the matte the garment's colours run on, so that resampling meets no background. */
  readonly colour: Image8;
}

/** What the garment was seen in: the photo at the mask's size, and what is left out although it has the garment's colours. */
export interface MatteScene {
  readonly small: Image8;
  readonly dropped?: Mask | undefined;
}

/** Cuts the garment out at the photo's size from the binary mask found at a smaller size. */
export function buildMatte(photo: Image8, { small, dropped }: MatteScene, mask: Mask): Matte {
  const { width, height } = photo;
  const depth = signedDistance(mask);
  const large = resizePlane(depth, width, height);
  const inner = rampAt(large, BAND_PX, width / mask.width);
  const foreground = pushPullFill(photo, inner, rampAt(large, -RUN_ON_PX, width / mask.width));
  const open = createMask(mask.width, mask.height);
  for (let i = 0; i < open.data.length; i++) if (depth.data[i]! < -BAND_PX) open.data[i] = 255;
  const ground = pushPullFill(small, open);
  const outer = rampAt(large, -BAND_PX, width / mask.width);
  const alike = measureAlike(small, ground, depth);
  const fine = resizePlane(refineDepth(mask, { small, ground, depth }), width, height);
  const matte = refineEdge(photo, rampAt(fine, 0, width / mask.width), {
    foreground,
    ground,
    alike,
    inner: rampAt(large, CERTAIN_PX, width / mask.width),
    outer,
  });
  if (dropped !== undefined) dropInto(matte, dropped);
  cleanEdgeInto(foreground, photo, matte);
  return { matte, colour: foreground };
}

/** Takes what was dropped at the mask's size out of a matte. In place. */
function dropInto({ width, height, data }: Mask, dropped: Mask): void {
  const rest = createPlane(dropped.width, dropped.height);
  for (let i = 0; i < rest.data.length; i++) rest.data[i] = 1 - dropped.data[i]! / 255;
  const kept = resizePlane(rest, width, height);
  for (let i = 0; i < data.length; i++) data[i]! *= kept.data[i]!;
}

/** The matte of a photo whose own alpha channel cuts the garment out. */
export function takeAlpha(photo: Image8, alpha: Mask): Matte {
  const opaque = { ...alpha, data: alpha.data.map((a) => (a >= CLEAN_ABOVE ? 255 : 0)) };
  const colour = pushPullFill(photo, opaque);
  cleanEdgeInto(colour, photo, alpha);
  return { matte: alpha, colour };
}

/** Distance to the mask's edge in its pixels, positive inside, clipped to 8, a little smoothed. */
function signedDistance(mask: Mask): Plane {
  const inside = distanceInside(mask).data;
  const outside = distanceToMask(mask).data;
  const data = new Float32Array(inside.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(8, Math.max(-8, inside[i]! - outside[i]!));
  return gaussianBlur({ width: mask.width, height: mask.height, data }, 0.8);
}

/** Coverage of what lies deeper than `depthPx`: a ramp one pixel of the photo wide. */
function rampAt(distance: Plane, depthPx: number, scale: number): Mask {
  const data = new Uint8Array(distance.data.length);
  for (let i = 0; i < data.length; i++) {
    const coverage = (distance.data[i]! - depthPx) * scale + 0.5;
    data[i] = coverage >= 1 ? 255 : coverage <= 0 ? 0 : Math.round(255 * coverage);
  }
  return { width: distance.width, height: distance.height, data };
}

interface EdgeColours {
  readonly foreground: Image8;
  /** The background alone, at the small size: it is smooth. */
  readonly ground: Image8;
  /** Share 0..1 of the garment's pixels hereabouts that have the background's colour, at the small size. */
  readonly alike: Float32Array;
  /** What is garment for certain. */
  readonly inner: Mask;
  /** What may be garment. */
  readonly outer: Mask;
}

/** How much of the cloth about each pixel has the colour that the ground has there. Pictures and `depth`, see {@link signedDistance}, of one size. */
function measureAlike(small: Image8, ground: Image8, depth: Plane): Float32Array {
  const { width, height } = depth;
  const cloth = createPlane(width, height);
  const spans = createPlane(width, height);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < depth.data.length; i++) {
    if (depth.data[i]! < BAND_PX) continue;
    const [p, g] = [i * small.channels, 3 * i];
    cloth.data[i] = 1;
    spans.data[i] = length3(
      small.data[p]! - ground.data[g]!,
      small.data[p + 1]! - ground.data[g + 1]!,
      small.data[p + 2]! - ground.data[g + 2]!,
    );
    sum += spans.data[i]!;
    count++;
  }
  const limit = Math.min(TRUST_FULL, Math.max(TRUST_FROM, ALIKE_BELOW * (sum / Math.max(1, count))));
  let alike = 0;
  for (let i = 0; i < spans.data.length; i++) {
    spans.data[i] = cloth.data[i] !== 0 && spans.data[i]! < limit ? 1 : 0;
    alike += spans.data[i]!;
  }
  // less than a pattern: ground that shows in a gap
  if (alike < ALIKE_SHARE * count) return new Float32Array(spans.data.length);
  const share = boxFilter(spans, ALIKE_REACH_PX).data;
  divideInto(share, boxFilter(cloth, ALIKE_REACH_PX).data, LITTLE);
  return share;
}

/**
 * In the band about the edge alpha is where the pixel lies between the background's colour and the garment's colour just
 * inside. Where the two are alike the coarse alpha stays.
 */
function refineEdge(photo: Image8, coarse: Mask, colours: EdgeColours): Mask {
  const { foreground, ground, alike, inner, outer } = colours;
  const { width } = photo;
  const data = coarse.data.slice();
  for (let i = 0; i < data.length; i++) {
    if (inner.data[i] === 255 || outer.data[i] === 0) continue;
    const p = i * photo.channels;
    const q = i * 3;
    const gy = Math.floor((Math.floor(i / width) * ground.height) / photo.height);
    const at = gy * ground.width + Math.floor(((i % width) * ground.width) / width);
    const g = 3 * at;
    let dot = 0;
    let square = 0;
    for (let c = 0; c < 3; c++) {
      const span = foreground.data[q + c]! - ground.data[g + c]!;
      dot += (photo.data[p + c]! - ground.data[g + c]!) * span;
      square += span * span;
    }
    const contrast = Math.min(1, Math.max(0, (Math.sqrt(square) - TRUST_FROM) / (TRUST_FULL - TRUST_FROM)));
    const trust = contrast * Math.max(0, 1 - alike[at]! / ALIKE_SHARE);
    if (trust === 0) continue;
    const measured = 255 * Math.min(1, Math.max(0, (dot / square - NOISE_ALPHA) / (1 - 2 * NOISE_ALPHA)));
    data[i] = Math.round(trust * measured + (1 - trust) * coarse.data[i]!);
  }
  return { width: coarse.width, height: coarse.height, data };
}

/** Gives back to the garment's colours, as they run on from further inside, the photo's own where those are free of the background's tint. In place. */
function cleanEdgeInto({ data }: Image8, photo: Image8, matte: Mask): void {
  const { channels } = photo;
  for (let i = 0; i < matte.data.length; i++) {
    const keep = Math.min(1, Math.max(0, (matte.data[i]! - TINTED_BELOW) / (CLEAN_ABOVE - TINTED_BELOW)));
    if (keep === 0) continue;
    for (let c = 0; c < 3; c++)
      data[i * 3 + c] = keep * photo.data[i * channels + c]! + (1 - keep) * data[i * 3 + c]!;
  }
}
