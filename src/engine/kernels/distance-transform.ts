import { createPlane, type Mask, type Plane } from "../image.js";

/** Distance where nothing is marked, in px. */
const FAR = 1e10;
/** The same in whole pixels along a column: beyond any picture. */
const FAR_ROWS = 1 << 24;

/** Rows to the nearest marked pixel of the same column, from above and below. */
function measureColumns({ width, height, data }: Mask): Int32Array {
  const rows = new Int32Array(width * height);
  for (let x = 0; x < width; x++) rows[x] = data[x]! >= 128 ? 0 : FAR_ROWS;
  for (let i = width; i < rows.length; i++) rows[i] = data[i]! >= 128 ? 0 : rows[i - width]! + 1;
  for (let i = rows.length - width - 1; i >= 0; i--) {
    if (rows[i + width]! + 1 < rows[i]!) rows[i] = rows[i + width]! + 1;
  }
  return rows;
}

/** The parabolas that form the lower envelope so far: where each has its foot, its height there plus foot², and from where it is lowest. */
interface Envelope {
  readonly foot: Int32Array;
  readonly lift: Float64Array;
  readonly from: Float64Array;
}

/**
 * Builds the envelope of one row's parabolas, whose heights are the squares of `rows`; returns how many it has. A marked pixel between
 * two others is nearest to nothing but itself, and is left out.
 */
function buildEnvelope({ foot, lift, from }: Envelope, rows: Int32Array, at: number, width: number): number {
  let count = 0;
  for (let x = 0; x < width; x++) {
    const down = rows[at + x]!;
    if (down >= FAR_ROWS) continue;
    if (down === 0 && x > 0 && x + 1 < width && rows[at + x - 1] === 0 && rows[at + x + 1] === 0) continue;
    const height = down * down + x * x;
    let start = -Infinity;
    while (count > 0) {
      start = (height - lift[count - 1]!) / (2 * (x - foot[count - 1]!));
      if (start > from[count - 1]!) break;
      count--;
      start = -Infinity;
    }
    foot[count] = x;
    lift[count] = height;
    from[count] = start;
    count++;
  }
  return count;
}

/**
 * Euclidean distance in pixels from each pixel to the nearest pixel with coverage >= 128; 0 inside the mask. A mask
 * without any such pixel gives 1e10 everywhere.
 * Cost     O(pixels).
 * Source   Felzenszwalb & Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 8, 2012; along the
 *          columns, where pixels are marked or not, two sweeps do the same.
 */
export function distanceToMask(mask: Mask): Plane {
  const { width, height } = mask;
  const out = createPlane(width, height);
  const rows = measureColumns(mask);
  const foot = new Int32Array(width);
  const from = new Float64Array(width);
  const envelope: Envelope = { foot, from, lift: new Float64Array(width) };
  for (let y = 0; y < height; y++) {
    const at = y * width;
    const count = buildEnvelope(envelope, rows, at, width);
    if (count === 0) {
      out.data.fill(FAR, at, at + width);
      continue;
    }
    for (let x = 0, k = 0; x < width; x++) {
      if (rows[at + x] === 0) continue;
      while (k + 1 < count && from[k + 1]! < x) k++;
      const p = foot[k]!;
      const down = rows[at + p]!;
      out.data[at + x] = Math.sqrt((x - p) * (x - p) + down * down);
    }
  }
  return out;
}

/** {@link distanceToMask} of the complement: how deep inside the mask each pixel lies, 0 outside. */
export function distanceInside(mask: Mask): Plane {
  const outside = new Uint8Array(mask.data.length);
  for (let i = 0; i < outside.length; i++) outside[i] = mask.data[i]! >= 128 ? 0 : 255;
  return distanceToMask({ width: mask.width, height: mask.height, data: outside });
}
