import { createRandom } from "../seeded-noise.js";

/** Pixels of the garment's picture. Garments stand around this line. */
export const CENTRE_X = 384;

/** One piece of an outline: a line [x, y] or a cubic curve [x1, y1, x2, y2, x, y]; x counts from the centre line. */
export type Segment = readonly number[];

/** Makes SVG path data of an outline and its mirror image: from the top centre down one side to the bottom centre, and back. */
export function mirrored(startY: number, segments: readonly Segment[]): string {
  const points = [[0, startY], ...segments];
  let path = `M${CENTRE_X} ${startY}${segments.map((s) => command(s, 1)).join("")}`;
  for (let i = points.length - 1; i > 0; i--) {
    const here = points[i]!;
    const before = points[i - 1]!;
    const end = before.slice(-2);
    const back = here.length === 2 ? end : [here[2]!, here[3]!, here[0]!, here[1]!, ...end];
    path += command(back, -1);
  }
  return `${path}Z`;
}

/** Makes SVG path data of one side: 1 is the picture's right, -1 the left. The first segment is the start point. */
export function sided(side: 1 | -1, start: Segment, segments: readonly Segment[]): string {
  return `M${CENTRE_X + side * start[0]!} ${start[1]!}${segments.map((s) => command(s, side)).join("")}`;
}

function command(segment: Segment, side: 1 | -1): string {
  const numbers = segment.map((n, i) => (i % 2 === 0 ? CENTRE_X + side * n : n));
  return `${segment.length === 2 ? "L" : "C"}${numbers.join(" ")}`;
}

/** Both sides of a line as SVG elements drawn with these attributes. */
export function bothSides(start: Segment, segments: readonly Segment[], attributes: string): string {
  return ([1, -1] as const)
    .map((side) => `<path d="${sided(side, start, segments)}" fill="none" ${attributes}/>`)
    .join("");
}

/** A seam: a thin dark groove with a line of stitches beside it, `offset` pixels along y. */
export function stitched(path: string, offset: number, colour: string): string {
  return `<path d="${path}" transform="translate(0 ${offset})" fill="none" stroke="${colour}" stroke-width="1.3" stroke-dasharray="4 2.4" opacity="0.55"/>`;
}

export interface FoldBundle {
  /** Where the folds start and where they end, picture pixels; each fold strays up to `spread` from them. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly spread: number;
  readonly count: number;
  readonly width: number;
}

/** Draws folds as strokes: white for ridges, black for valleys beside them. */
export function drawFolds(seed: number, bundles: readonly FoldBundle[]): string {
  const random = createRandom(seed);
  const stray = (by: number): number => (random() - 0.5) * 2 * by;
  let svg = "";
  for (const { from, to, spread, count, width } of bundles) {
    for (let i = 0; i < count; i++) {
      const a = [from[0] + stray(spread * 0.5), from[1] + stray(spread * 0.5)] as const;
      const b = [to[0] + stray(spread), to[1] + stray(spread)] as const;
      const bend = stray(0.16);
      const mx = (a[0] + b[0]) / 2 + (b[1] - a[1]) * bend;
      const my = (a[1] + b[1]) / 2 - (b[0] - a[0]) * bend;
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
      const nx = (-(b[1] - a[1]) / length) * width * 0.9;
      const ny = ((b[0] - a[0]) / length) * width * 0.9;
      const w = width * (0.6 + 0.8 * random());
      const strength = 0.25 + 0.4 * random();
      const line = (dx: number, dy: number, colour: string): string =>
        `<path d="M${a[0] + dx} ${a[1] + dy}Q${mx + dx} ${my + dy} ${b[0] + dx} ${b[1] + dy}" fill="none" stroke="${colour}" stroke-width="${w}" stroke-linecap="round" opacity="${strength}"/>`;
      svg += line(0, 0, "#fff") + line(nx, ny, "#000");
    }
  }
  return svg;
}
