import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS, drawPriors } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";

/** Priors at one pixel, far from all limbs and faces but for what is given. */
function priorsAt(place: Partial<Record<keyof PoseField, number>>): Float32Array {
  const one = (value: number): Float32Array => Float32Array.of(value);
  const names = ["face", "headX", "headUp", "leftArm", "rightArm", "leg", "leftHand", "rightHand"] as const;
  const field = {
    active: Uint8Array.of(1),
    span: Uint8Array.of(place.span ?? 0),
    t: one(place.t ?? 0.5),
    u: one(place.u ?? 0),
    leftArmPosition: one(0),
    rightArmPosition: one(0),
    ...Object.fromEntries(names.map((name) => [name, one(place[name] ?? 9)])),
  } as unknown as PoseField;
  const end = { position: 1, certainty: 1 };
  return drawPriors(field, { hemT: 1, leftSleeve: end, rightSleeve: end });
}

/** Prior of skin beside the head, above the shoulders, `u` from the torso's axis. */
function skinBesideHead(u: number): number {
  return priorsAt({ t: -0.25, u, face: 1.5, headX: 1.2, headUp: -0.3 })[CLASS.skin]!;
}

/** Sum of the priors within what the left arm spans, `leftArm` radii from its axis and `u` from the torso's. */
function personInSpan(leftArm: number, u: number): number {
  return priorsAt({ span: 1, leftArm, u }).reduce((sum, prior) => sum + prior, 0);
}

test("drawPriors() expects the neck beside a bent head on the torso's axis, and hair further out", () => {
  assert.ok(skinBesideHead(0.1) > 0.3, `${skinBesideHead(0.1)} on the axis`);
  assert.ok(skinBesideHead(0.4) < 0.05, `${skinBesideHead(0.4)} further out`);
});

test("drawPriors() doubts the person between a bent arm and the trunk, on neither of them", () => {
  assert.ok(personInSpan(1.6, 0.7) < 0.01, `${personInSpan(1.6, 0.7)} between them`);
  assert.ok(personInSpan(1, 0.7) > 0.5, `${personInSpan(1, 0.7)} on the arm`);
  assert.ok(personInSpan(1.6, 0.4) > 0.5, `${personInSpan(1.6, 0.4)} on the trunk`);
  const beside = priorsAt({ leftArm: 1.6, u: 0.7 }).reduce((sum, prior) => sum + prior, 0);
  assert.ok(beside > 0.5, `${beside} outside what the arm spans`);
});
