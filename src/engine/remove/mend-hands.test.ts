import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { createPalette } from "./colour-palette.js";
import { mendHands } from "./mend-hands.js";

const SIZE = 120;
const UNIT = 60;
const SKIN = [214, 160, 132] as const;
const CLOTH = [30, 40, 90] as const;

/** A hand from x = 40 to 60 and y = 30 to 70 before a skirt, whose parts come from `partAt`. */
function mend(partAt: (x: number, y: number) => number): (x: number, y: number) => number {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, i++) {
      photo.data.set(x >= 40 && x < 60 && y >= 30 && y < 70 ? SKIN : CLOTH, 3 * i);
      parts.data[i] = partAt(x, y);
    }
  }
  const keypoints = Array.from({ length: 33 }, () => ({ x: 0, y: 0 })) as unknown as Keypoint[];
  keypoints[KEYPOINT.rightWrist] = { x: 50, y: 30 } as Keypoint;
  const person = { width: SIZE, height: SIZE, parts, keypoints } as unknown as PersonAnalysis;
  const cloth = createPalette(photo, [0, 1, 2, 3]);
  const mended = mendHands(photo, person, { cloth, unit: UNIT }).parts.data;
  return (x, y) => mended[y * SIZE + x]!;
}

test("mendHands() gives fingertips that were taken for a leg to the hand", () => {
  const at = mend((x, y) => {
    if (x < 40 || x >= 60 || y < 30 || y >= 70) return PART.lower;
    return y < 60 ? PART.rightHand : PART.leg;
  });
  assert.equal(at(50, 66), PART.rightHand);
  assert.equal(at(50, 90), PART.lower);
});

test("mendHands() moves the border to where the colours change", () => {
  const at = mend((x, y) => (x >= 43 && x < 63 && y >= 30 && y < 70 ? PART.rightHand : PART.lower));
  assert.deepEqual([at(41, 50), at(61, 50)], [PART.rightHand, PART.lower]);
});
