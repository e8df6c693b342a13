import assert from "node:assert/strict";
import { test } from "node:test";
import { createGridGraph, cutGrid, GRID_DX, GRID_DY, type GridGraph } from "./max-flow.js";

function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function fillRandom(graph: GridGraph, random: () => number): void {
  const { width, height } = graph;
  for (let i = 0; i < width * height; i++) {
    graph.terminal[i] = random() < 0.3 ? 0 : Math.floor(random() * 21) - 10;
    const x = i % width;
    const y = Math.floor(i / width);
    for (let d = 0; d < 8; d++) {
      const nx = x + GRID_DX[d]!;
      const ny = y + GRID_DY[d]!;
      const inside = nx >= 0 && nx < width && ny >= 0 && ny < height;
      graph.edges[i * 8 + d] = inside && random() < 0.8 ? Math.floor(random() * 8) : 0;
    }
  }
}

/** Cost of the cut that leaves the nodes of `bits` with the source. */
function cutCost(graph: GridGraph, bits: (i: number) => boolean): number {
  let cost = 0;
  for (let i = 0; i < graph.terminal.length; i++) {
    const t = graph.terminal[i]!;
    if (bits(i) ? t < 0 : t > 0) cost += Math.abs(t);
    if (!bits(i)) continue;
    for (let d = 0; d < 8; d++) {
      const j = i + GRID_DY[d]! * graph.width + GRID_DX[d]!;
      const capacity = graph.edges[i * 8 + d]!;
      if (capacity > 0 && !bits(j)) cost += capacity;
    }
  }
  return cost;
}

test("cutGrid() equals the brute-force minimum on 3x3 and 2x4 grids", () => {
  const random = createRandom(7);
  for (let round = 0; round < 150; round++) {
    const graph = round % 2 === 0 ? createGridGraph(3, 3) : createGridGraph(2, 4);
    fillRandom(graph, random);
    const copy = { ...graph, terminal: graph.terminal.slice(), edges: graph.edges.slice() };
    let best = Infinity;
    for (let code = 0; code < 1 << graph.terminal.length; code++) {
      best = Math.min(
        best,
        cutCost(copy, (i) => ((code >> i) & 1) === 1),
      );
    }
    const { side, flow } = cutGrid(graph);
    assert.equal(
      cutCost(copy, (i) => side[i] === 1),
      best,
    );
    assert.equal(flow, best);
  }
});

test("cutGrid() cuts a row at its weakest edge", () => {
  const graph = createGridGraph(4, 1);
  graph.terminal.set([9, 0, 0, -9]);
  for (const [i, capacity] of [5, 1, 5].entries()) {
    graph.edges[i * 8] = capacity;
    graph.edges[(i + 1) * 8 + 1] = capacity;
  }
  const { side, flow } = cutGrid(graph);
  assert.deepEqual([...side], [1, 1, 0, 0]);
  assert.equal(flow, 1);
});

test("cutGrid() leaves a node without any tie on the sink's side", () => {
  assert.deepEqual([...cutGrid(createGridGraph(2, 2)).side], [0, 0, 0, 0]);
});
