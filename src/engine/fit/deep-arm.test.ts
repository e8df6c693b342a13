import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { raiseDeepArm } from "./deep-arm.js";

const UNIT = 100;
const SIZE = 300;
const DOWN = { x: 0, y: 1 };

/** A worn top from (left, 40) to (260, 220) above trousers, before a wall. */
function draw(left: number): PersonAnalysis {
  const parts = createMask(SIZE, SIZE);
  for (let y = 40; y < SIZE; y++)
    for (let x = left; x < 260; x++) parts.data[y * SIZE + x] = y < 220 ? PART.upper : PART.lower;
  return { width: SIZE, height: SIZE, parts } as PersonAnalysis; // nothing else is read
}

/** A right arm, at the viewer's left, whose forearm crosses before the body. */
const BONES = { shoulder: { x: 120, y: 90 }, elbow: { x: 120, y: 200 }, wrist: { x: 220, y: 240 } };
const RIGHT = { name: "right", unit: UNIT, down: DOWN } as const;

test("raiseDeepArm() moves an upper arm that was read deep inside the silhouette outward, its shoulder up, and its forearm off the trousers", () => {
  const { shoulder, elbow, wrist } = raiseDeepArm(draw(65), BONES, RIGHT);
  assert.ok(Math.abs(shoulder.x - 90) < 2, `a quarter of a unit inside, at ${shoulder.x}`);
  assert.ok(Math.abs(elbow.x - 90) < 2);
  assert.ok(Math.abs(shoulder.y - 65) < 2, `a quarter of a unit below the outline, at ${shoulder.y}`);
  assert.ok(elbow.y < BONES.elbow.y, "lifted, as the forearm's lower edge shows");
  assert.equal(wrist, BONES.wrist);
});

test("raiseDeepArm() leaves an arm as deep as in a wide coat, and one that ends beside something else", () => {
  assert.equal(raiseDeepArm(draw(85), BONES, RIGHT), BONES);
  const person = draw(65);
  for (let y = 40; y < 220; y++) person.parts.data.fill(PART.object, y * SIZE + 70, y * SIZE + 80);
  assert.equal(raiseDeepArm(person, BONES, RIGHT), BONES);
});
