import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { Arm, ArmChain } from "./arm-chain.js";
import { centreArm } from "./centre-arm.js";
import { foldOf, isFolded, reachBeforeFold } from "./folded-arm.js";

const UNIT = 100;

/** An upper arm level to the right from (50, 100), and a forearm back above it, `dy` px apart at the wrist. */
function bones(dy: number): Arm {
  return {
    shoulder: { x: 50, y: 100 },
    elbow: { x: 140, y: 100 },
    wrist: { x: 60, y: 100 - dy },
    thickness: { outer: 1, inner: 1, isSeen: true },
    isSleeveless: true,
  };
}

function chain(dy: number): ArmChain {
  return { arm: bones(dy), name: "left", unit: UNIT };
}

/** Upper arm in rows 95 to 124, forearm in rows 70 to 94: one run of skin; `cloth` over the upper arm up to that column. */
function photo(cloth = 0): PersonAnalysis {
  const parts = createMask(200, 200);
  for (let y = 70; y < 125; y++) {
    for (let x = 20; x < 160; x++) {
      const isGap = y < 95 && x < cloth;
      parts.data[y * 200 + x] = isGap ? PART.background : y >= 95 && x < cloth ? PART.upper : PART.leftArm;
    }
  }
  return { width: 200, height: 200, parts } as unknown as PersonAnalysis;
}

test("foldOf() tells a sleeve over the upper arm from a bare one", () => {
  const plan = { bone: "upper", across: { x: 0, y: 1 }, unit: UNIT } as const;
  assert.equal(foldOf(photo(), bones(30), plan)?.isSleeved, false);
  assert.equal(foldOf(photo(80), bones(30), plan)?.isSleeved, true);
});

test("isFolded() tells an arm bent sharply from a raised and a hanging one", () => {
  assert.equal(isFolded(bones(30)), true);
  assert.equal(isFolded({ ...bones(30), wrist: { x: 140, y: 20 } }), false);
  assert.equal(isFolded({ ...bones(30), wrist: { x: 220, y: 100 } }), false);
});

test("foldOf() gives the forearm's side of a run across the upper arm, and the larger share to the upper arm", () => {
  const plan = { bone: "upper", across: { x: 0, y: 1 }, unit: UNIT } as const;
  const upper = foldOf(photo(), bones(30), plan);
  assert.equal(upper?.toward, -1);
  assert.ok(upper.share > 0.5);
  assert.equal(foldOf(photo(), { ...bones(30), wrist: { x: 220, y: 100 } }, plan), undefined);
});

test("reachBeforeFold() ends the upper arm half way to the forearm beside it, and nowhere on the other side", () => {
  const reach = reachBeforeFold(chain(60), 0.5, 1);
  assert.ok(reach > 10 && reach < 25, `reach ${reach}`);
  assert.equal(reachBeforeFold(chain(60), 0.5, -1), Infinity);
  const straight = { ...chain(60), arm: { ...bones(60), wrist: { x: 220, y: 100 } } };
  assert.equal(reachBeforeFold(straight, 0.5, 1), Infinity);
});

test("centreArm() moves the bones of a folded arm apart that were drawn together", () => {
  const person = photo();
  const seen = { shoulder: { x: 50, y: 100 }, elbow: { x: 140, y: 100 }, wrist: { x: 60, y: 92 } };
  const arm = centreArm(person, seen, "left", UNIT);
  assert.ok(arm.shoulder.y > 103, `shoulder ${arm.shoulder.y}`);
  assert.ok(arm.wrist.y < 88, `wrist ${arm.wrist.y}`);
});
