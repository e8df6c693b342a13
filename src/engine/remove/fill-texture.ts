import type { Image8, Mask } from "../image.js";
import { hasAny, maskWhere } from "../kernels/push-pull.js";
import { patchFill } from "../kernels/patch-fill.js";
import { reconcileMatches } from "../kernels/reconcile-matches.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** Pixels of a hole that are matched: a larger one is matched at a reduced size, its pixels still come from the full one. */
const HOLE_PX = 14000;
/** What differs where copies meet each other and the photo is made up for within about this share of the shorter side. */
const BLEND_SHARE = 0.1;
/** Cost (mean squared difference, 0..255) of a source that is the picture's height further up or down. The eye's choice among 0, 1500, 4000. */
const CLIMB = 4000;
/** Out to here about what was removed, in units, nothing is background for sure. */
const UNSURE_UNITS = 0.08;

/** What of a picture is to be made up. */
export interface Hole {
  readonly hole: Mask;
  /** Pixels that keep their colour but are none to go by, and that the fill goes on behind. @default none */
  readonly unsure?: Mask;
  /** Whether the picture shows a place, which lies in level layers (ground, walls, a horizon): those go on sideways. @default false */
  readonly isPlace?: boolean;
}

/** A mask at a reduced size: set where all (255) or any (1) of a pixel's area is. */
function shrinkMask(mask: Mask, w: number, h: number, least: number): Mask {
  const small = resizeMask(mask, w, h);
  return { ...small, data: small.data.map((v) => (v >= least ? 255 : 0)) };
}

/**
 * Continues texture into a hole, in place, by patches of what is `known`, without seams. Leaves the hole as it is where too little is
 * known.
 */
export function fillTextureInto(image: Image8, known: Mask, { hole, unsure, isPlace = false }: Hole): void {
  let area = 0;
  for (const v of hole.data) if (v !== 0) area++;
  if (area === 0 || !hasAny(known)) return;
  const scale = Math.max(1, Math.sqrt(area / HOLE_PX));
  const w = Math.round(image.width / scale);
  const h = Math.round(image.height / scale);
  const small = resizeImage(image, w, h);
  const smallKnown = shrinkMask(known, w, h, 255);
  const open = maskWhere(hole.width, hole.height, (i) => hole.data[i]! > 0 || (unsure?.data[i] ?? 0) > 0);
  const filled = patchFill(small, smallKnown, {
    hole: shrinkMask(open, w, h, 1),
    climb: isPlace ? CLIMB : 0,
  });
  if (filled === null) return;
  const offset = reconcileMatches(
    { image: small, known: smallKnown, match: filled.match },
    BLEND_SHARE * Math.min(w, h),
  );
  const source: Image8 = { ...image, data: image.data.slice() };
  for (let y = 0, i = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, i++) {
      if (hole.data[i] === 0) continue;
      takeInto(image, { source, known, x, y, w, h, offset }, filled.match);
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
  /** What is added at that size. */
  readonly offset: Float32Array;
}

/** Paints one pixel: the mean of what the four nearest matches say at full size, weighted by nearness. */
function takeInto(image: Image8, { source, known, x, y, w, h, offset }: Taken, match: Int32Array): void {
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
    for (let c = 0; c < 3; c++)
      colour[c]! += weight * (source.data[3 * (py * width + px) + c]! + offset[3 * (my * w + mx) + c]!);
  }
  if (sum === 0) return;
  for (let c = 0; c < 3; c++) image.data[3 * (y * width + x) + c] = colour[c]! / sum;
}

/** Background next to a hole that is not known for sure: soft edges, shadows. */
export function findUnsure(
  { parts }: PersonCrop,
  known: Mask,
  { hole, unit }: { readonly hole: Mask; readonly unit: number },
): Mask {
  const near = dilateSquare(hole, Math.max(2, Math.round(UNSURE_UNITS * unit))).data;
  return maskWhere(
    hole.width,
    hole.height,
    (i) => near[i] !== 0 && hole.data[i] === 0 && known.data[i] === 0 && parts.data[i] === PART.background,
  );
}
