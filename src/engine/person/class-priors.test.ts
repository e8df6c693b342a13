import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS, drawPriors } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";

/** Prior of skin at one pixel beside the head, above the shoulders, `u` from the torso's axis. */
function skinBesideHead(u: number): number {
  const one = (value: number): Float32Array => Float32Array.of(value);
  const field = {
    active: Uint8Array.of(1),
    t: one(-0.25),
    u: one(u),
    face: one(1.5),
    headX: one(1.2),
    headUp: one(-0.3),
    leftArm: one(9),
    rightArm: one(9),
    leftArmPosition: one(0),
    rightArmPosition: one(0),
    leg: one(9),
    leftHand: one(9),
    rightHand: one(9),
  } as unknown as PoseField;
  const end = { position: 1, certainty: 1 };
  return drawPriors(field, { hemT: 1, leftSleeve: end, rightSleeve: end })[CLASS.skin]!;
}

test("drawPriors() expects the neck beside a bent head on the torso's axis, and hair further out", () => {
  assert.ok(skinBesideHead(0.1) > 0.3, `${skinBesideHead(0.1)} on the axis`);
  assert.ok(skinBesideHead(0.4) < 0.05, `${skinBesideHead(0.4)} further out`);
});
