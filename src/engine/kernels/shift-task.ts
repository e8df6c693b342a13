import type { Image8 } from "../image.js";

/** How far away a pixel's copy is taken from, in px. */
export interface Shift {
  readonly dx: number;
  readonly dy: number;
}

/** A picture with a hole whose pixels are to become copies of known ones. Arrays by pixel index, the picture's size. */
export interface ShiftTask {
  /** Three channels. */
  readonly image: Image8;
  /** Non-zero where a pixel may be copied. */
  readonly known: Uint8Array;
  /** Pixels of the hole, in scan order; none is known. */
  readonly hole: Int32Array;
  /** What it costs to copy each pixel, in squared differences (0..255). */
  readonly reluctance: Float32Array;
  /** What a pixel's distance up or down to its copy costs, by px. */
  readonly climb: number;
}

/** What a pixel without a copy costs: more than any seam. */
export const NO_COPY = 1e7;
/** What a pixel of distance to the copy costs: of two equal copies the nearer one. Eye's choice, as all costs here, among a tenth and thrice of it. */
const FAR = 0.3;
/** A difference at the hole's rim costs no more than this: what borders on the hole may be something in front of it. */
const RIM_MOST = 3000;
/** So many pixels outward of the rim are compared, the further ones with half the weight. */
const RIM_PX = 3;
/** What it costs when the rim cannot be compared. */
const RIM_UNSEEN = 3000;

/** Squared difference of two pixels' colours. */
export function differ(data: Image8["data"], p: number, q: number): number {
  const r = data[3 * p]! - data[3 * q]!;
  const g = data[3 * p + 1]! - data[3 * q + 1]!;
  const b = data[3 * p + 2]! - data[3 * q + 2]!;
  return r * r + g * g + b * b;
}

/** The index of a pixel's copy, or -1 where that is not known. */
export function copyOf({ image, known }: ShiftTask, p: number, { dx, dy }: Shift): number {
  const { width, height } = image;
  const x = (p % width) + dx;
  const y = Math.floor(p / width) + dy;
  if (x < 0 || y < 0 || x >= width || y >= height || known[y * width + x] === 0) return -1;
  return y * width + x;
}

/** What a copy costs a hole's pixel by itself: where it comes from, and how well the photo at the rim goes on in it. */
export function priceCopy(task: ShiftTask, p: number, shift: Shift): number {
  const { image, known, reluctance, climb } = task;
  const { width, height, data } = image;
  const copy = copyOf(task, p, shift);
  if (copy < 0) return NO_COPY;
  let cost = FAR * Math.hypot(shift.dx, shift.dy) + climb * Math.abs(shift.dy) + reluctance[copy]!;
  const x = p % width;
  const y = Math.floor(p / width);
  for (let k = 0; k < 4; k++) {
    const ux = k === 0 ? -1 : k === 1 ? 1 : 0;
    const uy = k === 2 ? -1 : k === 3 ? 1 : 0;
    for (let n = 1; n <= RIM_PX; n++) {
      const nx = x + n * ux;
      const ny = y + n * uy;
      if (nx < 0 || ny < 0 || nx >= width || ny >= height || known[ny * width + nx] === 0) break;
      const weight = n === 1 ? 2 : 1;
      const q = ny * width + nx;
      const s = copyOf(task, q, shift);
      cost += weight * (s < 0 ? RIM_UNSEEN : Math.min(RIM_MOST, differ(data, q, s)));
    }
  }
  return cost;
}
