import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { PART, type Part } from "../person/types.js";
import { findFlap } from "./find-flap.js";

const SIZE = 120;
/** A body 40 px wide about x 50, its torso from row 20 to row 80. */
const BODY = {
  unit: 50,
  torsoLength: 60,
  origin: { x: 50, y: 20 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  halfWidth: { left: new Float32Array(120).fill(20), right: new Float32Array(120).fill(20) },
} as unknown as BodyFrame;

interface Piece {
  readonly part: Part;
  readonly left: number;
  readonly colour: readonly number[];
}

/** A top of an orange near skin's down to row 70, a hand before its side, and a piece below the hand. */
function wearing({ part, left, colour }: Piece): { photo: Image8; parts: Mask } {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  const paint = (of: Part, [x0, y0, x1, y1]: readonly number[], rgb: readonly number[]): void => {
    for (let y = y0!; y < y1!; y++)
      for (let x = x0!; x < x1!; x++) {
        parts.data[y * SIZE + x] = of;
        photo.data.set(rgb, 3 * (y * SIZE + x));
      }
  };
  paint(PART.upper, [30, 20, 76, 70], [224, 168, 120]);
  paint(PART.leftHand, [66, 60, 82, 74], [190, 120, 90]);
  paint(part, [left, 74, left + 14, 94], colour);
  return { photo, parts };
}

function countFlap(piece: Piece): number {
  const { photo, parts } = wearing(piece);
  const found = findFlap(photo, { parts, body: BODY, unitPx: 50, toBody: (x, y) => ({ x, y }) });
  return found.data.filter((v) => v !== 0).length;
}

const ORANGE = [222, 165, 118];

test("findFlap() finds a flap of the top beside the hip that was taken for skin", () => {
  assert.equal(countFlap({ part: PART.leg, left: 72, colour: ORANGE }), 14 * 20);
  assert.equal(countFlap({ part: PART.neck, left: 72, colour: ORANGE }), 14 * 20);
});

test("findFlap() leaves what has another colour, a bare belly, and an arm", () => {
  assert.equal(countFlap({ part: PART.leg, left: 72, colour: [150, 90, 70] }), 0);
  assert.equal(countFlap({ part: PART.neck, left: 46, colour: ORANGE }), 0);
  assert.equal(countFlap({ part: PART.leftArm, left: 72, colour: ORANGE }), 0);
});
