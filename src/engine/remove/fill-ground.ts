import type { Image8, Mask } from "../image.js";
import { hasAny } from "../kernels/push-pull.js";
import { patchFill } from "../kernels/patch-fill.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";

/** Pixels of a hole that are matched: a larger one is matched at a reduced size, its pixels still come from the full one. */
const HOLE_PX = 14000;

/** A mask at a reduced size: set where all (255) or any (1) of a pixel's area is. */
function shrinkMask(mask: Mask, w: number, h: number, least: number): Mask {
  const small = resizeMask(mask, w, h);
  return { ...small, data: small.data.map((v) => (v >= least ? 255 : 0)) };
}

/**
 * Continues a textured background into `hole`, in place, by patches of `known` background. Leaves it as it is where too little
 * background shows.
 */
export function fillGroundInto(image: Image8, known: Mask, hole: Mask): void {
  let area = 0;
  for (const v of hole.data) if (v !== 0) area++;
  if (area === 0 || !hasAny(known)) return;
  const scale = Math.max(1, Math.sqrt(area / HOLE_PX));
  const w = Math.round(image.width / scale);
  const h = Math.round(image.height / scale);
  const small = resizeImage(image, w, h);
  const filled = patchFill(small, shrinkMask(known, w, h, 255), shrinkMask(hole, w, h, 1));
  if (filled === null) return;
  const source: Image8 = { ...image, data: image.data.slice() };
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i++) {
      if (hole.data[i] === 0) continue;
      takeInto(image, { source, known, x, y, w, h }, filled.match);
    }
  }
}

interface Taken {
  readonly source: Image8;
  readonly known: Mask;
  readonly x: number;
  readonly y: number;
  /** Size at which patches were matched. */
  readonly w: number;
  readonly h: number;
}

/** Paints one pixel: the mean of what the four nearest matches say at full size, weighted by nearness. */
function takeInto(image: Image8, { source, known, x, y, w, h }: Taken, match: Int32Array): void {
  const { width, height } = image;
  const sx = ((x + 0.5) * w) / width - 0.5;
  const sy = ((y + 0.5) * h) / height - 0.5;
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
  let sum = 0;
  const colour = [0, 0, 0];
  for (let k = 0; k < 4; k++) {
    const mx = Math.min(w - 1, Math.max(0, x0 + (k & 1)));
    const my = Math.min(h - 1, Math.max(0, y0 + (k >> 1)));
    const m = match[my * w + mx]!;
    if (m < 0) continue;
    const px = x + Math.round((((m % w) - mx) * width) / w);
    const py = y + Math.round(((Math.floor(m / w) - my) * height) / h);
    if (px < 0 || py < 0 || px >= width || py >= height || known.data[py * width + px] === 0) continue;
    const weight = Math.max(0.01, (1 - Math.abs(sx - x0 - (k & 1))) * (1 - Math.abs(sy - y0 - (k >> 1))));
    sum += weight;
    for (let c = 0; c < 3; c++) colour[c]! += weight * source.data[3 * (py * width + px) + c]!;
  }
  if (sum === 0) return;
  for (let c = 0; c < 3; c++) image.data[3 * (y * width + x) + c] = colour[c]! / sum;
}
