import { createPlane, type Image8, type Mask } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { measureRarity } from "../kernels/measure-rarity.js";
import { hasAny } from "../kernels/push-pull.js";
import { reconcileCopies } from "../kernels/reconcile-copies.js";
import { refineShifts } from "../kernels/refine-shifts.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";
import { mapShifts, type ShiftMap } from "../kernels/shift-map.js";
import type { Shift, ShiftTask } from "../kernels/shift-task.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** Pixels of a hole that are matched: a larger one is matched at a reduced size, its pixels still come from the full one. */
const HOLE_PX = 2000;
/** What differs where copies meet each other and the photo is made up for within about this share of the shorter side. */
const BLEND_SHARE = 0.1;
/** A place lies in level layers (ground, walls, a horizon): what a copy from a px higher or lower costs there. */
const CLIMB = 60;
/** ... and what stands in it (a bag, people) is not there twice: what a copy of the rarest colours costs. */
const RARE = 8000;
/** Out to here about what was removed, in units, nothing is background for sure: soft edges, shadows. The fill goes over into it within the second. */
const UNSURE_UNITS = 0.05;
const SOFT_UNITS = 0.012;

/** What of a picture is to be made up. */
export interface Hole {
  readonly hole: Mask;
  /** Pixels about the hole that are none to go by; the fill goes over into them. @default none */
  readonly unsure?: Mask;
  /** Half the width, in px, of that going over. @default 1 */
  readonly softPx?: number;
  /** Whether the picture shows a place, and no cloth. @default false */
  readonly isPlace?: boolean;
}

/** Background about a hole that is not known for sure, and how far the hole's fill goes over into it. */
export function findUnsure(
  { parts }: PersonCrop,
  known: Mask,
  { hole, unit }: { readonly hole: Mask; readonly unit: number },
): Required<Pick<Hole, "unsure" | "softPx">> {
  const unsure = dilateSquare(hole, Math.max(2, Math.round(UNSURE_UNITS * unit)));
  for (let i = 0; i < unsure.data.length; i++)
    if (hole.data[i] !== 0 || known.data[i] !== 0 || parts.data[i] !== PART.background) unsure.data[i] = 0;
  return { unsure, softPx: Math.max(1, Math.round(SOFT_UNITS * unit)) };
}

function readTask(image: Image8, known: Mask, { hole, unsure, isPlace }: Hole): ShiftTask | null {
  let area = 0;
  for (const v of hole.data) if (v !== 0) area++;
  if (area === 0 || !hasAny(known)) return null;
  const scale = Math.max(1, Math.sqrt(area / HOLE_PX));
  const w = Math.round(image.width / scale);
  const h = Math.round(image.height / scale);
  const small = resizeImage(image, w, h);
  const whole = resizeMask(known, w, h);
  for (let i = 0; i < whole.data.length; i++) if (whole.data[i] !== 255) whole.data[i] = 0;
  const open = resizeMask(hole, w, h).data;
  const doubtful = unsure === undefined ? null : resizeMask(unsure, w, h).data;
  const list: number[] = [];
  for (let i = 0; i < open.length; i++)
    if (whole.data[i] === 0 && (open[i]! > 0 || (doubtful?.[i] ?? 0) > 0)) list.push(i);
  const reluctance = isPlace === true ? measureRarity(small, whole).data : new Float32Array(w * h);
  for (let i = 0; i < reluctance.length; i++) reluctance[i]! *= RARE;
  return {
    image: small,
    known: Uint8Array.from(whole.data),
    hole: Int32Array.from(list),
    reluctance,
    climb: isPlace === true ? CLIMB : 0,
  };
}

/**
 * Continues a textured picture into a hole, in place, by pieces of what is `known`. Leaves the hole as it is where too little is known.
 * Shape    all masks the picture's size.
 */
export function fillGroundInto(image: Image8, known: Mask, where: Hole): void {
  const task = readTask(image, known, where);
  const map = task === null ? null : mapShifts(task);
  if (task === null || map === null) return;
  const { width: w, height: h } = task.image;
  const offset = reconcileCopies(task, map, BLEND_SHARE * Math.min(w, h));
  const source: Image8 = { ...image, data: image.data.slice() };
  const shifts = refineShifts(map, { image: source, known }, task.image);
  const copied: Copied = { source, known, shifts, map, offset, w, h };
  const share = softenHole(where);
  for (let y = 0, i = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++, i++)
      if (share[i]! > 0) takeInto(image, copied, { x, y, share: share[i]! });
}

/** Share 0..1 of the fill at each pixel: all of the hole, less and less of what is unsure about it. */
function softenHole({ hole, unsure, softPx = 1 }: Hole): Float32Array {
  const share = createPlane(hole.width, hole.height);
  for (let i = 0; i < share.data.length; i++) share.data[i] = hole.data[i] === 0 ? 0 : 1;
  if (unsure === undefined) return share.data;
  const near = boxFilter(share, softPx).data;
  for (let i = 0; i < near.length; i++) if (unsure.data[i] !== 0) share.data[i] = Math.min(1, 2 * near[i]!);
  return share.data;
}

interface Copied {
  readonly source: Image8;
  readonly known: Mask;
  readonly map: ShiftMap;
  /** At full size, in px. */
  readonly shifts: readonly Shift[];
  /** What is added at the map's size. */
  readonly offset: Float32Array;
  readonly w: number;
  readonly h: number;
}

/** Paints one pixel: the mean of what the four nearest pixels of the map copy at full size, weighted by nearness. */
function takeInto(
  image: Image8,
  { source, known, map, shifts, offset, w, h }: Copied,
  { x, y, share }: { readonly x: number; readonly y: number; readonly share: number },
): void {
  const { width, height } = image;
  const sx = ((x + 0.5) * w) / width - 0.5;
  const sy = ((y + 0.5) * h) / height - 0.5;
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
  let sum = 0;
  const colour = [0, 0, 0];
  for (let k = 0; k < 4; k++) {
    const m = Math.min(h - 1, Math.max(0, y0 + (k >> 1))) * w + Math.min(w - 1, Math.max(0, x0 + (k & 1)));
    const shift = shifts[map.labels[m]!];
    if (shift === undefined) continue;
    const px = x + shift.dx;
    const py = y + shift.dy;
    if (px < 0 || py < 0 || px >= width || py >= height || known.data[py * width + px] === 0) continue;
    const weight = Math.max(0.01, (1 - Math.abs(sx - x0 - (k & 1))) * (1 - Math.abs(sy - y0 - (k >> 1))));
    sum += weight;
    for (let c = 0; c < 3; c++)
      colour[c]! += weight * (source.data[3 * (py * width + px) + c]! + offset[3 * m + c]!);
  }
  if (sum === 0) return;
  const at = 3 * (y * width + x);
  for (let c = 0; c < 3; c++) image.data[at + c]! += share * (colour[c]! / sum - image.data[at + c]!);
}
