import { createImage, createMask, createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { divideInto } from "../kernels/divide-into.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { findNearest, NOWHERE } from "../kernels/nearest-pixel.js";
import type { Layer } from "../warp/mod.js";
import { length2 } from "../kernels/length.js";
import { findGaps, SOLID, STRIP_GAPS, type GapPlace } from "./find-gaps.js";

/** Cloth is stretched this far, in units, where the warp leaves a part of its outline on the body empty. */
const REACH_UNITS = 0.09;
/** Along the edge the gap's width is smoothed over this half length, in units; beside it the stretch fades out. */
const ALONG_UNITS = 0.025;
/** Pixels of the edge that no gap pixel has as its nearest are this close to one that has. */
const BETWEEN_PX = 2;
/** Less weight than this is a running sum's rounding. */
const LITTLE = 1e-4;
/** Where strips from two edges meet, the stretch changes over this half length in px. */
const MEET_PX = 3;

/** How far, in px, each pixel looks for its colour: x and y. */
interface Shift {
  readonly x: Plane;
  readonly y: Plane;
}

/**
 * A layer that draws a piece of cloth out over the part of its outline on the body that the warp left empty: the folded edge of
 * a sleeve, a side seam that the photo shows a few pixels further in. The strip of cloth beside the gap is stretched over it, so
 * that stripes and prints go on in their direction. It lies over the piece. Null when nothing is missing.
 * Shape    `cover` (soft), `uncovered` (255 where cloth is wanted and no piece lies) and the layers the crop's size.
 */
export function extendCloth(
  layer: Layer,
  cover: Mask,
  { unit, uncovered }: { readonly unit: number; readonly uncovered: Mask },
): Layer | null {
  const alongPx = Math.max(2, Math.round(ALONG_UNITS * unit));
  const reachPx = Math.max(1, Math.round(REACH_UNITS * unit));
  const places = findGaps(layer.image, cover, { uncovered, reachPx, alongPx });
  if (places.length === 0) return null;
  const image = createImage(layer.image.width, layer.image.height, 4);
  for (const place of places)
    drawStretchedInto(image, layer.image, { cover, place, shift: stretchOver(place, alongPx) });
  return { rect: layer.rect, image };
}

/** Width of the gap beside each pixel of the cloth's edge, to both sides of it, in px, smooth along the edge; 0 elsewhere. */
function measureGaps({ inner, gap }: GapPlace, toCloth: Int16Array, alongPx: number): Float32Array {
  const { width } = inner;
  const core = erodeSquare(inner, 1).data;
  const deepest = new Float32Array(core.length);
  for (let k = 0; k < gap.data.length; k++) {
    if (gap.data[k] === 0 || toCloth[2 * k] === NOWHERE) continue;
    const dx = toCloth[2 * k]!;
    const dy = toCloth[2 * k + 1]!;
    const edge = k + dy * width + dx;
    deepest[edge] = Math.max(deepest[edge]!, length2(dx, dy));
  }
  const wide = dilateSquare(inner, 1).data;
  const edge: number[] = [];
  const rim: number[] = [];
  for (let k = 0; k < core.length; k++) {
    if (wide[k] === core[k]) continue;
    (inner.data[k] === 0 ? rim : edge).push(k);
  }
  const tells = edge.filter((k) => deepest[k] !== 0);
  // few pixels of a curved edge are the nearest to any of the gap's: the others take what their neighbours say
  const told = meanAlong(deepest, { tells, at: edge, radiusPx: BETWEEN_PX }, inner);
  return meanAlong(told, { tells: edge, at: [...edge, ...rim], radiusPx: alongPx }, inner);
}

/** Pixels, by their indices, whose values are known, and those that ask for a mean of them within the reach of two boxes. */
interface Asked {
  readonly tells: readonly number[];
  readonly at: readonly number[];
  readonly radiusPx: number;
}

/** Mean of the values of `tells` about each pixel of `at`, weighted as by a box filter twice; 0 where none is near. A line has few pixels: each is visited. */
function meanAlong(
  values: Float32Array,
  { tells, at, radiusPx }: Asked,
  { width, height }: Mask,
): Float32Array {
  const marked = new Uint8Array(values.length);
  for (const k of tells) marked[k] = 1;
  const means = new Float32Array(values.length);
  const reach = 2 * radiusPx;
  for (const k of at) {
    const x = k % width;
    const y = (k - x) / width;
    const [left, right] = [Math.max(0, x - reach), Math.min(width - 1, x + reach)];
    let sum = 0;
    let weight = 0;
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
      const down = reach + 1 - Math.abs(v - y);
      for (let u = left; u <= right; u++) {
        if (marked[v * width + u] === 0) continue;
        const w = down * (reach + 1 - Math.abs(u - x));
        sum += w * values[v * width + u]!;
        weight += w;
      }
    }
    if (weight > 0) means[k] = sum / weight;
  }
  return means;
}

