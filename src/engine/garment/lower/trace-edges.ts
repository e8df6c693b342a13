import type { Mask, Point } from "../../image.js";
import type { RowProfile } from "./measure-rows.js";
import type { LegSplit } from "./split-legs.js";

/** One side's edges in pixels of the mask, top to bottom, a point a row. */
export interface SideEdges {
  readonly outer: readonly Point[];
  readonly inner?: readonly Point[];
}

/** A hem's corners lie within this share of the height from the bottom. */
const CORNER_SHARE = 0.16;

/** A hem is no deeper than this share of its width: what is lies behind it. */
const HEM_DEPTH = 0.25;

interface Row {
  readonly y: number;
  readonly outer: number;
  readonly inner: number;
}

/** Rows of one leg (or of one half of a skirt): its outermost and innermost covered x. `side` 1 is the viewer's right. */
function listRows(mask: Mask, side: 1 | -1, dividing: (y: number) => number, from: number): Row[] {
  const { width, height, data } = mask;
  const rows: Row[] = [];
  for (let y = from; y < height; y++) {
    const middle = Math.min(width, Math.max(0, Math.round(dividing(y))));
    const [start, end] = side === 1 ? [middle, width] : [0, middle];
    const row = data.subarray(y * width + start, y * width + end);
    const first = row.findIndex((v) => v >= 128);
    if (first < 0) continue;
    const last = row.findLastIndex((v) => v >= 128) + 1;
    rows.push(
      side === 1
        ? { y, outer: start + last, inner: start + first }
        : { y, outer: start + first, inner: start + last },
    );
  }
  return rows;
}

/** Index of the row whose point lies farthest down and to `side`. */
function findCorner(rows: readonly Row[], xOf: (row: Row) => number, side: 1 | -1, fromRow: number): number {
  let best = rows.length - 1;
  let bestScore = -Infinity;
  for (let i = fromRow; i < rows.length; i++) {
    const score = side * xOf(rows[i]!) + rows[i]!.y;
    if (score < bestScore) continue;
    bestScore = score;
    best = i;
  }
  return best;
}

/** Traces a side from the waist's corner to the hem: the outer edge, and the inner one when there are legs. */
export function traceSide(
  mask: Mask,
  rows: RowProfile,
  side: 1 | -1,
  course: { readonly waist: Point; readonly axisX: number; readonly split: LegSplit | undefined },
): SideEdges {
  const { waist, axisX, split } = course;
  const tail = Math.round(CORNER_SHARE * rows.first.length);
  const crotchY = split ? Math.floor(split.crotch.y) : Infinity;
  const dividing = (y: number): number =>
    split ? split.dividing[Math.min(split.dividing.length - 1, Math.max(0, y - crotchY))]! : axisX;
  const all = listRows(mask, side, dividing, Math.floor(waist.y));
  const outerEnd = findCorner(all, (row) => row.outer, side, Math.max(1, all.length - tail));
  const outer = [waist, ...all.slice(1, outerEnd + 1).map((row) => ({ x: row.outer, y: row.y + 0.5 }))];
  if (!split) return { outer };
  const leg = all.filter((row) => row.y > crotchY);
  if (leg.length < 2) return { outer };
  const opposite = side === 1 ? -1 : 1;
  const innerEnd = findCorner(leg, (row) => row.inner, opposite, Math.max(1, leg.length - tail));
  const inner = [
    split.crotch,
    ...leg.slice(0, innerEnd + 1).map((row) => ({ x: row.inner, y: row.y + 0.5 })),
  ];
  return { outer, inner };
}

/** The mask's bottom edge between two corners, a point a column, in the corners' order, no more than `depth` of their distance above them. */
export function traceHem(
  mask: Mask,
  [from, to]: readonly [Point, Point],
  depth: number = HEM_DEPTH,
): Point[] {
  const { width, height, data } = mask;
  const columns = Math.max(1, Math.round(Math.abs(to.x - from.x)));
  const line: Point[] = [from];
  for (let k = 1; k < columns; k++) {
    const x = from.x + ((to.x - from.x) * k) / columns;
    const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
    let y = height - 1;
    while (y > 0 && data[y * width + column]! < 128) y--;
    if (y > Math.min(from.y, to.y) - depth * columns) line.push({ x, y: y + 1 });
  }
  return [...line, to];
}
