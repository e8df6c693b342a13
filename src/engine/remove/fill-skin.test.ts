import assert from "node:assert/strict";
import { test } from "node:test";
import { armChain, type Arm } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { readShade } from "./arm-shade.js";
import { findBaredArm } from "./bared-arm.js";
import { REVEAL } from "./classify-reveal.js";
import { fillSkin } from "./fill-skin.js";

const WIDTH = 260;
const HEIGHT = 360;
const RECT = { left: 0, top: 0, width: WIDTH, height: HEIGHT };
const CUFF_ROW = 200;

/** The wearer's arms hang from row 80 at both sides of column 130. */
function armAt(x: number): Arm {
  return {
    shoulder: { x, y: 80 },
    elbow: { x, y: 180 },
    wrist: { x, y: 270 },
    thickness: { outer: 1, inner: 1, isSeen: true },
    isSleeveless: false,
  };
}

const BODY = {
  unit: 100,
  origin: { x: 130, y: 80 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 150,
  halfWidth: { left: new Float32Array(41).fill(36), right: new Float32Array(41).fill(36) },
  shoulderSlope: { left: new Float32Array(15).fill(0.15), right: new Float32Array(15).fill(0.15) },
  joints: { left: { x: 180, y: 80 }, right: { x: 80, y: 80 } },
  arms: { left: armAt(180), right: armAt(80) },
} as unknown as BodyFrame;

test("fillSkin() goes on with an arm's own tone under its sleeve, whatever the other arm's and the face's", () => {
  const photo = createImage(WIDTH, HEIGHT, 3);
  const parts = createMask(WIDTH, HEIGHT);
  const [removed, reveal] = [createMask(WIDTH, HEIGHT), createMask(WIDTH, HEIGHT)];
  const set = (x: number, y: number, part: number, colour: readonly number[]): void => {
    parts.data[y * WIDTH + x] = part;
    photo.data.set(colour, 3 * (y * WIDTH + x));
  };
  for (let y = 10; y < 50; y++) for (let x = 110; x < 150; x++) set(x, y, PART.face, [225, 185, 160]);
  for (let y = 80; y < 300; y++) {
    for (let x = 66; x < 195; x++) {
      const isArm = y >= CUFF_ROW;
      if (isArm && x > 94 && x < 166) continue;
      if (!isArm) {
        set(x, y, PART.upper, [20, 20, 90]);
        removed.data[y * WIDTH + x] = 255;
        reveal.data[y * WIDTH + x] = x > 94 && x < 166 ? REVEAL.skin : REVEAL.arm;
      } else if (x > 130) set(x, y, PART.leftArm, [150, 95, 70]);
      else set(x, y, PART.rightArm, [210, 165, 140]);
    }
  }
  const crop = { photo, parts, matte: parts, rect: RECT };
  const arms = (["left", "right"] as const).map((name) =>
    readShade(crop, findBaredArm(armChain(BODY, name), parts, RECT)),
  );
  const faceRead = { light: { x: 0, y: -0.15 }, tone: [225, 185, 160] as const };
  const filled = fillSkin(crop, removed, { body: BODY, arms, reveal, faceRead });
  const redOverBlue = (x: number, y: number): number => {
    const i = 3 * (y * WIDTH + x);
    return filled.data[i]! / filled.data[i + 2]!;
  };
  const [left, right] = [redOverBlue(182, 140), redOverBlue(78, 140)];
  assert.ok(redOverBlue(182, 108) > 1.85, `brown on the deltoid: ${redOverBlue(182, 108)}`);
  assert.ok(left > 1.9 && left < 2.5, `brown on the left, as 150 : 70: ${left}`);
  assert.ok(right > 1.35 && right < 1.75, `pale on the right, as 210 : 140: ${right}`);
});
