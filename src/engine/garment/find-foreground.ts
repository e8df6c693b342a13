import { createMask, createPlane, type Mask, type Plane } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { fillHoles, type Hole } from "../kernels/fill-holes.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { close, open } from "../kernels/morphology.js";
import { resizePlane } from "../kernels/resize.js";
import type { Background } from "./fit-background.js";
import { reopenTipsInto } from "./reopen-tips.js";

/** Lab distance that is foreground whatever surrounds it. */
const STRONG = 7;
/** Lowest Lab distance that counts as foreground: white cloth on a white ground. */
const WEAK = 0.9;
/** A weak pixel is foreground if its distance is this share of the strongest nearby: less is the blur of an edge. */
const EDGE_SHARE = 0.4;
/** That rule raises the threshold no further than this (Lab): pale trims beside dark cloth stay. */
const EDGE_MAX = 9;
const EDGE_RADIUS_PX = 3;
/**
 * The same for the ringing of image compression, which is fainter and reaches one 8x8 block, here of a picture enlarged
 * fourfold: a share of the garment's mean contrast hereabouts, and of the strongest.
 */
const RINGING_SHARE = 0.4;
const RINGING_PEAK_SHARE = 0.1;
const RINGING_RADIUS_PX = 16;
/** Contrasts above this (Lab) count as this much. */
const CONTRAST_MAX = 20;
/** A component is kept when its area is this share of the largest one's. */
const COMPONENT_SHARE = 0.02;

/** Lab distance below which a pixel is surely background. */
const CLEAR = 1.2;
/** ... beside faint cloth no more than this share of what the palest quarter of it differs by, and never less than this many times the ground's own noise. */
const FAINT_CLEAR = 0.3;
const CLEAR_NOISE = 1.5;
const PALE_QUANTILE = 0.25;
/** Half the width in px of a channel through which the background beside faint cloth goes on: its outline has thin gaps. */
const CHANNEL_PX = 1.5;
/** A mask is patchy (stripes, a print on white) when it covers less than this share of itself closed. */
const PATCHY = 0.9;
/** A strap is no wider than this share of the garment, and so many rows of a gap must lie between two. */
const STRAP = 0.06;
const STRAP_ROWS = 0.6;
/** Less than this share of the picture is no garment. */
const AREA_MIN = 0.01;

/** What was found, at the size of the difference plane. */
export interface Foreground {
  /** Binary: 0 or 255. */
  readonly mask: Mask;
  /** Median Lab distance of the mask's interior from the background. */
  readonly contrast: number;
}

/**
 * Finds the garment as what differs from the background: a threshold that follows the local contrast, closing, true holes kept,
 * small components dropped. Returns undefined when nothing is there.
 */
export function findForeground(difference: Plane, background: Background): Foreground | undefined {
  const smooth = gaussianBlur(difference, 0.8);
  const near = maximumFilter(smooth, EDGE_RADIUS_PX);
  const raw = thresholdLocally(smooth, near, Math.max(WEAK, 3 * background.noise));
  const [pale, contrast] = quantilesInside(smooth, raw, [PALE_QUANTILE, 0.5]);
  const isFaint = contrast! < STRONG + 3;
  const size = Math.max(raw.width, raw.height);
  const wide = close(raw, isFaint || isPatchy(raw) ? size / 60 : size / 400);
  const clear = isFaint ? Math.min(CLEAR, FAINT_CLEAR * pale!) : CLEAR;
  const noise = CLEAR_NOISE * background.noise;
  // on a ground that varies by more than faint cloth differs, none is clear
  const isTold = !isFaint || noise < clear;
  const closed = isTold ? reopen(wide, smooth, { clear: Math.max(clear, noise), isFaint }) : wide;
  if (isFaint && isTold) reopenTipsInto(closed, { difference: smooth, contrast: contrast!, raw, near });
  const width = boxWidth(closed);
  const solid = fillHoles(closed, (hole) => !isTrueHole(hole, smooth, { closed, width, isFaint }));
  const kept = keepMainComponents(open(solid, size / 400));
  if (countCovered(kept) < AREA_MIN * kept.data.length) return undefined;
  return { mask: kept, contrast: contrast! };
}

