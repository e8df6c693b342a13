import type { Mask, Point } from "../../image.js";
import { traceHem } from "../lower/trace-edges.js";

/** The part of a dress below its bodice: both edges from there to the hem's corners, and the hem from left to right. */
export interface Skirt {
  readonly left: readonly Point[];
  readonly right: readonly Point[];
  readonly hemline: readonly Point[];
}

/** A hem's corners lie within this share of the height from the bottom. */
const CORNER_SHARE = 0.14;
/** An edge moves outward by no more than this many pixels a row: more is a sleeve's end beside it. */
const STEP_MAX_PX = 6;

/** Ends of the run of cloth nearest to the axis in a row; undefined for an empty row. */
function findRun(mask: Mask, y: number, axisX: number): { first: number; end: number } | undefined {
  const { width, data } = mask;
  const isCloth = (x: number): boolean => x >= 0 && x < width && data[y * width + x]! >= 128;
  const centre = Math.min(width - 1, Math.max(0, Math.round(axisX)));
  let start = -1;
  for (let d = 0; d < width && start < 0; d++) {
    if (isCloth(centre + d)) start = centre + d;
    else if (isCloth(centre - d)) start = centre - d;
  }
  if (start < 0) return undefined;
  let first = start;
  let end = start + 1;
  while (isCloth(first - 1)) first--;
  while (isCloth(end)) end++;
  return { first, end };
}

/** Follows one edge down to the hem's corner. */
function followEdge(
  runs: readonly { readonly y: number; readonly x: number }[],
  side: 1 | -1,
  top: number,
): Point[] {
  const tail = Math.round(CORNER_SHARE * (runs.at(-1)!.y - top));
  let last = runs[0]!.x;
  const line = runs.map(({ y, x }) => {
    last = side * (x - last) > STEP_MAX_PX ? last + side * STEP_MAX_PX : x;
    return { x: last, y: y + 0.5 };
  });
  let corner = line.length - 1;
  let best = -Infinity;
  for (let i = Math.max(0, line.length - 1 - tail); i < line.length; i++) {
    const score = side * line[i]!.x + line[i]!.y;
    if (score < best) continue;
    best = score;
    corner = i;
  }
  return line.slice(0, Math.max(2, corner + 1));
}

/** Traces the skirt of a dress from row `from` down. Undefined when next to nothing hangs there. */
export function traceSkirt(
  mask: Mask,
  axisX: number,
  rows: { readonly top: number; readonly from: number },
): Skirt | undefined {
  const runs: { y: number; first: number; end: number }[] = [];
  for (let y = Math.round(rows.from); y < mask.height; y++) {
    const run = findRun(mask, y, axisX);
    if (!run) break;
    runs.push({ y, ...run });
  }
  if (runs.length < 4) return undefined;
  const left = followEdge(
    runs.map(({ y, end }) => ({ y, x: end })),
    1,
    rows.top,
  );
  const right = followEdge(
    runs.map(({ y, first }) => ({ y, x: first })),
    -1,
    rows.top,
  );
  return { left, right, hemline: traceHem(mask, [left.at(-1)!, right.at(-1)!]) };
}
