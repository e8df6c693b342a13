import type { Mask, Plane } from "../image.js";
import { countMarked } from "../kernels/mask-logic.js";

/** A gap's tip is followed so many px into what closing filled: further in the way leads between threads and stripes. */
const DEPTH_PX = 6;
/** ... where the cloth beside it differs from the ground by as much (Lab): beside paler cloth its own edge is as faint as a gap. */
const BESIDE_MIN = 4;
/** Ground in a gap differs by no more than this share of what the cloth beside it does, or the garment in the mean. */
const GAP_SHARE = 0.35;

/** Tips are small: where more than this share of the mask would be opened, cloth is as faint as its ground, and nothing is. */
const MOST_SHARE = 0.0015;

/** What a closed mask was made of, all of one size. */
interface Closed {
  /** Lab distance of every pixel from the ground, and the garment's median. */
  readonly difference: Plane;
  readonly contrast: number;
  /** What was found before closing. */
  readonly raw: Mask;
  /** The strongest difference about each pixel. */
  readonly near: Float32Array;
}

/**
 * Gives back the narrow ends of gaps that closing filled, between a cuff's corner and the body and the like: they go on from the open ground,
 * beside cloth that clearly differs from it. In place.
 */
export function reopenTipsInto(mask: Mask, closed: Closed): void {
  const { width, height, data } = mask;
  const { difference, contrast, raw, near } = closed;
  const isFilled = (i: number): boolean =>
    data[i] !== 0 &&
    raw.data[i] === 0 &&
    near[i]! >= BESIDE_MIN &&
    difference.data[i]! < GAP_SHARE * Math.min(contrast, near[i]!);
  let front: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++)
      if (
        isFilled(i) &&
        (data[i - 1] === 0 || data[i + 1] === 0 || data[i - width] === 0 || data[i + width] === 0)
      )
        front.push(i);
  const most = MOST_SHARE * countMarked(mask);
  const opened: number[] = [];
  for (let depth = 0; depth < DEPTH_PX && front.length > 0; depth++) {
    for (const i of front) data[i] = 0;
    opened.push(...front);
    const next = new Set<number>();
    for (const i of front)
      for (const j of [i - 1, i + 1, i - width, i + width])
        if (j % width > 0 && j % width < width - 1 && j > width && j < width * (height - 1) && isFilled(j))
          next.add(j);
    front = [...next];
  }
  if (opened.length > most) for (const i of opened) data[i] = 255;
}
