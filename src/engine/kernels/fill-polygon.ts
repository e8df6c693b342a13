import type { Mask, Point } from "../image.js";

/** Sub-rows and sub-columns a pixel of the coverage estimate. */
const SUB = 4;

/** Coverage of a closed polygon (even-odd rule), sampled 4x4 a pixel. */
export function fillPolygon(polygon: readonly Point[], width: number, height: number): Mask {
  const counts = new Uint8Array(width * height);
  const crossings = collectCrossings(polygon, height * SUB);
  for (let subRow = 0; subRow < crossings.length; subRow++) {
    const xs = crossings[subRow];
    if (xs === undefined) continue;
    xs.sort((a, b) => a - b);
    fillSpans(counts, xs, { start: Math.floor(subRow / SUB) * width, width });
  }
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] !== 0) counts[i] = Math.min(255, Math.round((counts[i]! * 255) / (SUB * SUB)));
  }
  return { width, height, data: counts };
}

/** For each sub-row the places where the outline crosses its middle, in pixels. Sub-rows without any are left out. */
function collectCrossings(polygon: readonly Point[], subRows: number): (number[] | undefined)[] {
  const crossings = new Array<number[] | undefined>(subRows);
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i]!;
    const b = polygon[(i + 1) % polygon.length]!;
    const first = Math.max(0, Math.floor(Math.min(a.y, b.y) * SUB) - 1);
    const last = Math.min(subRows - 1, Math.ceil(Math.max(a.y, b.y) * SUB));
    for (let s = first; s <= last; s++) {
      const y = (s + 0.5) / SUB;
      // half open, so that a vertex between two edges counts once
      if (a.y <= y !== b.y <= y) (crossings[s] ??= []).push(a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y));
    }
  }
  return crossings;
}

/** Counts the sub-columns inside, span by span: whole pixels at once. */
function fillSpans(
  counts: Uint8Array,
  xs: readonly number[],
  row: { readonly start: number; readonly width: number },
): void {
  for (let k = 0; k + 1 < xs.length; k += 2) {
    const first = Math.max(0, Math.ceil(xs[k]! * SUB - 0.5));
    const end = Math.min(row.width * SUB, Math.ceil(xs[k + 1]! * SUB - 0.5));
    let sub = first;
    for (; sub < end && sub % SUB !== 0; sub++) counts[row.start + Math.floor(sub / SUB)]!++;
    for (; sub + SUB <= end; sub += SUB) counts[row.start + sub / SUB]! += SUB;
    for (; sub < end; sub++) counts[row.start + Math.floor(sub / SUB)]!++;
  }
}
