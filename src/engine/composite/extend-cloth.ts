import { createImage, createMask, createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { boundMask } from "../kernels/bound-mask.js";
import { boxFilter } from "../kernels/box-filter.js";
import { findComponents, type Component } from "../kernels/connected-components.js";
import { cropMask, uniteRects, type Rect } from "../kernels/crop.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { smoothMask } from "../kernels/smooth-mask.js";
import { findNearest, NOWHERE } from "../kernels/nearest-pixel.js";
import { hasAny } from "../kernels/push-pull.js";
import type { Layer } from "../warp/mod.js";
import { length2 } from "../kernels/length.js";

/** Cloth is stretched this far, in units, where the warp leaves a part of its outline on the body empty. */
const REACH_UNITS = 0.09;
const SOLID = 200;
/** The cloth's outermost pixels are mixed with what lay behind them: they are left out. */
const RIM_PX = 2;
/** The cloth's edge is smoothed over this length in px before cloth is drawn out of it: a ragged one would tear stripes. */
const SMOOTH_PX = 8;
/** A strip of the cloth as wide as this many gaps is stretched over the gap: by a third. */
const STRIP_GAPS = 3;
/** Along the edge the gap's width is smoothed over this half length, in units; beside it the stretch fades out. */
const ALONG_UNITS = 0.025;
/** Pixels of the edge that no gap pixel has as its nearest are this close to one that has. */
const BETWEEN_PX = 2;
/** Room about a strip for what smooths its cloth's edge and the shift: twice {@link SMOOTH_PX} and the rim. */
const MARGIN_PX = 20;
/** Less weight than this is a running sum's rounding. */
const LITTLE = 1e-4;
/** Where strips from two edges meet, the stretch changes over this half length in px. */
const MEET_PX = 3;

/** A part of the layer's pixels. */
interface Place {
  readonly rect: Rect;
  /** Solid cloth, without its mixed rim (255). */
  readonly inner: Mask;
  /** Empty pixels that the cloth is to cover, and its rim beside them: 255, less at the outside. */
  readonly gap: Mask;
}

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

interface Reach {
  readonly reachPx: number;
  readonly alongPx: number;
}

/** The gaps within reach of the cloth, each group of neighbours in a rectangle that holds the cloth it takes. */
function findGaps(
  { width, height, data }: Image8,
  cover: Mask,
  { uncovered, reachPx, alongPx }: Reach & { readonly uncovered: Mask },
): Place[] {
  const missing = createMask(width, height);
  for (let i = 0; i < missing.data.length; i++) missing.data[i] = uncovered.data[i]! & -(cover.data[i]! >> 7);
  const rect = boundMask(missing, (STRIP_GAPS + 1) * reachPx);
  if (rect === null) return [];
  const solid = createMask(width, height);
  for (let i = 0; i < solid.data.length; i++) if (data[4 * i + 3]! >= SOLID) solid.data[i] = 255;
  const cloth = cropMask(solid, rect);
  const near = dilateSquare(cloth, reachPx);
  const gap = cropMask(missing, rect);
  for (let i = 0; i < near.data.length; i++) gap.data[i]! &= near.data[i]!;
  // the widths of gaps further apart do not mix
  const { labels, list } = findComponents(dilateSquare(gap, 2 * alongPx));
  return list.map((box) => {
    const place = makePlace({ cloth, near }, { gap, labels, box }, reachPx);
    return {
      ...place,
      rect: { ...place.rect, left: place.rect.left + rect.left, top: place.rect.top + rect.top },
    };
  });
}

/** Some of the gaps: those whose pixels have the box's label. */
interface Group {
  readonly gap: Mask;
  readonly labels: Int32Array;
  readonly box: Component;
}

/** A group's part of a rectangle. */
function cropGroup({ gap, labels, box }: Group, rect: Rect): Mask {
  const own = createMask(rect.width, rect.height);
  for (let y = 0, k = 0; y < rect.height; y++) {
    let i = (rect.top + y) * gap.width + rect.left;
    for (let x = 0; x < rect.width; x++, i++, k++) if (labels[i] === box.label) own.data[k] = gap.data[i]!;
  }
  return own;
}

/** The smallest rectangle that holds a group. */
function boundGroup(group: Group): Rect {
  const { minX, minY, maxX, maxY } = group.box;
  const box = { left: minX, top: minY, width: maxX - minX + 1, height: maxY - minY + 1 };
  const tight = boundMask(cropGroup(group, box), 0)!; // a group has pixels
  return { ...tight, left: tight.left + box.left, top: tight.top + box.top };
}

/** Cuts out what one group of gaps has to do with. The masks are of one size. */
function makePlace(
  { cloth, near }: { readonly cloth: Mask; readonly near: Mask },
  group: Group,
  reachPx: number,
): Place {
  const bounds = boundGroup(group);
  const around = (padPx: number): Rect => uniteRects(bounds, bounds, padPx, cloth);
  const tight = around(reachPx);
  const depth = measureDepth(cropMask(cloth, tight), cropGroup(group, tight));
  const rect = around(Math.ceil(STRIP_GAPS * depth) + MARGIN_PX);
  const local = cropMask(cloth, rect);
  const pure = erodeSquare(local, RIM_PX);
  const smooth = smoothMask(pure, SMOOTH_PX);
  const even = createMask(rect.width, rect.height);
  for (let k = 0; k < smooth.length; k++) if (smooth[k]! >= 0.5) even.data[k] = pure.data[k]!;
  const inner = hasAny(even) ? even : local;
  return {
    rect,
    inner,
    gap: drawGap(cropGroup(group, rect), { cloth: local, near: cropMask(near, rect), inner }),
  };
}

/** The gap with the cloth's rim beside it. On the body it ends where the gap does, softly: a sliver of skin is covered without a step. */
function drawGap(
  gap: Mask,
  around: { readonly cloth: Mask; readonly near: Mask; readonly inner: Mask },
): Mask {
  const { cloth, near, inner } = around;
  const { width, height } = gap;
  const shape = dilateSquare(uniteMasks(gap, cloth), 1);
  const soft = boxFilter(planeOf(shape), 1).data;
  const wide = dilateSquare(gap, RIM_PX + 1).data;
  const data = new Uint8Array(width * height);
  for (let k = 0; k < data.length; k++)
    if (wide[k] !== 0 && near.data[k] !== 0 && inner.data[k] === 0) data[k] = Math.round(255 * soft[k]!);
  return { width, height, data };
}

/** A binary mask as 0 and 1. */
function planeOf({ width, height, data }: Mask): Plane {
  const plane = createPlane(width, height);
  for (let k = 0; k < data.length; k++) plane.data[k] = data[k]! & 1;
  return plane;
}

/** Distance of the gap's furthest pixel from the cloth, in px. */
function measureDepth(cloth: Mask, gap: Mask): number {
  const { offset } = findNearest(cloth);
  let square = 0;
  for (let k = 0; k < gap.data.length; k++) {
    if (gap.data[k] === 0 || offset[2 * k] === NOWHERE) continue;
    square = Math.max(square, offset[2 * k]! ** 2 + offset[2 * k + 1]! ** 2);
  }
  return Math.sqrt(square);
}

/** Width of the gap beside each pixel of the cloth's edge, in px, smooth along the edge. */
function measureGaps({ inner, gap }: Place, toCloth: Int16Array, alongPx: number): Float32Array {
  const { width, height } = inner;
  const core = erodeSquare(inner, 1).data;
  const deepest = createPlane(width, height);
  for (let k = 0; k < gap.data.length; k++) {
    if (gap.data[k] === 0 || toCloth[2 * k] === NOWHERE) continue;
    const dx = toCloth[2 * k]!;
    const dy = toCloth[2 * k + 1]!;
    const edge = k + dy * width + dx;
    deepest.data[edge] = Math.max(deepest.data[edge]!, length2(dx, dy));
  }
  // few pixels of a curved edge are the nearest to any of the gap's: the others take what their neighbours say
  const tells = new Uint8Array(core.length);
  for (let k = 0; k < tells.length; k++) tells[k] = deepest.data[k] === 0 ? 0 : 1;
  const [told] = meanWhere([deepest], tells, BETWEEN_PX);
  const edge = new Uint8Array(core.length);
  for (let k = 0; k < edge.length; k++) edge[k] = inner.data[k]! & ~core[k]!;
  const [widths] = meanWhere([{ width, height, data: told! }], edge, alongPx);
  return widths!;
}

/** Mean of each plane's marked (non-zero) pixels about each pixel, by a box filter twice; 0 where none is near. */
function meanWhere(planes: readonly Plane[], marked: Uint8Array, radiusPx: number): Float32Array[] {
  const { width, height } = planes[0]!;
  const weight = createPlane(width, height);
  for (let k = 0; k < marked.length; k++) weight.data[k] = marked[k] === 0 ? 0 : 1;
  const weights = boxFilter(boxFilter(weight, radiusPx), radiusPx).data;
  return planes.map((plane) => {
    const sums = boxFilter(boxFilter(keepWhere(plane, marked), radiusPx), radiusPx).data;
    divideInto(sums, weights);
    return sums;
  });
}

/** A plane's marked (non-zero) pixels, 0 elsewhere. */
function keepWhere({ width, height, data }: Plane, marked: Uint8Array): Plane {
  const kept = createPlane(width, height);
  for (let k = 0; k < data.length; k++) if (marked[k] !== 0) kept.data[k] = data[k]!;
  return kept;
}

function divideInto(sums: Float32Array, weights: Float32Array): void {
  for (let k = 0; k < sums.length; k++) sums[k] = weights[k]! > LITTLE ? sums[k]! / weights[k]! : 0;
}

/**
 * Where gap and strip look for their colour: at s px outside the edge (inside: s < 0) of a gap g wide, at s' = s - (s + n g) / (n + 1)
 * with n = {@link STRIP_GAPS}, so that s = g is the edge and s = -n g stays.
 */
function stretchOver(place: Place, alongPx: number): Shift {
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
  { cover, place, shift }: { readonly cover: Mask; readonly place: Place; readonly shift: Shift },
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
