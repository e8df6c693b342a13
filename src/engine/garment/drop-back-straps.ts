import type { Mask } from "../image.js";
import { findHoles, type Hole } from "../kernels/fill-holes.js";

/** A strap is no wider than this share of the garment's width. */
const STRAP = 0.07;
/** A gap between two straps begins in this uppermost share of the garment, and is so much taller than wide. */
const BEGINS_ABOVE = 0.3;
const TALL = 1.3;
/** So many of its rows have a strap on both sides. */
const STRAP_ROWS = 0.7;
/** The front strap's width is read between these shares of the gap's rows: its narrow end is blur; and the straps' own end at this share of what is above. */
const READ_FROM = 0.2;
const READ_TO = 0.6;
const AT_END = 0.9;
/** Where both straps lie on each other they are no wider than so many straps. */
const BOTH = 2.5;

interface Box {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A pixel of one row, and the way to the front strap's outer edge: -1 on the left half, 1 on the right. */
interface Look {
  readonly mask: Mask;
  readonly row: number;
  readonly outward: 1 | -1;
}

/** Number of covered pixels from `x` on in a direction. */
function runLength({ width, data }: Mask, row: number, x: number, step: 1 | -1): number {
  let n = 0;
  while (x + n * step >= 0 && x + n * step < width && data[row * width + x + n * step]! >= 128) n++;
  return n;
}

function boxOf({ width, height, data }: Mask): Box {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i]! < 128) continue;
      top = Math.min(top, y);
      bottom = y;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return { top, width: right - left + 1, height: bottom - top + 1 };
}

/** First and last column of the hole in each of its rows, from its top. */
function spansOf(hole: Hole, width: number): { first: number; last: number }[] {
  const spans = Array.from({ length: hole.maxY - hole.minY + 1 }, () => ({ first: width, last: -1 }));
  for (const i of hole.pixels) {
    const span = spans[Math.floor(i / width) - hole.minY]!;
    span.first = Math.min(span.first, i % width);
    span.last = Math.max(span.last, i % width);
  }
  return spans;
}

function clearRun({ mask, row, outward }: Look, from: number, length: number): void {
  for (let n = 0; n < length; n++) mask.data[row * mask.width + from - n * outward] = 0;
}

/**
 * Takes the back's straps out of a flat garment: where two straps bound a gap that leans towards the middle, the outer one is the front's, sewn
 * to the front's corner, and the inner one goes down behind the neckline. Worn, it lies behind the shoulder. Above the gap, where both lie on
 * each other, the front strap goes on in its own width. Shape: binary in and out; `axisX` is the garment's middle.
 */
export function dropBackStraps(whole: Mask, axisX: number): Mask {
  const box = boxOf(whole);
  const strapPx = STRAP * box.width;
  const mask = { ...whole, data: new Uint8Array(whole.data) };
  for (const hole of findHoles(whole)) {
    const isTall = hole.maxY - hole.minY > TALL * (hole.maxX - hole.minX);
    const isOneSided = hole.maxX < axisX || hole.minX > axisX;
    if (!isTall || !isOneSided || hole.minY > box.top + BEGINS_ABOVE * box.height) continue;
    dropInnerStrap(mask, whole, { hole, outward: hole.maxX < axisX ? -1 : 1, strapPx });
  }
  return mask;
}

function dropInnerStrap(
  mask: Mask,
  whole: Mask,
  { hole, outward, strapPx }: { hole: Hole; outward: 1 | -1; strapPx: number },
): void {
  const inward = outward === 1 ? -1 : 1;
  const rows = spansOf(hole, whole.width).map(({ first, last }, k) => {
    const row = hole.minY + k;
    const inner = (outward === 1 ? first : last) + inward;
    const outer = (outward === 1 ? last : first) + outward;
    const outerWidth = runLength(whole, row, outer, outward);
    const innerWidth = runLength(whole, row, inner, inward);
    return { row, inner, innerWidth, outerWidth, edge: outer + outward * (outerWidth - 1) };
  });
  const between = rows.filter((r) => r.innerWidth <= strapPx && r.outerWidth <= strapPx);
  if (between.length < STRAP_ROWS * rows.length) return;
  for (const { row, inner, innerWidth } of between) clearRun({ mask, row, outward }, inner, innerWidth + 1);
  const upper = rows.slice(Math.floor(READ_FROM * rows.length), Math.ceil(READ_TO * rows.length));
  const widths = upper.map((r) => r.outerWidth).toSorted((a, b) => a - b);
  keepFront({ mask, row: hole.minY - 1, outward }, rows[0]!.edge, {
    widthPx: widths[widths.length >> 1]!,
    mostPx: Math.round(BOTH * strapPx),
  });
}

/**
 * From a row upward, leaves of what is near the outer edge no more than the front strap: as wide as it is beside the gap, going over into the
 * straps' end, where it lies on the other.
 */
function keepFront(
  { mask, row, outward }: Look,
  edge: number,
  { widthPx, mostPx }: { widthPx: number; mostPx: number },
): void {
  const { width, data } = mask;
  const isCovered = (x: number, y: number): boolean => (data[y * width + x] ?? 0) >= 128;
  const found: { y: number; x: number; length: number }[] = [];
  for (let y = row, x = edge; y >= 0; y--) {
    // the edge may move by a pixel or three from row to row
    let next = x + 3 * outward;
    while (next !== x - 4 * outward && !isCovered(next, y)) next -= outward;
    const length = runLength(mask, y, next, outward === 1 ? -1 : 1);
    if (length === 0 || length > mostPx) break;
    found.push({ y, x: next, length });
    x = next;
  }
  const endPx = found[Math.floor(AT_END * (found.length - 1))]?.length ?? 0;
  for (const [k, { y, x }] of found.entries()) {
    const keepPx = Math.round(widthPx + (k / found.length) * (Math.max(widthPx, endPx) - widthPx));
    clearRun({ mask, row: y, outward }, x - keepPx * outward, mostPx - keepPx);
  }
}
