/**
 * A graph over a grid of pixels, joined to their eight neighbours. Edge `d` of node `i` goes to the neighbour
 * {@link GRID_DX}[d], {@link GRID_DY}[d]; `d ^ 1` is the way back. Capacities are 0 or more; an edge that leaves the grid
 * has capacity 0.
 */
export interface GridGraph {
  readonly width: number;
  readonly height: number;
  /** Source capacity minus sink capacity of each node: positive ties it to the source, negative to the sink. */
  readonly terminal: Float32Array;
  /** Eight capacities a node, node-major. {@link cutGrid} uses it up: afterwards it holds the residual graph. */
  readonly edges: Float32Array;
}

export const GRID_DX: readonly number[] = [1, -1, 0, 0, 1, -1, 1, -1];
export const GRID_DY: readonly number[] = [0, 0, 1, -1, 1, -1, -1, 1];

/** Makes a graph without edges. */
export function createGridGraph(width: number, height: number): GridGraph {
  const count = width * height;
  return { width, height, terminal: new Float32Array(count), edges: new Float32Array(count * 8) };
}

const FREE = 0;
const SOURCE_TREE = 1;
const SINK_TREE = 2;
const TO_TERMINAL = 8;
const ORPHAN = 9;
const NO_PARENT = 10;
const FAR = 0x7fffffff;

/** The two search trees: state of one run of {@link cutGrid}, kept for the next run on the same graph. */
export class SearchTrees {
  readonly tree: Uint8Array;
  readonly parent: Uint8Array;
  readonly stamp: Int32Array;
  readonly distance: Int32Array;
  /** Next active node: 0 = not queued, else next index + 1; the last one points to itself. */
  readonly next: Int32Array;
  readonly offset: Int32Array;
  readonly terminal: Float32Array;
  readonly edges: Float32Array;
  orphans: number[] = [];
  first = -1;
  last = -1;
  time = 0;
  /** The nodes that may have capacities, ascending; undefined for all. */
  readonly nodes: Int32Array | undefined;

  constructor(graph: GridGraph, nodes?: Int32Array) {
    const count = graph.width * graph.height;
    this.terminal = graph.terminal;
    this.edges = graph.edges;
    this.tree = new Uint8Array(count);
    this.parent = new Uint8Array(count).fill(NO_PARENT);
    this.stamp = new Int32Array(count);
    this.distance = new Int32Array(count);
    this.next = new Int32Array(count);
    this.offset = Int32Array.from({ length: 8 }, (_, d) => GRID_DY[d]! * graph.width + GRID_DX[d]!);
    this.nodes = nodes;
  }

  /** Starts anew, with the nodes that the graph ties to a terminal. */
  plant(): void {
    const { nodes, terminal } = this;
    this.time = 0;
    const count = nodes?.length ?? terminal.length;
    for (let k = 0; k < count; k++) this.plantAt(nodes === undefined ? k : nodes[k]!);
  }

  plantAt(i: number): void {
    const tie = this.terminal[i]!;
    this.stamp[i] = 0;
    this.distance[i] = tie === 0 ? 0 : 1;
    this.tree[i] = tie === 0 ? FREE : tie > 0 ? SOURCE_TREE : SINK_TREE;
    this.parent[i] = tie === 0 ? NO_PARENT : TO_TERMINAL;
    if (tie !== 0) this.activate(i);
  }

  activate(i: number): void {
    if (this.next[i] !== 0) return;
    this.next[i] = i + 1;
    if (this.last >= 0) this.next[this.last] = i + 1;
    else this.first = i;
    this.last = i;
  }

  /** Takes the first active node that still belongs to a tree, or -1. */
  takeActive(): number {
    while (this.first >= 0) {
      const i = this.first;
      const following = this.next[i]! - 1;
      this.next[i] = 0;
      if (following === i) this.first = this.last = -1;
      else this.first = following;
      if (this.parent[i] !== NO_PARENT) return i;
    }
    return -1;
  }

  /** Grows the tree at node `i` until it touches the other tree; returns the touching edge (from source side) or -1. */
  grow(i: number): number {
    const { tree, parent, edges, offset, stamp, distance } = this;
    const mine = tree[i]!;
    for (let d = 0; d < 8; d++) {
      const there = i * 8 + d;
      const j = i + offset[d]!;
      const back = j * 8 + (d ^ 1);
      // A neighbour outside the grid: no capacity either way
      const capacity =
        mine === SOURCE_TREE ? edges[there]! : back >= 0 && back < edges.length ? edges[back]! : 0;
      if (!(capacity > 0)) continue;
      if (tree[j] === FREE) {
        tree[j] = mine;
        parent[j] = d ^ 1;
        stamp[j] = stamp[i]!;
        distance[j] = distance[i]! + 1;
        this.activate(j);
      } else if (tree[j] !== mine) {
        return mine === SOURCE_TREE ? there : back;
      } else if (stamp[j]! <= stamp[i]! && distance[j]! > distance[i]!) {
        // A shorter way to the terminal
        parent[j] = d ^ 1;
        stamp[j] = stamp[i]!;
        distance[j] = distance[i]! + 1;
      }
    }
    return -1;
  }

