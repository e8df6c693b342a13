import type { Mask } from "../../image.js";
import { widestExtent, type RowProfile } from "./measure-rows.js";

/** The open gap between two legs, by rows from its top to the hems, in pixels of the mask. */
export interface LegGap {
  /** First row of the gap: the crotch, or where touching thighs part. */
  readonly top: number;
  /** Middle of the gap in each row from `top` on. */
  readonly middle: readonly number[];
}

/** The gap begins within this share of the height from the bottom: legs may differ a little in length. */
const BEGIN_SHARE = 0.1;
/** ... and this near to the axis, as a share of the garment's width. */
const AXIS_SHARE = 0.1;
/** Legs that touch over less than this share of the height do not end the gap. */
const BRIDGE_SHARE = 0.1;

/** A gap wider than this share of the garment lies between sleeves that reach below the hem. */
const WIDEST_SHARE = 0.6;
/** Share of the gap's rows that are open: less is a row of holes in a blouse. */
const OPEN_MIN = 0.6;

/** The run of uncovered pixels with cloth on both sides that lies nearest to `x` in a row. */
function findRun(
  mask: Mask,
  y: number,
  x: number,
): { readonly from: number; readonly to: number } | undefined {
  const { width, data } = mask;
  let best: { from: number; to: number } | undefined;
  let bestDistance = Infinity;
  let start = -1;
  for (let i = 0; i < width; i++) {
    if (data[y * width + i]! < 128) continue;
    if (start >= 0 && i - start > 1) {
      const distance = Math.max(0, start + 1 - x, x - i);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = { from: start + 1, to: i };
      }
    }
    start = i;
  }
  return best;
}

/** Follows the gap between the legs from the hems up. Undefined when no gap reaches the bottom near the axis. */
export function traceLegGap(mask: Mask, rows: RowProfile, axisX: number): LegGap | undefined {
  const height = rows.bottom - rows.top + 1;
  const widest = widestExtent(rows);
  const reach = AXIS_SHARE * widest;
  const middles = new Map<number, number>();
  let x = axisX;
  let last = -1;
  for (let y = rows.bottom; y >= rows.top; y--) {
    const isBegun = last >= 0;
    if (!isBegun && rows.bottom - y > BEGIN_SHARE * height) return undefined;
    if (isBegun && last - y > BRIDGE_SHARE * height) break;
    const run = findRun(mask, y, x);
    if (!run) continue;
    const middle = (run.from + run.to) / 2;
    const limit = isBegun ? Math.min(reach, Math.max(3, run.to - run.from)) : reach;
    if (Math.abs(middle - x) > limit || run.to - run.from > WIDEST_SHARE * widest) continue;
    middles.set(y, middle);
    x = middle;
    last = y;
  }
  if (middles.size < OPEN_MIN * (rows.bottom - last + 1)) return undefined;
  const first = Math.max(...middles.keys());
  const middle: number[] = [];
  for (let y = last; y <= rows.bottom; y++)
    middle.push(middles.get(y) ?? middle.at(-1) ?? middles.get(first)!);
  return { top: last, middle };
}
