import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { measureShoulder, SLOPE_STEPS_PER_UNIT } from "./shoulder-slope.js";
import type { TorsoAxis } from "./torso-axis.js";

const UNIT = 200;
const ORIGIN = { x: 250, y: 300 };
const FRAME = {
  unit: UNIT,
  origin: ORIGIN,
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
} as unknown as TorsoAxis; // nothing else is read

/** A figure of one part, whose outline lies `heightAt` units above the joints' line. */
function draw(part: number, heightAt: (u: number) => number): PersonAnalysis {
  const [width, height] = [500, 500];
  const parts = createMask(width, height);
  for (let x = 0; x < width; x++) {
    const top = ORIGIN.y - heightAt(Math.abs(x + 0.5 - ORIGIN.x) / UNIT) * UNIT;
    for (let y = Math.round(top); y < height; y++) parts.data[y * width + x] = part;
  }
  return { width, height, parts } as PersonAnalysis; // nothing else is read
}

const shoulders = (u: number): number => (u > 0.75 ? -1 : 0.27 - 0.25 * u);
const hooded = (u: number): number => shoulders(u) + (u < 0.4 ? 0.13 : 0);

function heightNear(slope: Float32Array, u: number): number {
  return slope[Math.round(u * SLOPE_STEPS_PER_UNIT)]!;
}

test("measureShoulder() follows shoulders under cloth", () => {
  const { slope } = measureShoulder(draw(PART.upper, shoulders), FRAME, "left");
  for (const u of [0.3, 0.4, 0.5]) assert.ok(Math.abs(heightNear(slope, u) - shoulders(u)) < 0.02, `${u}`);
});

test("measureShoulder() takes a hood's volume off, but no bare neck", () => {
  const { slope } = measureShoulder(draw(PART.upper, hooded), FRAME, "left");
  const above = heightNear(slope, 0.3) - shoulders(0.3);
  assert.ok(above < 0.06, `${above} above the shoulder`);
  const { slope: bare } = measureShoulder(draw(PART.neck, hooded), FRAME, "left");
  assert.ok(heightNear(bare, 0.3) - shoulders(0.3) > 0.1);
});

test("measureShoulder() tells a bare shoulder from cloth's", () => {
  assert.equal(measureShoulder(draw(PART.upper, shoulders), FRAME, "left").isCovered, true);
  assert.equal(measureShoulder(draw(PART.leftArm, shoulders), FRAME, "left").isCovered, false);
});