  /** Pushes all it can along the path that crosses `edge`; returns the flow. */
  augment(edge: number): number {
    const { parent, terminal, edges, offset } = this;
    const from = edge >> 3;
    const to = from + offset[edge & 7]!;
    let flow = edges[edge]!;
    let i = from;
    for (let p = parent[i]!; p !== TO_TERMINAL; p = parent[i]!) {
      i += offset[p]!;
      flow = Math.min(flow, edges[i * 8 + (p ^ 1)]!);
    }
    flow = Math.min(flow, terminal[i]!);
    i = to;
    for (let p = parent[i]!; p !== TO_TERMINAL; p = parent[i]!) {
      flow = Math.min(flow, edges[i * 8 + p]!);
      i += offset[p]!;
    }
    flow = Math.min(flow, -terminal[i]!);

    edges[edge]! -= flow;
    edges[to * 8 + ((edge & 7) ^ 1)]! += flow;
    i = from;
    for (let p = parent[i]!; p !== TO_TERMINAL; p = parent[i]!) {
      const up = i + offset[p]!;
      edges[i * 8 + p]! += flow;
      edges[up * 8 + (p ^ 1)]! -= flow;
      if (!(edges[up * 8 + (p ^ 1)]! > 0)) this.orphan(i);
      i = up;
    }
    terminal[i]! -= flow;
    if (!(terminal[i]! > 0)) this.orphan(i);
    i = to;
    for (let p = parent[i]!; p !== TO_TERMINAL; p = parent[i]!) {
      const up = i + offset[p]!;
      edges[up * 8 + (p ^ 1)]! += flow;
      edges[i * 8 + p]! -= flow;
      if (!(edges[i * 8 + p]! > 0)) this.orphan(i);
      i = up;
    }
    terminal[i]! += flow;
    if (!(terminal[i]! < 0)) this.orphan(i);
    return flow;
  }

  orphan(i: number): void {
    this.parent[i] = ORPHAN;
    this.orphans.push(i);
  }

  /** Length of the way from `j` to its terminal, or FAR if it ends in an orphan; marks the way with the time. */
  distanceToTerminal(start: number): number {
    const { parent, stamp, distance, offset, time } = this;
    let length = 0;
    let j = start;
    for (;;) {
      if (stamp[j] === time) {
        length += distance[j]!;
        break;
      }
      const p = parent[j]!;
      length++;
      if (p === TO_TERMINAL) {
        stamp[j] = time;
        distance[j] = 1;
        break;
      }
      if (p === ORPHAN || p === NO_PARENT) return FAR;
      j += offset[p]!;
    }
    let left = length;
    for (j = start; stamp[j] !== time; j += offset[parent[j]!]!) {
      stamp[j] = time;
      distance[j] = left--;
    }
    return length;
  }

  /** Finds a new parent for an orphan, or sets it and its children free. */
  adopt(i: number): void {
    const { tree, parent, edges, offset, stamp, distance } = this;
    const mine = tree[i]!;
    let best = -1;
    let bestLength = FAR;
    for (let d = 0; d < 8; d++) {
      const j = i + offset[d]!;
      if (j < 0 || j >= tree.length || tree[j] !== mine) continue;
      const capacity = mine === SOURCE_TREE ? edges[j * 8 + (d ^ 1)]! : edges[i * 8 + d]!;
      if (!(capacity > 0)) continue;
      const length = this.distanceToTerminal(j);
      if (length < bestLength) {
        best = d;
        bestLength = length;
      }
    }
    if (best >= 0) {
      parent[i] = best;
      stamp[i] = this.time;
      distance[i] = bestLength + 1;
      return;
    }
    for (let d = 0; d < 8; d++) {
      const j = i + offset[d]!;
      if (j < 0 || j >= tree.length || tree[j] !== mine) continue;
      const capacity = mine === SOURCE_TREE ? edges[j * 8 + (d ^ 1)]! : edges[i * 8 + d]!;
      if (capacity > 0) this.activate(j);
      if (parent[j] === (d ^ 1)) this.orphan(j);
    }
    tree[i] = FREE;
    parent[i] = NO_PARENT;
  }
}

/**
 * Minimum cut of a grid graph: which nodes stay with the source (1), the rest with the sink (0), and the flow between
 * the terminals beyond what each node carries straight through. Nodes that neither terminal reaches count as sink.
 * Consumes `graph.terminal` and `graph.edges`. `trees` are the graph's, from an earlier cut, if only their nodes have capacities.
 * Source   Boykov & Kolmogorov, An Experimental Comparison of Min-Cut/Max-Flow Algorithms for Energy Minimization in
 *          Vision, PAMI 26(9), 2004. Written from the text, with its timestamp and distance heuristics.
 */
export function cutGrid(
  graph: GridGraph,
  trees = new SearchTrees(graph),
): { readonly side: Uint8Array; readonly flow: number } {
  trees.plant();
  let flow = 0;
  for (let i = trees.takeActive(); i >= 0; i = trees.takeActive()) {
    for (let edge = trees.grow(i); edge >= 0; edge = trees.grow(i)) {
      trees.time++;
      flow += trees.augment(edge);
      for (let orphan = trees.orphans.pop(); orphan !== undefined; orphan = trees.orphans.pop())
        trees.adopt(orphan);
      if (trees.tree[i] === FREE) break;
    }
  }
  const side = new Uint8Array(trees.tree.length);
  for (let i = 0; i < side.length; i++) side[i] = trees.tree[i] === SOURCE_TREE ? 1 : 0;
  return { side, flow };
}
