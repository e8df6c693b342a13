import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createMask, createPlane } from "../image.js";
import { addChestReliefInto } from "./chest-relief.js";

const SIZE = 200;
const SLOPE = Float32Array.from({ length: 15 }, () => 0.157);
const BODY = {
  unit: 100,
  origin: { x: 100, y: 100 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  shoulderSlope: { left: SLOPE, right: SLOPE },
} as unknown as BodyFrame;

test("addChestReliefInto() lightens the collarbones, darkens the notch between, the same on both sides, and nothing that is no chest", () => {
  const shade = createPlane(SIZE, SIZE);
  shade.data.fill(1);
  const chest = createMask(SIZE, SIZE);
  chest.data.fill(255, 0, 110 * SIZE);
  addChestReliefInto(shade, { left: 0, top: 0 }, BODY, chest);
  const at = (x: number, y: number): number => shade.data[y * SIZE + x]!;
  assert.ok(at(124, 90) > 1.01, `bone ${at(124, 90)}`);
  assert.ok(at(124, 95) < 0.98, `below ${at(124, 95)}`);
  assert.ok(at(100, 94) < 0.93, `notch ${at(100, 94)}`);
  for (let x = 0; x < 100; x++)
    assert.ok(Math.abs(at(x, 92) - at(SIZE - 1 - x, 92)) < 1e-6, `mirrored at ${x}`);
  assert.deepEqual([at(124, 112), at(20, 90), at(100, 40)], [1, 1, 1]);
});

test("addChestReliefInto() draws a faint furrow over the breastbone, which ends above the belly", () => {
  const shade = createPlane(SIZE, SIZE);
  shade.data.fill(1);
  const chest = createMask(SIZE, SIZE);
  chest.data.fill(255);
  addChestReliefInto(shade, { left: 0, top: 0 }, BODY, chest);
  const at = (x: number, y: number): number => shade.data[y * SIZE + x]!;
  assert.ok(at(100, 115) < 0.98 && at(100, 115) > 0.95, `furrow ${at(100, 115)}`);
  assert.ok(at(112, 115) > 0.995, `beside it ${at(112, 115)}`);
  assert.ok(at(100, 145) > 0.995, `below ${at(100, 145)}`);
});
