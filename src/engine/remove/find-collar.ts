import type { Mask } from "../image.js";
import { PART } from "../person/types.js";

/** A collar's band is no higher than this, in units, and runs across at least so much of the throat. */
const HIGHEST_UNITS = 0.17;
const ACROSS_UNITS = 0.2;

/**
 * A collar that was taken for hair, as a white rib under white hair: what lies below bare neck and above the top, column beside column, is no hair, which
 * hangs from the head. 255 on it.
 * Shape    `parts` at any size, `unitPx` in its pixels.
 */
export function findCollar(parts: Mask, unitPx: number): Mask {
  const { width, height } = parts;
  const found: Mask = { width, height, data: new Uint8Array(width * height) };
  const highest = HIGHEST_UNITS * unitPx;
  let pending: (readonly [x: number, from: number, to: number])[] = [];
  const settle = (): void => {
    if (pending.length >= ACROSS_UNITS * unitPx)
      for (const [x, from, to] of pending) for (let y = from; y < to; y++) found.data[y * width + x] = 255;
    pending = [];
  };
  for (let x = 0; x < width; x++) {
    const band = findBand(parts, x);
    if (band !== null && band[1] - band[0] < highest) pending.push([x, ...band]);
    else settle();
  }
  settle();
  return found;
}

/** Rows of a column's hair between bare neck above and the top below, or null. */
function findBand({ width, height, data }: Mask, x: number): readonly [from: number, to: number] | null {
  let from = -1;
  for (let y = 1; y < height; y++) {
    const [above, here] = [data[(y - 1) * width + x]!, data[y * width + x]!];
    if (here === PART.hair && above === PART.neck) from = y;
    else if (here === PART.upper && above === PART.hair && from >= 0) return [from, y];
    else if (here !== PART.hair) from = -1;
  }
  return null;
}
