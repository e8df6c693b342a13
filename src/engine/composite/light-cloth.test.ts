import assert from "node:assert/strict";
import { test } from "node:test";
import { lightCloth } from "./light-cloth.js";

const SIZE = 120;
const RECT = { left: 0, top: 0, width: SIZE, height: SIZE };

/** A square of cloth, 20 px from the crop's edge on all sides. */
function light(of: number): (x: number, y: number) => number {
  const cloth = new Float32Array(SIZE * SIZE);
  for (let y = 20; y < 100; y++) cloth.fill(1, y * SIZE + 20, y * SIZE + 100);
  const lit = lightCloth(new Float32Array(SIZE * SIZE).fill(1), cloth, { rect: RECT, unit: 100, light: of });
  return (x, y) => lit[y * SIZE + x]!;
}

test("lightCloth() darkens cloth towards its outline, more so where the light is poor", () => {
  const studio = light(1);
  assert.ok(studio(60, 60) > 0.99);
  assert.ok(studio(21, 60) < 0.97 && studio(21, 60) > 0.93);
  const dim = light(0.85);
  assert.ok(dim(21, 60) / dim(60, 60) < studio(21, 60) / studio(60, 60) - 0.03);
  assert.ok(Math.abs(dim(60, 60) - 0.85) < 0.01);
});
