import { chooseShifts } from "./choose-shifts.js";
import { createGridGraph, cutGrid, type GridGraph } from "./max-flow.js";
import { copyOf, differ, NO_COPY, priceCopy, type Shift, type ShiftTask } from "./shift-task.js";

/** Shifts a hole is put together from: more make more seams, and take time. */
const SHIFTS = 15;
const SWEEPS = 2;
/** Every seam costs this; one between pixels that cannot be compared that. */
const SEAM = 20;
const SEAM_UNSEEN = 4000;
/** Weight of differing slopes against differing colours: colours are made to meet afterwards. */
const SLOPE_WEIGHT = 2;

/** Which shift each pixel of a hole copies by. */
export interface ShiftMap {
  readonly shifts: readonly Shift[];
  /** Index of the shift at each pixel of the picture; -1 outside the hole and where nothing can be copied. */
  readonly labels: Int16Array;
}

/** A task with its shifts and what they cost. Arrays by place in the hole's list. */
interface Puzzle {
  readonly task: ShiftTask;
  readonly shifts: readonly Shift[];
  /** Index of each copy by place and shift, or -1. */
  readonly copies: Int32Array;
  readonly costs: Float32Array;
  /** Places right of and below each pixel; -1 outside the hole. */
  readonly right: Int32Array;
  readonly below: Int32Array;
}

function setUp(task: ShiftTask, shifts: readonly Shift[]): Puzzle {
  const { hole, image } = task;
  const copies = new Int32Array(hole.length * shifts.length);
  const costs = new Float32Array(hole.length * shifts.length);
  const placeOf = new Int32Array(image.width * image.height).fill(-1);
  hole.forEach((p, k) => {
    placeOf[p] = k;
    shifts.forEach((shift, s) => {
      copies[k * shifts.length + s] = copyOf(task, p, shift);
      costs[k * shifts.length + s] = priceCopy(task, p, shift);
    });
  });
  const right = Int32Array.from(hole, (p) => ((p + 1) % image.width === 0 ? -1 : placeOf[p + 1]!));
  const below = Int32Array.from(hole, (p) => placeOf[p + image.width] ?? -1);
  return { task, shifts, copies, costs, right, below };
}

/** What it costs that the pixels at places `k` and `n`, next to each other, copy by shifts `a` and `b`. */
function priceSeam(
  { task, shifts, copies }: Puzzle,
  [k, n]: readonly [number, number],
  a: number,
  b: number,
): number {
  if (a === b) return 0;
  const { data } = task.image;
  const ka = copies[k * shifts.length + a]!;
  const kb = copies[k * shifts.length + b]!;
  const na = copies[n * shifts.length + a]!;
  const nb = copies[n * shifts.length + b]!;
  if (ka < 0 || kb < 0 || na < 0 || nb < 0) return SEAM_UNSEEN;
  let slope = 0;
  for (let c = 0; c < 3; c++) {
    const step = data[3 * na + c]! - data[3 * ka + c]! - data[3 * nb + c]! + data[3 * kb + c]!;
    slope += step * step;
  }
  return SEAM + differ(data, ka, kb) + differ(data, na, nb) + SLOPE_WEIGHT * slope;
}

/** Where the hole's pixels lie in a graph of its bounding box. */
function placeInGraph({ image, hole }: ShiftTask): { readonly graph: GridGraph; readonly nodes: Int32Array } {
  const { width } = image;
  let left = width;
  let right = 0;
  for (const p of hole) {
    left = Math.min(left, p % width);
    right = Math.max(right, p % width);
  }
  const top = Math.floor(hole[0]! / width);
  const bottom = Math.floor(hole[hole.length - 1]! / width);
  const graph = createGridGraph(right - left + 1, bottom - top + 1);
  return {
    graph,
    nodes: Int32Array.from(hole, (p) => (Math.floor(p / width) - top) * graph.width + (p % width) - left),
  };
}

/** Adds what a seam costs when either pixel may change to shift `alpha`; truncated where it is no metric. */
function addSeam(
  graph: GridGraph,
  { stay, first, second }: { readonly stay: number; readonly first: number; readonly second: number },
  { i, j, direction }: { readonly i: number; readonly j: number; readonly direction: number },
): void {
  // first: the first pixel stays and the second changes; second: the other way round
  const both = Math.min(stay, first + second);
  graph.terminal[i]! -= second - both;
  graph.terminal[j]! += second;
  graph.edges[j * 8 + (direction ^ 1)]! += first + second - both;
}

function fillGraph(
  puzzle: Puzzle,
  nodes: Int32Array,
  graph: GridGraph,
  labels: Int16Array,
  alpha: number,
): void {
  const { shifts, costs, right, below } = puzzle;
  graph.terminal.fill(0);
  graph.edges.fill(0);
  for (let k = 0; k < labels.length; k++) {
    const mine = labels[k]!;
    const i = nodes[k]!;
    graph.terminal[i]! += costs[k * shifts.length + mine]! - costs[k * shifts.length + alpha]!;
    for (const direction of [0, 2]) {
      const n = direction === 0 ? right[k]! : below[k]!;
      if (n < 0) continue;
      const other = labels[n]!;
      if (mine === alpha && other === alpha) continue;
      const pair = [k, n] as const;
      const prices = {
        stay: priceSeam(puzzle, pair, mine, other),
        first: priceSeam(puzzle, pair, mine, alpha),
        second: priceSeam(puzzle, pair, alpha, other),
      };
      addSeam(graph, prices, { i, j: nodes[n]!, direction });
    }
  }
}

/** The cheapest shift of each pixel by itself. */
function startLabels({ task, shifts, costs }: Puzzle): Int16Array {
  const count = shifts.length;
  return Int16Array.from(task.hole, (_, k) => {
    let best = 0;
    for (let s = 1; s < count; s++) if (costs[k * count + s]! < costs[k * count + best]!) best = s;
    return best;
  });
}

/**
 * Puts a hole together from a few pieces of the known picture, each moved as a whole, cut where they match: edges go on sharp and
 * straight. Lowers by alpha-expansion what pieces and seams cost. Null without known pixels. The same input gives the same bytes.
 * Cost     O(hole · shifts) graph nodes.
 * Source   Pritch, Kav-Venaki & Peleg, Shift-Map Image Editing, ICCV 2009; He & Sun, ECCV 2012; Boykov, Veksler & Zabih, PAMI 2001.
 */
export function mapShifts(task: ShiftTask): ShiftMap | null {
  const shifts = task.hole.length === 0 ? [] : chooseShifts(task, SHIFTS);
  if (shifts.length === 0) return null;
  const puzzle = setUp(task, shifts);
  const { graph, nodes } = placeInGraph(task);
  const labels = startLabels(puzzle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let alpha = 0; alpha < shifts.length; alpha++) {
      fillGraph(puzzle, nodes, graph, labels, alpha);
      const { side } = cutGrid(graph);
      for (let k = 0; k < labels.length; k++) if (side[nodes[k]!] === 1) labels[k] = alpha;
    }
  }
  const all = new Int16Array(task.image.width * task.image.height).fill(-1);
  task.hole.forEach((p, k) => {
    if (puzzle.costs[k * shifts.length + labels[k]!]! < NO_COPY) all[p] = labels[k]!;
  });
  return { shifts, labels: all };
}
