import assert from "node:assert/strict";
import { test } from "node:test";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { shadeChest } from "./chest-shade.js";

/** A torso 150 px long and 90 px wide about column 100, from row 100 on. */
const BODY = {
  unit: 100,
  origin: { x: 100, y: 100 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 150,
  halfWidth: { left: new Float32Array(41).fill(45), right: new Float32Array(41).fill(45) },
} as unknown as BodyFrame;

const shadeAt = (x: number, y: number, light = { x: 0, depth: 1 }): number =>
  shadeChest(BODY, light, torsoPlace(BODY, x, y));

test("shadeChest() darkens a chest towards its sides, alike in light from the front", () => {
  assert.equal(shadeAt(100, 150), 1);
  assert.ok(shadeAt(135, 150) < 0.97 && shadeAt(135, 150) > 0.8, `${shadeAt(135, 150)}`);
  assert.ok(Math.abs(shadeAt(135, 150) - shadeAt(65, 150)) < 1e-9);
});

test("shadeChest() is brighter on the side that the light comes from, and leaves even light and the neck alone", () => {
  const fromRight = { x: 0.4, depth: 1 };
  assert.ok(shadeAt(130, 150, fromRight) > 1 && shadeAt(70, 150, fromRight) < 0.9);
  assert.equal(shadeAt(130, 150, { x: 0.4, depth: 0 }), 1);
  assert.equal(shadeAt(110, 70, fromRight), 1);
});
