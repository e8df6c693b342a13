import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS } from "./class-priors.js";
import type { ClassLabels } from "./join-cuffs.js";
import type { Limb, PoseGeometry } from "./pose-geometry.js";
import { traceHem } from "./trace-hem.js";

const SIZE = 120;
const arm = (x: number): Limb =>
  ({ joints: [0, 40, 80].map((y) => ({ x, y })), radii: [4, 4, 4] }) as unknown as Limb;
const POSE = {
  unit: 80,
  origin: { x: 60, y: 0 },
  down: { x: 0, y: 1 },
  across: { x: 1, y: 0 },
  torsoLength: 80,
  leftArm: arm(115),
  rightArm: arm(5),
} as unknown as PoseGeometry;

/** A top whose label ends in row 72; its hem throws a shadow in rows 78 and 79, and what lies below differs by `step` in L*. */
function wearing(step: number, shadow: number): ClassLabels & { readonly lightness: (y: number) => number } {
  const labels = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++)
    for (let x = 15; x < 105; x++) labels[y * SIZE + x] = y < 72 ? CLASS.upper : CLASS.lower;
  const lightness = (y: number): number => (y === 78 || y === 79 ? 40 - shadow : y < 72 ? 40 : 40 + step);
  return { width: SIZE, height: SIZE, labels, lightness };
}

function hemOf(step: number, shadow: number): number {
  const map = wearing(step, shadow);
  const data = new Float32Array(3 * SIZE * SIZE);
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < SIZE; x++) data[3 * (y * SIZE + x)] = map.lightness(y);
  traceHem(map, { width: SIZE, height: SIZE, data }, POSE);
  let y = 0;
  while (map.labels[y * SIZE + 60] === CLASS.upper) y++;
  return y;
}

test("traceHem() moves the border inside cloth of one colour to the edge of the hem", () => {
  assert.ok(Math.abs(hemOf(0, 12) - 78) <= 2, `${hemOf(0, 12)}`);
});

test("traceHem() leaves a border between two colours, and one without an edge near it", () => {
  assert.equal(hemOf(20, 12), 72);
  assert.equal(hemOf(0, 0), 72);
});
