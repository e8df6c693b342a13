import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { turnToOutline } from "./elbow-outside.js";

const UNIT = 100;

/** A portrait, 300 x 200, whose worn top reaches right to a line that runs from (200, 50) to `bottomX` at the photo's end. */
function draw(bottomX: number): PersonAnalysis {
  const parts = createMask(300, 200);
  for (let y = 50; y < 200; y++) {
    const edge = 200 + ((bottomX - 200) * (y - 50)) / 150;
    for (let x = 40; x < edge; x++) parts.data[y * 300 + x] = PART.upper;
  }
  return { width: 300, height: 200, parts } as PersonAnalysis; // nothing else is read
}

const BONES = { shoulder: { x: 180, y: 60 }, elbow: { x: 180, y: 220 }, wrist: { x: 150, y: 300 } };

test("an arm whose elbow is outside the photo is turned towards the silhouette's edge", () => {
  const turned = turnToOutline(draw(240), BONES, "left", UNIT);
  assert.deepEqual(turned.shoulder, BONES.shoulder);
  const by = turned.elbow.x - BONES.elbow.x;
  // the edge at the elbow's height would be at x = 245; a clothed arm's bone lies 20 px inside
  assert.ok(by > 30 && by <= 50, `turned by ${by} px`);
  assert.equal(turned.wrist.x - BONES.wrist.x, by);
});

test("an arm stays where its elbow is seen, and where the outline lies close", () => {
  const seen = { ...BONES, elbow: { x: 180, y: 150 } };
  assert.equal(turnToOutline(draw(290), seen, "left", UNIT), seen);
  assert.equal(turnToOutline(draw(190), BONES, "left", UNIT), BONES);
});