/** Gives back what closing took from the open background: what is surely background and joined to it; to faint cloth, by no thin channel. */
function reopen(
  mask: Mask,
  difference: Plane,
  { clear, isFaint }: { readonly clear: number; readonly isFaint: boolean },
): Mask {
  const isClear = createMask(mask.width, mask.height);
  for (let i = 0; i < isClear.data.length; i++) if (difference.data[i]! < clear) isClear.data[i] = 255;
  const { labels, list } = findComponents(isFaint ? open(isClear, CHANNEL_PX) : isClear, 4);
  const isOpen = new Uint8Array(list.length + 1);
  for (const { label, touchesBorder } of list) if (touchesBorder) isOpen[label] = 1;
  const data = mask.data.slice();
  for (let i = 0; i < data.length; i++) if (isOpen[labels[i]!] === 1) data[i] = 0;
  return { ...mask, data };
}

/** Looks at half the size, where it costs a quarter. */
function isPatchy(mask: Mask): boolean {
  const half = halveMask(mask);
  const size = Math.max(half.width, half.height);
  return countCovered(half) < PATCHY * countCovered(fillHoles(close(half, size / 60)));
}

function halveMask(mask: Mask): Mask {
  const width = mask.width >> 1;
  const height = mask.height >> 1;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = mask.data[2 * y * mask.width + 2 * x]!;
  }
  return { width, height, data };
}

function countCovered(mask: Mask): number {
  let count = 0;
  for (const v of mask.data) if (v > 0) count++;
  return count;
}

/** `near` is the strongest difference about each pixel. */
function thresholdLocally(difference: Plane, near: Float32Array, weakest: number): Mask {
  const { width, height } = difference;
  const ringing = estimateRinging(difference, weakest);
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const threshold = Math.max(
      weakest,
      Math.min(STRONG, ringing.data[i]!),
      Math.min(EDGE_MAX, EDGE_SHARE * near[i]!),
    );
    if (difference.data[i]! > threshold) data[i] = 255;
  }
  return { width, height, data };
}

/** What compression may have added to each pixel, from its neighbourhood, measured at a quarter of the size. */
function estimateRinging(difference: Plane, weakest: number): Plane {
  const { width, height, data } = difference;
  const capped = createPlane(width, height);
  const squared = createPlane(width, height);
  for (let i = 0; i < data.length; i++) {
    if (data[i]! <= weakest) continue;
    const d = (capped.data[i] = Math.min(CONTRAST_MAX, data[i]!));
    squared.data[i] = d * d;
  }
  const [w, h] = [Math.ceil(width / 4), Math.ceil(height / 4)];
  const sigma = RINGING_RADIUS_PX / 8;
  // a mean weighted by the value itself, so that the garment outweighs the ringing beside it
  const sum = gaussianBlur(resizePlane(capped, w, h), sigma);
  const square = gaussianBlur(resizePlane(squared, w, h), sigma);
  const peak = maximumFilter(resizePlane(difference, w, h), Math.round(RINGING_RADIUS_PX / 4));
  const ringing = square.data.map((v, i) =>
    Math.max((RINGING_SHARE * v) / Math.max(1e-3, sum.data[i]!), RINGING_PEAK_SHARE * peak[i]!),
  );
  return resizePlane({ width: w, height: h, data: ringing }, width, height);
}

/** Running maximum over a square of 2 · radius + 1, separable. */
function maximumFilter(plane: Plane, radius: number): Float32Array {
  const { width, height, data } = plane;
  const rows = new Float32Array(data.length);
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = 0;
      for (let k = Math.max(0, x - radius); k <= Math.min(width - 1, x + radius); k++) {
        if (data[y * width + k]! > best) best = data[y * width + k]!;
      }
      rows[y * width + x] = best;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = 0;
      for (let k = Math.max(0, y - radius); k <= Math.min(height - 1, y + radius); k++) {
        if (rows[k * width + x]! > best) best = rows[k * width + x]!;
      }
      out[y * width + x] = best;
    }
  }
  return out;
}

