import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Mask } from "../../image.js";
import type { BodyFrame } from "../../fit/mod.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { SIGHT } from "./sight.js";
import { unveilGround } from "./unveil-ground.js";

const [WIDTH, HEIGHT] = [200, 160];
const GROUND = [92, 0, 0] as const;
const CLOTH = [40, 10, -30] as const;

/** A body 60 px wide about x = 100 in blue, the right arm beside it; `isPale` says where the picture has the ground's colour. */
function look(isPale: (x: number, y: number) => boolean): Mask {
  const parts = createMask(WIDTH, HEIGHT);
  const lab = new Float32Array(3 * WIDTH * HEIGHT);
  for (let y = 0, i = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, i++) {
      const isArm = x > 40 && x < 56 && y > 20;
      const isCloth = !isArm && x >= 56 && x < 130 && y > 20;
      parts.data[i] = isCloth ? PART.upper : isArm ? PART.rightArm : PART.background;
      lab.set(isCloth && !isPale(x, y) ? CLOTH : GROUND, 3 * i);
    }
  const sight = createMask(WIDTH, HEIGHT);
  sight.data.set(parts.data.map((v) => (v === PART.upper ? SIGHT.cloth : SIGHT.other)));
  const half = new Float32Array(64).fill(30);
  const across = { x: 1, y: 0 };
  const joints = { shoulder: { x: 48, y: 20 }, elbow: { x: 48, y: 80 }, wrist: { x: 48, y: 140 } };
  const body = {
    unit: 80,
    torsoLength: 100,
    origin: { x: 100, y: 20 },
    down: { x: 0, y: 1 },
    acrossShoulders: across,
    acrossHips: across,
    arms: { right: joints, left: joints },
    halfWidth: { left: half, right: half },
  } as unknown as BodyFrame;
  unveilGround(sight, { width: WIDTH, height: HEIGHT, parts } as PersonAnalysis, body, lab);
  return sight;
}

test("unveilGround() opens a gap between arm and body, also in a sleeve, and leaves a pale patch of the cloth", () => {
  const gap = look((x, y) => x < 68 && y > 60 && y < 130);
  assert.equal(gap.data[100 * WIDTH + 60], SIGHT.other);
  assert.equal(gap.data[100 * WIDTH + 75], SIGHT.cloth);
  const slit = look((x, y) => x > 62 && x < 68 && y > 60 && y < 130);
  assert.equal(slit.data[100 * WIDTH + 65], SIGHT.other);
  const patch = look((x, y) => x > 58 && x < 68 && y > 90 && y < 98);
  assert.equal(patch.data[94 * WIDTH + 63], SIGHT.cloth);
});
