import type { LabImage } from "./srgb-to-lab.js";
import { createGridGraph, cutGrid, GRID_DX, GRID_DY, SearchTrees, type GridGraph } from "./max-flow.js";

/** A Potts energy over the pixels of a grid: what each label costs at each pixel, and what a border costs between two pixels. */
export interface LabelEnergy {
  readonly width: number;
  readonly height: number;
  readonly labelCount: number;
  /** Cost of each label at each pixel, pixel-major. */
  readonly costs: Float32Array;
  /** Cost of a border in directions 0 (right), 2 (down), 4 (right down) and 6 (right up) of the grid, four a pixel. */
  readonly borders: Float32Array;
  /** Pixels that take part: 1, else 0. The others keep their label and touch nobody. */
  readonly active: Uint8Array;
}

/** The directions that {@link LabelEnergy.borders} stores; the opposite ones belong to the neighbour. */
const FORWARD = [0, 2, 4, 6] as const;

/**
 * Costs of borders that follow the picture's edges: `weight` · exp(-d² / 2 mean d²) / length, with d the Lab distance of
 * the two pixels and the mean taken over the active ones.
 * Source   Rother, Kolmogorov & Blake, GrabCut, SIGGRAPH 2004, eq. 4 and 5.
 */
export function weighBorders(lab: LabImage, active: Uint8Array, weight: number): Float32Array {
  const { width, height, data } = lab;
  const squares = new Float32Array(width * height * 4).fill(-1);
  let sum = 0;
  let count = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (active[i] === 0) continue;
      for (let f = 0; f < 4; f++) {
        const nx = x + GRID_DX[FORWARD[f]!]!;
        const ny = y + GRID_DY[FORWARD[f]!]!;
        const j = ny * width + nx;
        if (nx < 0 || nx >= width || ny < 0 || ny >= height || active[j] === 0) continue;
        const l = data[3 * i]! - data[3 * j]!;
        const a = data[3 * i + 1]! - data[3 * j + 1]!;
        const b = data[3 * i + 2]! - data[3 * j + 2]!;
        const square = l * l + a * a + b * b;
        squares[i * 4 + f] = square;
        sum += square;
        count++;
      }
    }
  }
  const beta = sum > 0 ? count / (2 * sum) : 0;
  for (let k = 0; k < squares.length; k++) {
    const square = squares[k]!;
    squares[k] = square < 0 ? 0 : weight * Math.exp(-beta * square) * ((k & 3) < 2 ? 1 : Math.SQRT1_2);
  }
  return squares;
}

/** A graph in which nodes have capacities only, ascending. */
interface Board {
  readonly graph: GridGraph;
  readonly nodes: Int32Array;
}

function clear({ graph, nodes }: Board): void {
  for (let k = 0; k < nodes.length; k++) {
    const i = nodes[k]!;
    graph.terminal[i] = 0;
    for (let d = 8 * i; d < 8 * i + 8; d++) graph.edges[d] = 0;
  }
}

function addExpansion({ graph, nodes }: Board, energy: LabelEnergy, labels: Uint8Array, alpha: number): void {
  const { width, labelCount, costs, borders } = energy;
  for (let k = 0; k < nodes.length; k++) {
    const i = nodes[k]!;
    const mine = labels[i]!;
    if (mine !== alpha) graph.terminal[i]! += costs[i * labelCount + mine]! - costs[i * labelCount + alpha]!;
    for (let f = 0; f < 4; f++) {
      const border = borders[i * 4 + f]!;
      if (border === 0) continue;
      const d = FORWARD[f]!;
      const j = i + GRID_DY[d]! * width + GRID_DX[d]!;
      const other = labels[j]!;
      if (mine === alpha || other === alpha) {
        // The one that is not alpha pays as long as it stays
        if (mine !== other) graph.terminal[mine === alpha ? j : i]! += border;
      } else if (mine === other) {
        graph.edges[i * 8 + d]! += border;
        graph.edges[j * 8 + (d ^ 1)]! += border;
      } else {
        // Only both taking alpha is free: j gains, and pays again if i stays behind
        graph.terminal[j]! += border;
        graph.edges[j * 8 + (d ^ 1)]! += border;
      }
    }
  }
}

/**
 * Lowers the energy of `labels` by alpha-expansion moves, `sweeps` times over all labels; within a factor of two of the
 * minimum for Potts borders.
 * Source   Boykov, Veksler & Zabih, Fast Approximate Energy Minimization via Graph Cuts, PAMI 23(11), 2001; the graph of a
 *          move from Kolmogorov & Zabih, PAMI 26(2), 2004.
 */
export function expandLabels(energy: LabelEnergy, labels: Uint8Array, sweeps: number): Uint8Array {
  const result = labels.slice();
  const graph = createGridGraph(energy.width, energy.height);
  const nodes = listActive(energy.active);
  const board = { graph, nodes };
  const trees = new SearchTrees(graph, nodes);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = 0;
    for (let alpha = 0; alpha < energy.labelCount; alpha++) {
      clear(board);
      addExpansion(board, energy, result, alpha);
      changed += takeInto(result, cutGrid(graph, trees).side, nodes, alpha);
    }
    if (changed === 0) break;
  }
  return result;
}

function listActive(active: Uint8Array): Int32Array {
  const nodes = new Int32Array(active.length);
  let count = 0;
  for (let i = 0; i < active.length; i++) if (active[i] === 1) nodes[count++] = i;
  return nodes.subarray(0, count);
}

/** Gives the nodes on the source's side the label alpha; returns how many had another one. In place. */
function takeInto(labels: Uint8Array, side: Uint8Array, nodes: Int32Array, alpha: number): number {
  let changed = 0;
  for (let k = 0; k < nodes.length; k++) {
    const i = nodes[k]!;
    if (side[i] !== 1 || labels[i] === alpha) continue;
    labels[i] = alpha;
    changed++;
  }
  return changed;
}
