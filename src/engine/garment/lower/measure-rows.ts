import type { Mask } from "../../image.js";

/** The outline of a lower garment row by row, in pixels of the mask. Rows run from `top` to `bottom`, both covered. */
export interface RowProfile {
  readonly top: number;
  readonly bottom: number;
  /** First covered x of each row and one past the last, indexed by y - top. */
  readonly first: Float64Array;
  readonly end: Float64Array;
}

/** Measures the extent of every row of a mask of one component. @throws RangeError for an empty mask. */
export function measureRows(mask: Mask): RowProfile {
  const { width, height, data } = mask;
  const firsts: number[] = [];
  const ends: number[] = [];
  let top = -1;
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    const first = row.findIndex((v) => v >= 128);
    if (first < 0) continue;
    if (top < 0) top = y;
    firsts.push(first);
    ends.push(row.findLastIndex((v) => v >= 128) + 1);
  }
  if (top < 0) throw new RangeError("Cannot measure the rows of an empty mask");
  return {
    top,
    bottom: top + firsts.length - 1,
    first: Float64Array.from(firsts),
    end: Float64Array.from(ends),
  };
}

/** Extent of the row at a share 0..1 of the height. */
export function extentAt({ first, end }: RowProfile, share: number): number {
  const row = Math.min(first.length - 1, Math.round(share * (first.length - 1)));
  return end[row]! - first[row]!;
}

/** The largest extent within the shares `from`..`to` of the height. */
export function widestExtent({ first, end }: RowProfile, from = 0, to = 1): number {
  let widest = 0;
  const last = first.length - 1;
  for (let row = Math.floor(from * last); row <= Math.ceil(to * last); row++)
    widest = Math.max(widest, end[row]! - first[row]!);
  return widest;
}
