import type { Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import type { RowProfile } from "./measure-rows.js";
import { length3 } from "../../kernels/length.js";

/** The waistband's top edge in pixels of the mask, the wearer's left end (viewer's right) first. */
export interface Waist {
  readonly left: Point;
  readonly right: Point;
  /** Top edge of the front from left to right, a point a column. */
  readonly front: readonly Point[];
  /** Whether the back's inside shows above the front's edge. */
  readonly hasInside: boolean;
}

/** The corner lies within this share of the height from the top. */
const CORNER_SHARE = 0.12;
/** The front dips below the back by at most this share of the waist's width. */
const DIP_MAX = 0.14;
const DIP_MIN = 0.02;
/** Mean edge strength (Lab difference two rows apart) from which a dipping front edge is believed. */
const EDGE_MIN = 4;

/** The outline's top corner on one side: the row where the edge reaches farthest out for how little it has fallen. */
function findCorner(rows: RowProfile, side: 1 | -1): Point {
  const limit = Math.max(2, Math.round(CORNER_SHARE * rows.first.length));
  let best = 0;
  let bestScore = -Infinity;
  for (let row = 0; row < limit; row++) {
    const x = side === 1 ? rows.end[row]! : -rows.first[row]!;
    if (x - row <= bestScore) continue;
    bestScore = x - row;
    best = row;
  }
  return { x: side === 1 ? rows.end[best]! : rows.first[best]!, y: rows.top + best + 0.5 };
}

/** Lab difference between the pixels two rows above and below. */
function edgeAt({ width, height, data }: LabImage, x: number, y: number): number {
  const a = (Math.max(0, y - 2) * width + x) * 3;
  const b = (Math.min(height - 1, y + 2) * width + x) * 3;
  return length3(data[a]! - data[b]!, data[a + 1]! - data[b + 1]!, data[a + 2]! - data[b + 2]!);
}

/** Finds the waistband: corners from the outline, and the front's edge as the strongest parabola between them. */
export function findWaist(lab: LabImage, rows: RowProfile, topAt: (x: number) => number): Waist {
  const left = findCorner(rows, 1);
  const right = findCorner(rows, -1);
  const width = left.x - right.x;
  const columns = Array.from({ length: 33 }, (_, k) => k / 32);
  const place = (f: number, dip: number): Point => ({
    x: left.x + (right.x - left.x) * f,
    y: left.y + (right.y - left.y) * f + 4 * f * (1 - f) * dip,
  });
  let best = { dip: 0, strength: EDGE_MIN };
  for (let dip = DIP_MIN * width; dip < DIP_MAX * width; dip += 0.5) {
    let sum = 0;
    let count = 0;
    for (const f of columns) {
      const { x, y } = place(f, dip);
      const column = Math.min(lab.width - 1, Math.max(0, Math.floor(x)));
      if (f < 0.15 || f > 0.85 || y < topAt(column) + 3) continue;
      sum += edgeAt(lab, column, Math.floor(y));
      count++;
    }
    if (count < 12 || sum / count <= best.strength) continue;
    best = { dip, strength: sum / count };
  }
  const front = columns.map((f) => {
    const p = place(f, best.dip);
    const column = Math.min(lab.width - 1, Math.max(0, Math.floor(p.x)));
    return { x: p.x, y: f === 0 || f === 1 ? p.y : Math.max(p.y, topAt(column)) };
  });
  return { left, right, front, hasInside: best.dip > 0 };
}
