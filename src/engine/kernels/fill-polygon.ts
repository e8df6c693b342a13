import type { Mask, Point } from "../image.js";

/** Sub-rows and sub-columns a pixel of the coverage estimate. */
const SUB = 4;

/** Coverage of a closed polygon (even-odd rule), sampled 4x4 a pixel. */
export function fillPolygon(polygon: readonly Point[], width: number, height: number): Mask {
  const counts = new Uint8Array(width * height);
  const minY = Math.max(0, Math.floor(Math.min(...polygon.map((p) => p.y))));
  const maxY = Math.min(height - 1, Math.ceil(Math.max(...polygon.map((p) => p.y))));
  for (let y = minY; y <= maxY; y++) {
    for (let s = 0; s < SUB; s++) fillSpans(counts, crossingsAt(polygon, y + (s + 0.5) / SUB), { y, width });
  }
  const data = counts.map((n) => Math.min(255, Math.round((n * 255) / (SUB * SUB))));
  return { width, height, data };
}

function crossingsAt(polygon: readonly Point[], y: number): number[] {
  const xs: number[] = [];
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    if (a.y <= y !== b.y <= y) xs.push(a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y));
  });
  return xs.sort((a, b) => a - b);
}

function fillSpans(
  counts: Uint8Array,
  xs: readonly number[],
  row: { readonly y: number; readonly width: number },
): void {
  for (let k = 0; k + 1 < xs.length; k += 2) {
    const first = Math.max(0, Math.ceil(xs[k]! * SUB - 0.5));
    const last = Math.min(row.width * SUB - 1, Math.ceil(xs[k + 1]! * SUB - 0.5) - 1);
    for (let sub = first; sub <= last; sub++) counts[row.y * row.width + Math.floor(sub / SUB)]!++;
  }
}
