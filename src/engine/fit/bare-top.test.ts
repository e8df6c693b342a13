import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleOuter, TOP_SAMPLES } from "./bare-top.js";

const EDGE = [
  { x: 0, y: 0 },
  { x: 20, y: 0 },
  { x: 25, y: 40 },
  { x: 30, y: 80 },
];

test("sampleOuter() puts the same sample on the corner whatever the edge's proportions", () => {
  const samples = sampleOuter(EDGE, 33, EDGE[1]);
  assert.equal(samples.length, 33);
  assert.deepEqual(samples[TOP_SAMPLES], EDGE[1]);
  assert.deepEqual(samples[32], EDGE[3]);
});

test("sampleOuter() without a corner spaces evenly", () => {
  const samples = sampleOuter(EDGE.slice(1), 5);
  const steps = samples.slice(1).map((p, i) => Math.hypot(p.x - samples[i]!.x, p.y - samples[i]!.y));
  assert.ok(Math.max(...steps) - Math.min(...steps) < 0.1);
});
