import type { Image8, Mask } from "../image.js";

/** Every so many rows are looked at. */
const ROW_STEP = 5;
/** Sigma in px of the blur that is laid over a row to see what it changes, as weights of the middle and of the neighbours further out. */
const TEST_SIGMA = 1;
const TEST = Float32Array.from([0, 1, 2, 3], (k) => Math.exp((-k * k) / (2 * TEST_SIGMA ** 2)));
const TEST_SUM = TEST.reduce((sum, w, k) => sum + (k === 0 ? w : 2 * w), 0);
const RADIUS = TEST.length - 1;
/** An edge is at least this steep, in grey levels a pixel: noise and folds are not. */
const STEEP = 8;
/** A picture is as sharp as the sharpest of its edges: this share of them is sharper. Edges that lie aslant or out of focus look softer. */
const SHARPEST = 0.25;
/** Fewer edges than this tell nothing. */
const ENOUGH = 60;
/** The variance in px² that differences over two pixels add: what bars of a known blur read too much. */
const DIFFERENCE_VARIANCE = 0.55;
/** Sigmas are counted in classes this wide, up to the widest. */
const CLASS_PX = 0.05;
const WIDEST_PX = 4;

/**
 * How blurred a picture is: sigma in px of the Gaussian that would make its sharper edges out of steps, 0 where it has too few to tell. A step of that
 * sigma loses its steepness under a second blur in a known ratio.
 * Shape    `where` (not 0: looked at), if given, of the photo's size.
 * Source   Zhuo & Sim, Defocus map estimation from a single image, Pattern Recognition 44, 2011, §3, along rows.
 */
export function measureBlur(photo: Image8, where?: Mask): number {
  const { width, height } = photo;
  const counts = new Uint32Array(Math.round(WIDEST_PX / CLASS_PX) + 1);
  const row = new Float32Array(width);
  const blurred = new Float32Array(width);
  for (let y = 0; y < height; y += ROW_STEP) {
    readRowInto(row, photo, y);
    blurRowInto(blurred, row);
    countEdgesInto(counts, { row, blurred, where: where?.data.subarray(y * width, (y + 1) * width) });
  }
  const wanted = SHARPEST * counts.reduce((a, b) => a + b, 0);
  if (wanted < SHARPEST * ENOUGH) return 0;
  let sum = 0;
  let at = 0;
  while (sum + counts[at]! < wanted) sum += counts[at++]!;
  return at * CLASS_PX;
}

function readRowInto(row: Float32Array, { channels, data }: Image8, y: number): void {
  let p = y * row.length * channels;
  for (let x = 0; x < row.length; x++, p += channels)
    row[x] = 0.299 * data[p]! + 0.587 * data[p + 1]! + 0.114 * data[p + 2]!;
}

/** The row under the test blur; its ends stay empty. */
function blurRowInto(blurred: Float32Array, row: Float32Array): void {
  for (let x = RADIUS; x < row.length - RADIUS; x++) {
    let sum = TEST[0]! * row[x]!;
    for (let k = 1; k <= RADIUS; k++) sum += TEST[k]! * (row[x - k]! + row[x + k]!);
    blurred[x] = sum / TEST_SUM;
  }
}

interface Rows {
  readonly row: Float32Array;
  readonly blurred: Float32Array;
  readonly where?: Mask["data"] | undefined;
}

/** Counts the row's edges (where it is steepest) by their sigma. */
function countEdgesInto(counts: Uint32Array, { row, blurred, where }: Rows): void {
  let before = 0;
  let here = 0;
  for (let x = RADIUS + 1; x < row.length - RADIUS - 2; x++) {
    const after = Math.abs(row[x + 2]! - row[x]!);
    const isEdge = here >= 2 * STEEP && here >= before && here > after;
    const softer = Math.abs(blurred[x + 1]! - blurred[x - 1]!);
    if (isEdge && softer < here && where?.[x] !== 0) {
      const variance = TEST_SIGMA ** 2 / ((here / Math.max(1, softer)) ** 2 - 1) - DIFFERENCE_VARIANCE;
      const sigma = Math.sqrt(Math.max(0, variance));
      counts[Math.min(counts.length - 1, Math.round(sigma / CLASS_PX))]!++;
    }
    before = here;
    here = after;
  }
}
