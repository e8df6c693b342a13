import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import type { ArmChain } from "../fit/arm-chain.js";
import { markLabels } from "../kernels/mark-labels.js";
import { PART } from "../person/types.js";
import { readShade } from "./arm-shade.js";
import { findBaredArm } from "./bared-arm.js";
import { easeCuffInto, removeCuffBand } from "./ease-cuff.js";
import type { PersonCrop } from "./types.js";

const SIZE = 260;
const RECT = { left: 0, top: 0, width: SIZE, height: SIZE };

/** A left arm that hangs straight down from (100, 40), 200 px long. */
const CHAIN: ArmChain = {
  arm: {
    shoulder: { x: 100, y: 40 },
    elbow: { x: 100, y: 140 },
    wrist: { x: 100, y: 240 },
    isSleeveless: false,
    thickness: { outer: 1, inner: 1, isSeen: true },
  },
  name: "left",
  unit: 100,
};

/** Bare from row 100 on, with a shadow left of column 100 to row 110. */
function photograph(): PersonCrop {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let y = 20; y < SIZE; y++) {
    for (let x = 88; x < 112; x++) {
      const i = y * SIZE + x;
      parts.data[i] = y < 100 ? PART.upper : PART.leftArm;
      photo.data.fill(y < 111 && x < 100 ? 120 : 180, 3 * i, 3 * i + 3);
    }
  }
  return { photo, parts, matte: parts, rect: RECT };
}

test("removeCuffBand() takes the skin next to the cuff, and none further down", () => {
  const crop = photograph();
  const removed = createMask(SIZE, SIZE);
  removeCuffBand(removed, crop, {
    shaded: readShade(crop, findBaredArm(CHAIN, crop.parts, RECT)),
    worn: markLabels(crop.parts, [PART.upper]),
  });
  const at = (y: number): number => removed.data[y * SIZE + 105]!;
  assert.deepEqual([at(99), at(101), at(108), at(120)], [0, 255, 255, 0]);
});

test("easeCuffInto() lets paint go over into the photo down the arm, but not into the cuff's shadow", () => {
  const crop = photograph();
  const removed = createMask(SIZE, SIZE);
  const shaded = readShade(crop, findBaredArm(CHAIN, crop.parts, RECT));
  removeCuffBand(removed, crop, { shaded, worn: markLabels(crop.parts, [PART.upper]) });
  const base = createImage(SIZE, SIZE, 3);
  base.data.fill(80);
  easeCuffInto(base, crop, { removed, shaded });
  const at = (x: number, y: number): number => base.data[3 * (y * SIZE + x)]!;
  const lit = [100, 103, 106, 109, 112].map((y) => at(106, y));
  assert.equal(lit[0], 80, "paint at the cuff");
  for (let k = 1; k < lit.length; k++)
    assert.ok(lit[k]! >= lit[k - 1]! && lit[k]! - lit[k - 1]! < 50, `in small steps: ${lit.join(" ")}`);
  assert.ok(lit.at(-1)! > 165, `the photo at the end: ${lit.at(-1)}`);
  assert.ok(at(94, 109) < 100, `paint in the shadow: ${at(94, 109)}`);
});
