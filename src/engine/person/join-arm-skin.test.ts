import assert from "node:assert/strict";
import { test } from "node:test";
import { joinArmSkin, joinHandRims } from "./join-arm-skin.js";
import { PART, type Part } from "./types.js";

const SIZE = { width: 60, height: 60 };
const UNIT = 50;

function draw(...boxes: readonly (readonly [Part, x0: number, y0: number, x1: number, y1: number])[]) {
  const names = new Uint8Array(SIZE.width * SIZE.height);
  for (const [part, x0, y0, x1, y1] of boxes)
    for (let y = y0; y < y1; y++) names.fill(part, y * SIZE.width + x0, y * SIZE.width + x1);
  return { ...SIZE, names };
}

const at = (skin: { names: Uint8Array }, x: number, y: number) => skin.names[y * SIZE.width + x];

test("joinArmSkin() gives a strip along an arm to it, and leaves the neck", () => {
  const skin = draw([PART.leftArm, 30, 20, 40, 55], [PART.neck, 40, 20, 43, 50], [PART.neck, 10, 2, 24, 16]);
  joinArmSkin(skin, UNIT);
  assert.equal(at(skin, 41, 30), PART.leftArm);
  assert.equal(at(skin, 15, 10), PART.neck);
});

test("joinArmSkin() leaves a bare midriff over trousers", () => {
  const skin = draw(
    [PART.rightArm, 5, 10, 12, 50],
    [PART.neck, 12, 30, 45, 33],
    [PART.lower, 12, 33, 45, 60],
  );
  joinArmSkin(skin, UNIT);
  assert.equal(at(skin, 30, 31), PART.neck);
});

test("joinHandRims() gives a sliver beside a hand to it, and leaves a bare leg", () => {
  const skin = draw(
    [PART.leftHand, 20, 20, 30, 34],
    [PART.leg, 30, 21, 33, 33],
    [PART.leg, 36, 30, 54, 60],
    [PART.leftHand, 34, 20, 54, 30],
  );
  joinHandRims(skin, UNIT);
  assert.equal(at(skin, 31, 25), PART.leftHand);
  assert.equal(at(skin, 45, 45), PART.leg);
});
