import type { Mask } from "../image.js";

/** One connected component of a binary mask. The box is inclusive, in pixels. */
export interface Component {
  readonly label: number;
  readonly area: number;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly touchesBorder: boolean;
}

export interface Components {
  /** 0 outside the mask, else the label of the pixel's component: 1, 2, … in scan order. */
  readonly labels: Int32Array;
  /** Indexed by label - 1. */
  readonly list: readonly Component[];
}

/**
 * Labels the connected regions of `mask` (coverage >= 128). `connectivity` 8 joins diagonal neighbours, 4 does not.
 * Cost     O(pixels), one flood fill a component.
 */
export function findComponents(mask: Mask, connectivity: 4 | 8 = 8): Components {
  const { width, height, data } = mask;
  const labels = new Int32Array(width * height);
  const stack = new Int32Array(width * height);
  const list: Component[] = [];
  const diagonal = connectivity === 8;
  for (let seed = 0; seed < labels.length; seed++) {
    if (data[seed]! < 128 || labels[seed] !== 0) continue;
    const label = list.length + 1;
    let area = 0;
    let minX = width;
    let maxX = 0;
    let minY = height;
    let maxY = 0;
    let top = 0;
    stack[top++] = seed;
    labels[seed] = label;
    while (top > 0) {
      const i = stack[--top]!;
      const y = Math.floor(i / width);
      const x = i - y * width;
      area++;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      for (let dy = -1; dy <= 1; dy++) {
        if (y + dy < 0 || y + dy >= height) continue;
        for (let dx = -1; dx <= 1; dx++) {
          if (x + dx < 0 || x + dx >= width || (!diagonal && dx !== 0 && dy !== 0)) continue;
          const j = i + dy * width + dx;
          if (labels[j] !== 0 || data[j]! < 128) continue;
          labels[j] = label;
          stack[top++] = j;
        }
      }
    }
    const touchesBorder = minX === 0 || minY === 0 || maxX === width - 1 || maxY === height - 1;
    list.push({ label, area, minX, minY, maxX, maxY, touchesBorder });
  }
  return { labels, list };
}
