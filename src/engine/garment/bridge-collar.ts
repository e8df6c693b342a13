import type { Mask } from "../image.js";
import { findComponents, type Component } from "../kernels/connected-components.js";
import { fillHoles } from "../kernels/fill-holes.js";
import { close, open } from "../kernels/morphology.js";

/** A collar's inside lies about the garment's middle: within this share of its width, in the upper share of its height, and is at most so wide. */
const ASIDE_MAX = 0.12;
const DOWN_MAX = 0.25;
const WIDTH_MAX = 0.6;
/** Pieces hang together by what is thicker than twice this. */
const THREAD_PX = 2;
/** A rib is at most so wide, as a share of the garment's width. */
const RIB_MAX = 0.06;

/**
 * Fills the gap of an even width between a garment and the inside of its collar: a rib of the ground's own colour, white on white, leaves
 * the inside as a piece of its own. Returns the mask itself where there is none.
 */
export function bridgeCollar(mask: Mask): Mask {
  const { labels, list } = findComponents(open(mask, THREAD_PX));
  const main = list.reduce<Component | undefined>((a, b) => (a && a.area >= b.area ? a : b), undefined);
  const insides = main ? list.filter((c) => c !== main && isInside(c, main)) : [];
  if (main === undefined || insides.length === 0) return mask;
  const wanted = new Set([main, ...insides].map((c) => c.label));
  const pieces = { ...mask, data: mask.data.map((_, i) => (wanted.has(labels[i]!) ? 255 : 0)) };
  const closed = close(pieces, (RIB_MAX / 2) * (main.maxX - main.minX + 1));
  const gap = { ...mask, data: closed.data.map((v, i) => (v !== 0 && mask.data[i] === 0 ? 255 : 0)) };
  const joins = findJoins(gap, labels, main.label);
  const data = mask.data.map((v, i) => Math.max(v, joins.data[i]!));
  const room = (RIB_MAX * (main.maxX - main.minX + 1)) ** 2;
  return fillHoles({ ...mask, data }, (hole) => hole.area < room && hole.maxY < downTo(main));
}

function downTo({ minY, maxY }: Component): number {
  return minY + DOWN_MAX * (maxY - minY + 1);
}

function isInside({ minX, maxX, maxY }: Component, main: Component): boolean {
  const width = main.maxX - main.minX + 1;
  const aside = Math.abs((minX + maxX - main.minX - main.maxX) / 2);
  return aside < ASIDE_MAX * width && maxX - minX + 1 < WIDTH_MAX * width && maxY < downTo(main);
}

/** The parts of the gap that touch both the garment and another piece. */
function findJoins(gap: Mask, pieces: Int32Array, main: number): Mask {
  const { width, height } = gap;
  const { labels, list } = findComponents(gap);
  const touches = Array.from({ length: list.length + 1 }, () => ({ main: false, other: false }));
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const part = labels[y * width + x]!;
      if (part === 0) continue;
      for (const j of [-width, -1, 1, width]) {
        const piece = pieces[y * width + x + j]!;
        if (piece === main) touches[part]!.main = true;
        else if (piece > 0) touches[part]!.other = true;
      }
    }
  }
  return { ...gap, data: Uint8Array.from(labels, (l) => (touches[l]!.main && touches[l]!.other ? 255 : 0)) };
}
