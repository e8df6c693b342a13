import type { Mask } from "../image.js";

/**
 * A mask (0 or 255) as coverage 0..1, soft at its border as an edge in a sharp photo: the mean over 3 x 3 pixels, cut at the picture's border.
 * Cost     O(pixels): sums of bytes down three rows, then along them.
 */
export function softenMask({ width, height, data }: Mask): Float32Array {
  const soft = new Float32Array(width * height);
  const columns = new Uint8Array(width + 2);
  for (let y = 0; y < height; y++) {
    const above = y > 0 ? y - 1 : y;
    const below = y < height - 1 ? y + 1 : y;
    sumRowsInto(columns, data, { from: above * width, to: below * width, width });
    meanRowInto(soft.subarray(y * width, (y + 1) * width), columns, below - above + 1);
  }
  return soft;
}

/** Marked pixels in each column of the rows that begin at `from` to `to`; the first and last of `columns` stay 0. */
function sumRowsInto(
  columns: Uint8Array,
  data: Mask["data"],
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): void {
  columns.fill(0);
  for (let row = from; row <= to; row += width)
    for (let x = 0; x < width; x++) columns[x + 1]! += data[row + x]! & 1;
}

function meanRowInto(dst: Float32Array, columns: Uint8Array, rows: number): void {
  const last = dst.length - 1;
  const share = 1 / (3 * rows);
  for (let x = 0; x <= last; x++) dst[x] = (columns[x]! + columns[x + 1]! + columns[x + 2]!) * share;
  if (last === 0) dst[0]! *= 3;
  else {
    dst[0]! *= 1.5;
    dst[last]! *= 1.5;
  }
}
