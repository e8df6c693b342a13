import type { Mask } from "../image.js";

/** The vertical line about which a garment is most nearly its own mirror image. */
export interface SymmetryAxis {
  /** Position in pixels of the mask, pixel centres at +½. */
  readonly x: number;
  /** Overlap 0..1 of the mask with its mirror image (intersection over union). */
  readonly symmetry: number;
}

/** How far from the middle of the mask's box the axis may lie, as a share of the box's width. */
const SEARCH_SHARE = 0.15;
const ROW_STEP = 3;
/** First in steps of this many half pixels, then in single ones about the best. */
const COARSE_STEP = 8;

/** Finds the axis by trying positions near the middle, to half a pixel. A mask without coverage gives its picture's middle and 0. */
export function findAxis(mask: Mask): SymmetryAxis {
  const runs = listRowRuns(mask);
  if (runs.length === 0) return { x: mask.width / 2, symmetry: 0 };
  const minX = Math.min(...runs.map((r) => r.start));
  const maxX = Math.max(...runs.map((r) => r.end));
  const reach = (maxX - minX) * SEARCH_SHARE;
  let best = { x: (minX + maxX) / 2, symmetry: 0 };
  const search = (from: number, to: number, step: number): void => {
    for (let twice = Math.round(from); twice <= to; twice += step) {
      const symmetry = overlapWithMirror(mask, runs, twice);
      if (symmetry > best.symmetry) best = { x: twice / 2, symmetry };
    }
  };
  search(minX + maxX - 2 * reach, minX + maxX + 2 * reach, COARSE_STEP);
  search(2 * best.x - COARSE_STEP, 2 * best.x + COARSE_STEP, 1);
  return best;
}

interface RowRun {
  readonly y: number;
  readonly start: number;
  /** One past the last covered pixel of the row. */
  readonly end: number;
}

function listRowRuns(mask: Mask): RowRun[] {
  const runs: RowRun[] = [];
  for (let y = 0; y < mask.height; y += ROW_STEP) {
    let start = -1;
    let end = -1;
    for (let x = 0; x < mask.width; x++) {
      if (mask.data[y * mask.width + x]! < 128) continue;
      if (start < 0) start = x;
      end = x + 1;
    }
    if (start >= 0) runs.push({ y, start, end });
  }
  return runs;
}

/** Intersection over union of the mask with its mirror image about x = twiceX / 2: pixel x meets pixel twiceX - 1 - x. */
function overlapWithMirror(mask: Mask, runs: readonly RowRun[], twiceX: number): number {
  let both = 0;
  let any = 0;
  for (const { y, start, end } of runs) {
    const row = y * mask.width;
    for (let x = start; x < end; x++) {
      if (mask.data[row + x]! < 128) continue;
      const mirrored = twiceX - 1 - x;
      const isBoth = mirrored >= 0 && mirrored < mask.width && mask.data[row + mirrored]! >= 128;
      if (isBoth) both++;
      any += isBoth ? 1 : 2;
    }
  }
  return any > 0 ? both / any : 0;
}
