import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { isForearmHidden } from "./hidden-forearm.js";

test("isForearmHidden() tells an arm behind the hip from one beside or before it", () => {
  const [width, height] = [100, 100];
  const parts = createMask(width, height);
  for (let y = 0; y < height; y++) parts.data.fill(PART.lower, y * width, y * width + 50);
  const person = { width, height, parts } as PersonAnalysis;
  const forearm = (x: number) => ({ elbow: { x, y: 10 }, wrist: { x, y: 90 } });
  assert.equal(isForearmHidden(person, forearm(40)), true);
  assert.equal(isForearmHidden(person, forearm(60)), false);
  for (let y = 0; y < height; y++) parts.data.fill(PART.leftArm, y * width + 35, y * width + 45);
  assert.equal(isForearmHidden(person, forearm(40)), false);
});
