import { findComponents } from "../kernels/connected-components.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { CLASS } from "./class-priors.js";
import { length3 } from "../kernels/length.js";

/** Colours this near (CIE Lab) are alike. */
const ALIKE = 12;
/** An island of the top shares a colour with at least this share of its main piece; else it is what shares more than the second with it. */
const OWN_SHARE = 0.02;
const OTHER_SHARE = 0.06;
/** So many pixels of a class tell its colours. */
const SAMPLES = 1500;

type Colour = readonly [number, number, number];

function colourAt(lab: LabImage, i: number): Colour {
  return [lab.data[3 * i]!, lab.data[3 * i + 1]!, lab.data[3 * i + 2]!];
}

function medianColour(lab: LabImage, pixels: readonly number[]): Colour {
  const median = (c: number): number => {
    const values = pixels.map((i) => lab.data[3 * i + c]!).toSorted((a, b) => a - b);
    return values[values.length >> 1]!;
  };
  return [median(0), median(1), median(2)];
}

/** Share of the pixels that have nearly the colour. */
function shareAlike(lab: LabImage, pixels: readonly number[], [l, a, b]: Colour): number {
  const stride = Math.max(1, Math.floor(pixels.length / SAMPLES));
  let alike = 0;
  let count = 0;
  for (let k = 0; k < pixels.length; k += stride) {
    const [x, y, z] = colourAt(lab, pixels[k]!);
    if (length3(x - l, y - a, z - b) < ALIKE) alike++;
    count++;
  }
  return alike / Math.max(1, count);
}

/**
 * Gives islands of the top that have none of its main piece's colours to the skin or the lower garment, if they have theirs: a belly between folded arms and trousers.
 * Shape: `labels` as large as `lab`. Returns new labels.
 */
export function settleIslands(labels: Uint8Array, lab: LabImage): Uint8Array {
  const { width, height } = lab;
  const found = findComponents({ width, height, data: labels.map((c) => (c === CLASS.upper ? 255 : 0)) });
  if (found.list.length < 2) return labels;
  const main = found.list.reduce((a, b) => (b.area > a.area ? b : a)).label;
  const pieces = new Map<number, number[]>(found.list.map((c) => [c.label, []]));
  const others = new Map<number, number[]>([
    [CLASS.skin, []],
    [CLASS.lower, []],
  ]);
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i]!;
    (c === CLASS.upper ? pieces.get(found.labels[i]!) : others.get(c))?.push(i);
  }
  const result = labels.slice();
  for (const [label, pixels] of pieces) {
    if (label === main) continue;
    const colour = medianColour(lab, pixels);
    if (shareAlike(lab, pieces.get(main)!, colour) >= OWN_SHARE) continue;
    const shares = [...others].map(([c, all]) => ({ c, share: shareAlike(lab, all, colour) }));
    const best = shares.reduce((a, b) => (b.share > a.share ? b : a));
    if (best.share >= OTHER_SHARE) for (const i of pixels) result[i] = best.c;
  }
  return result;
}
