import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS } from "./class-priors.js";
import { joinCuffs, type ClassLabels } from "./join-cuffs.js";
import type { Limb, PoseGeometry } from "./pose-geometry.js";

const SIZE = 100;
const ARM = {
  joints: [
    { x: 50, y: 5 },
    { x: 50, y: 30 },
    { x: 50, y: 70 },
  ],
  radii: [8, 6, 5],
} as unknown as Limb;
const AWAY = { ...ARM, joints: ARM.joints.map(({ y }) => ({ x: 5, y })) } as unknown as Limb;
const POSE = { leftArm: ARM, rightArm: AWAY } as unknown as PoseGeometry;

/** Trousers everywhere; before them a sleeve, 12 px wide, down to row `sleeve`, and a hand, 8 px wide, from row 72 on if it shows. */
function wearing(sleeve: number, hasHand: boolean): ClassLabels {
  const labels = new Uint8Array(SIZE * SIZE).fill(CLASS.lower);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const d = Math.abs(x + 0.5 - 50);
      if (y < sleeve && d < 6) labels[y * SIZE + x] = CLASS.upper;
      if (hasHand && y >= 72 && y < 90 && d < 4) labels[y * SIZE + x] = CLASS.skin;
    }
  return { width: SIZE, height: SIZE, labels };
}

const row = ({ labels }: ClassLabels, y: number): number =>
  labels.slice(y * SIZE, (y + 1) * SIZE).filter((c) => c === CLASS.upper).length;

test("joinCuffs() gives the cuff that was taken for trousers to the sleeve, from its width to the hand's", () => {
  const map = wearing(60, true);
  joinCuffs(map, POSE);
  assert.ok(row(map, 62) >= 11 && row(map, 62) <= 15, `${row(map, 62)}`);
  assert.ok(row(map, 70) >= 8 && row(map, 70) <= 12, `${row(map, 70)}`);
  assert.equal(row(map, 80), 0);
});

test("joinCuffs() leaves trousers where no hand comes out, as of a pocket", () => {
  const map = wearing(60, false);
  joinCuffs(map, POSE);
  assert.equal(row(map, 66), 0);
});