/** Of a plane's values inside a mask those that the given shares (0..1) lie below; 0 where there are none. */
function quantilesInside(plane: Plane, mask: Mask, shares: readonly number[]): number[] {
  const values: number[] = [];
  for (let i = 0; i < mask.data.length; i += 3) if (mask.data[i]! > 0) values.push(plane.data[i]!);
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
}

function boxWidth(mask: Mask): number {
  const { list } = findComponents(mask);
  const largest = list.reduce((a, b) => (b.area > a.area ? b : a), { area: 0, minX: 0, maxX: 0 });
  return Math.max(1, largest.maxX - largest.minX + 1);
}

/**
 * Tells a gap (between sleeve and body, between straps) from a white print or a bleached part: its pixels are the background's,
 * and it is a tall slit or lies behind a thin rim.
 */
function isTrueHole(
  hole: Hole,
  difference: Plane,
  shape: { readonly closed: Mask; readonly width: number; readonly isFaint: boolean },
): boolean {
  const { closed, width, isFaint } = shape;
  if (hole.area < 0.0006 * width * width) return false;
  let flat = 0;
  for (const i of hole.pixels) if (difference.data[i]! < (isFaint ? 0.7 : 2)) flat++;
  // the rest is the blur of the hole's edge, which is most of a gap between two straps
  const least = isFaint ? 0.75 : isBetweenStraps(hole, closed, STRAP * width) ? 0.3 : 0.5;
  if (flat < least * hole.area) return false;
  const boxWidthPx = hole.maxX - hole.minX + 1;
  const boxHeightPx = hole.maxY - hole.minY + 1;
  const isSlit = boxHeightPx > 2 * boxWidthPx && boxHeightPx > 0.12 * width;
  return isSlit || rimOf(hole, closed) < 0.05 * width;
}

/** Whether most rows of a hole have no more than a strap on either side of it. */
function isBetweenStraps(hole: Hole, { width, data }: Mask, strapPx: number): boolean {
  const inHole = new Set(hole.pixels);
  const isNarrow = (from: number, step: 1 | -1): boolean => {
    let i = from;
    while (inHole.has(i)) i += step;
    for (let n = 0; n < strapPx; n++) if (data[i + n * step]! === 0) return true;
    return false;
  };
  let rows = 0;
  const firsts = hole.pixels.filter((i) => !inHole.has(i - 1));
  for (const i of firsts) if (i % width > strapPx && isNarrow(i, -1) && isNarrow(i, 1)) rows++;
  return rows > STRAP_ROWS * firsts.length;
}

/** Thickness in pixels of the mask between the hole and the open background, at its thinnest. */
function rimOf(hole: Hole, mask: Mask): number {
  const empty = createMask(mask.width, mask.height);
  for (let i = 0; i < empty.data.length; i++) if (mask.data[i] === 0) empty.data[i] = 255;
  const outside = findComponents(empty, 4);
  const open = new Uint8Array(outside.list.length + 1);
  for (const { label, touchesBorder } of outside.list) if (touchesBorder) open[label] = 255;
  const data = new Uint8Array(mask.data.length);
  for (let i = 0; i < data.length; i++) data[i] = open[outside.labels[i]!]!;
  const distance = distanceToMask({ ...mask, data });
  let least = Infinity;
  for (const i of hole.pixels) least = Math.min(least, distance.data[i]!);
  return least;
}

function keepMainComponents(mask: Mask): Mask {
  const { labels, list } = findComponents(mask);
  const largest = list.reduce((best, c) => Math.max(best, c.area), 0);
  const isKept = new Uint8Array(list.length + 1);
  for (const { label, area } of list) if (area >= COMPONENT_SHARE * largest) isKept[label] = 255;
  const kept = createMask(mask.width, mask.height);
  for (let i = 0; i < labels.length; i++) kept.data[i] = isKept[labels[i]!]!;
  return kept;
}