/** Mean of each plane's marked (non-zero) pixels about each pixel, by a box filter twice; 0 where none is near. */
function meanWhere(planes: readonly Plane[], marked: Uint8Array, radiusPx: number): Float32Array[] {
  const { width, height } = planes[0]!;
  const weight = createPlane(width, height);
  for (let k = 0; k < marked.length; k++) weight.data[k] = marked[k] === 0 ? 0 : 1;
  const weights = boxFilter(boxFilter(weight, radiusPx), radiusPx).data;
  return planes.map((plane) => {
    const sums = boxFilter(boxFilter(keepWhere(plane, marked), radiusPx), radiusPx).data;
    divideInto(sums, weights, LITTLE);
    return sums;
  });
}

/** A plane's marked (non-zero) pixels, 0 elsewhere. */
function keepWhere({ width, height, data }: Plane, marked: Uint8Array): Plane {
  const kept = createPlane(width, height);
  for (let k = 0; k < data.length; k++) if (marked[k] !== 0) kept.data[k] = data[k]!;
  return kept;
}

/**
 * Where gap and strip look for their colour: at s px outside the edge (inside: s < 0) of a gap g wide, at s' = s - (s + n g) / (n + 1)
 * with n = {@link STRIP_GAPS}, so that s = g is the edge and s = -n g stays.
 */
function stretchOver(place: GapPlace, alongPx: number): Shift {
  const { inner, gap } = place;
  const { width, height } = inner;
  const toCloth = findNearest(inner).offset;
  const outside = createMask(width, height);
  for (let k = 0; k < outside.data.length; k++) outside.data[k] = inner.data[k] === 0 ? 255 : 0;
  const toEdge = findNearest(outside).offset;
  const widths = measureGaps(place, toCloth, alongPx);
  const shift = { x: createPlane(width, height), y: createPlane(width, height) };
  const domain = new Uint8Array(width * height);
  for (let k = 0; k < domain.length; k++) {
    const isInner = inner.data[k] !== 0;
    if (!isInner && gap.data[k] === 0) continue;
    domain[k] = 1;
    const offset = isInner ? toEdge : toCloth;
    const dx = offset[2 * k]!;
    const dy = offset[2 * k + 1]!;
    const far = length2(dx, dy);
    if (dx === NOWHERE || far === 0) continue;
    const g = widths[k + dy * width + dx]!;
    const s = isInner ? 1 - far : far;
    const inward = Math.max(0, (s + STRIP_GAPS * g) / (STRIP_GAPS + 1), s);
    if (g <= 0 && s <= 0) continue;
    const along = isInner ? -1 : 1;
    shift.x.data[k] = (along * dx * inward) / far;
    shift.y.data[k] = (along * dy * inward) / far;
  }
  return smoothWithin(shift, domain);
}

/** Evens a shift out within its domain. */
function smoothWithin(shift: Shift, domain: Uint8Array): Shift {
  const [x, y] = meanWhere([shift.x, shift.y], domain, MEET_PX);
  return { x: { ...shift.x, data: x! }, y: { ...shift.y, data: y! } };
}

/** A shift below this, in px, is none. */
const STILL_PX = 0.05;

function drawStretchedInto(
  image: Image8,
  from: Image8,
  { cover, place, shift }: { readonly cover: Mask; readonly place: GapPlace; readonly shift: Shift },
): void {
  const { rect, inner, gap } = place;
  const { width } = from;
  const colour = new Float64Array(3);
  for (let v = 0, k = 0; v < rect.height; v++) {
    let i = (rect.top + v) * width + rect.left;
    for (let u = 0; u < rect.width; u++, i++, k++) {
      const isGap = gap.data[k] !== 0 && cover.data[i] !== 0;
      const dx = shift.x.data[k]!;
      const dy = shift.y.data[k]!;
      if (!isGap && (inner.data[k] === 0 || Math.abs(dx) + Math.abs(dy) < STILL_PX)) continue;
      if (!sampleSolidInto(colour, from, rect.left + u + dx, rect.top + v + dy)) continue;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = colour[c]!;
      image.data[4 * i + 3] = isGap ? Math.min(cover.data[i]!, gap.data[k]!) : from.data[4 * i + 3]!;
    }
  }
}

/** The colour at a place between pixels (their indices, not centres), bilinear among the solid ones. False where there is none. */
function sampleSolidInto(
  colour: Float64Array,
  { width, height, data }: Image8,
  x: number,
  y: number,
): boolean {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  colour.fill(0);
  let sum = 0;
  for (let corner = 0; corner < 4; corner++) {
    const px = x0 + (corner & 1);
    const py = y0 + (corner >> 1);
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const at = 4 * (py * width + px);
    if (data[at + 3]! < SOLID) continue;
    const w = (1 - Math.abs(x - px)) * (1 - Math.abs(y - py)) + 1e-6;
    sum += w;
    for (let c = 0; c < 3; c++) colour[c]! += w * data[at + c]!;
  }
  if (sum === 0) return false;
  for (let c = 0; c < 3; c++) colour[c]! /= sum;
  return true;
}
