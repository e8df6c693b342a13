import type { Image8 } from "../image.js";
import { srgbToLabColour } from "../kernels/srgb-to-lab.js";
import { length3 } from "../kernels/length.js";

type Colour = ReturnType<typeof srgbToLabColour>;

/** A set of colours that others are compared with, see {@link distanceTo}. */
export interface Palette {
  readonly colours: readonly Colour[];
  /** Distance of each rounded colour from the set, -1 for those that nobody asked for yet. */
  readonly known: Float32Array;
}

/** Bits a channel to which colours are rounded before they are compared: 8 levels, well below any distance that is asked for. */
const BITS = 5;

/** Neighbours are alike: every so many pixels one is looked at. */
const STRIDE = 7;

/** Indices of about `count` of the marked (non-zero) pixels, evenly chosen; fewer where few are marked. */
export function samplePixels(marked: ArrayLike<number>, count: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < marked.length; i += STRIDE) if (marked[i] !== 0) found.push(i);
  const step = Math.max(1, Math.floor(found.length / count));
  return found.filter((_, k) => k % step === 0);
}

/** The set of the colours of `pixels`. */
export function createPalette(image: Image8, pixels: readonly number[]): Palette {
  const colours = pixels.map((i): Colour => {
    const s = i * image.channels;
    return srgbToLabColour(image.data[s]!, image.data[s + 1]!, image.data[s + 2]!);
  });
  return { colours, known: new Float32Array(1 << (3 * BITS)).fill(-1) };
}

const SHIFT = 8 - BITS;

/** Lab distance of a pixel's colour from the nearest of the set's; Infinity for an empty set. Each rounded colour is compared once. */
export function distanceTo({ colours, known }: Palette, { data, channels }: Image8, pixel: number): number {
  const s = pixel * channels;
  const key =
    ((data[s]! >> SHIFT) << (2 * BITS)) | ((data[s + 1]! >> SHIFT) << BITS) | (data[s + 2]! >> SHIFT);
  return known[key]! >= 0 ? known[key]! : (known[key] = compare(colours, data, s));
}

function compare(colours: readonly Colour[], data: Image8["data"], s: number): number {
  const lab = srgbToLabColour(data[s]!, data[s + 1]!, data[s + 2]!);
  let best = Infinity;
  for (const c of colours) best = Math.min(best, length3(c[0] - lab[0], c[1] - lab[1], c[2] - lab[2]));
  return best;
}
