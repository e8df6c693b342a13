import type { Point } from "../image.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";

/** Half the width of a crease in pixels of the small picture: what it is compared with lies this far on both sides. */
const REACH_PX = 3;
/** Price of a sideways step of one pixel, and of each pixel away from the straight line, in Lab units. */
const STEP_COST = 0.8;
const STRAY_COST = 0.05;
const STRENGTH_MAX = 12;

/** A crease that runs upwards. */
export interface Crease {
  /** From the lower to the upper end, one point a row. */
  readonly path: readonly Point[];
  /** Mean strength along the path in Lab units. */
  readonly strength: number;
}

/**
 * Finds the dark line or edge that leads up from `from` to the row of `to`, near the straight line between them, by dynamic
 * programming over the rows.
 */
export function traceCrease(
  lab: LabImage,
  course: { readonly from: Point; readonly to: Point; readonly reachPx: number },
): Crease {
  const { from, to } = course;
  const rows = Math.max(1, Math.floor(from.y) - Math.floor(to.y));
  const reach = Math.max(2, Math.round(course.reachPx));
  const span = 2 * reach + 1;
  const total = new Float64Array((rows + 1) * span).fill(-Infinity);
  const previous = new Int32Array((rows + 1) * span);
  const strength = new Float64Array((rows + 1) * span);
  const columnAt = (row: number, k: number): number =>
    Math.round(from.x + ((to.x - from.x) * row) / rows) + k - reach;
  total[reach] = 0;
  for (let row = 1; row <= rows; row++) {
    const y = Math.floor(from.y) - row;
    const shift = columnAt(row, 0) - columnAt(row - 1, 0);
    for (let k = 0; k < span; k++) {
      const s = creaseStrength(lab, columnAt(row, k), y);
      strength[row * span + k] = s;
      for (let d = -1; d <= 1; d++) {
        const q = k + shift + d;
        if (q < 0 || q >= span) continue;
        const value =
          total[(row - 1) * span + q]! + s - STEP_COST * Math.abs(d) - STRAY_COST * Math.abs(k - reach);
        if (value <= total[row * span + k]!) continue;
        total[row * span + k] = value;
        previous[row * span + k] = q;
      }
    }
  }
  return followBack({ total, previous, strength }, { rows, span, startY: Math.floor(from.y), columnAt });
}

interface Table {
  readonly total: Float64Array;
  readonly previous: Int32Array;
  readonly strength: Float64Array;
}

function followBack(
  table: Table,
  grid: {
    readonly rows: number;
    readonly span: number;
    readonly startY: number;
    readonly columnAt: (row: number, k: number) => number;
  },
): Crease {
  const { rows, span } = grid;
  let k = 0;
  for (let q = 1; q < span; q++) if (table.total[rows * span + q]! > table.total[rows * span + k]!) k = q;
  const path: Point[] = [];
  let sum = 0;
  for (let row = rows; row >= 0; row--) {
    path.push({ x: grid.columnAt(row, k) + 0.5, y: grid.startY - row + 0.5 });
    sum += table.strength[row * span + k]!;
    k = table.previous[row * span + k]!;
  }
  return { path: path.toReversed(), strength: sum / (rows + 1) };
}

/** How much darker than both sides, and how different the sides are. */
function creaseStrength(lab: LabImage, x: number, y: number): number {
  if (y < 0 || y >= lab.height || x - REACH_PX < 0 || x + REACH_PX >= lab.width) return 0;
  const i = (y * lab.width + x) * 3;
  const a = i - REACH_PX * 3;
  const b = i + REACH_PX * 3;
  const valley = Math.min(lab.data[a]!, lab.data[b]!) - lab.data[i]!;
  const step = Math.hypot(
    lab.data[a]! - lab.data[b]!,
    lab.data[a + 1]! - lab.data[b + 1]!,
    lab.data[a + 2]! - lab.data[b + 2]!,
  );
  return Math.min(STRENGTH_MAX, Math.max(0, valley) + 0.4 * step);
}
