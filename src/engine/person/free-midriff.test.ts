import assert from "node:assert/strict";
import { test } from "node:test";
import { freeMidriff } from "./free-midriff.js";
import type { Limb, PoseGeometry } from "./pose-geometry.js";
import { PART, type Part } from "./types.js";

const SIZE = { width: 100, height: 100 };

/** An arm of radius 8 px from shoulder over elbow to wrist. */
function arm(...xy: readonly (readonly [number, number])[]): Limb {
  return { joints: xy.map(([x, y]) => ({ x, y })), radii: [8, 8, 8] } as unknown as Limb;
}

const HANGING = arm([15, 10], [15, 50], [15, 90]);

function poseWith(leftArm: Limb): PoseGeometry {
  return { unit: 50, leftArm, rightArm: HANGING } as unknown as PoseGeometry;
}

/** A top down to row 40, skin down to row 60, a skirt below; the skin left of x = 32 was named arm. */
function croppedTop() {
  const names = new Uint8Array(SIZE.width * SIZE.height);
  const fill = (part: Part, x0: number, y0: number, x1: number, y1: number): void => {
    for (let y = y0; y < y1; y++) names.fill(part, y * SIZE.width + x0, y * SIZE.width + x1);
  };
  fill(PART.upper, 25, 10, 75, 40);
  fill(PART.neck, 32, 40, 75, 60);
  fill(PART.rightArm, 7, 10, 25, 90);
  fill(PART.rightArm, 25, 40, 32, 60);
  fill(PART.lower, 25, 60, 75, 100);
  return { ...SIZE, names };
}

const at = ({ names }: { names: Uint8Array }, x: number, y: number) => names[y * SIZE.width + x];

test("freeMidriff() gives the flank between hem and waistband to the trunk, not to the arm that hangs beside it", () => {
  const named = croppedTop();
  freeMidriff(named, poseWith(arm([85, 10], [85, 50], [85, 90])));
  assert.equal(at(named, 28, 50), PART.neck);
  assert.equal(at(named, 16, 50), PART.rightArm);
});

test("freeMidriff() leaves an arm that lies across the midriff", () => {
  const named = croppedTop();
  freeMidriff(named, poseWith(arm([85, 10], [85, 52], [20, 50])));
  assert.equal(at(named, 28, 50), PART.rightArm);
});
