import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Point } from "../image.js";
import { legChain } from "../fit/leg-chain.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { createPalette } from "./colour-palette.js";
import type { Sight } from "./find-held.js";
import { outlineHeld } from "./outline-held.js";

const [WIDTH, HEIGHT, UNIT] = [200, 320, 60];
const BLUE = [60, 80, 130] as const;
type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Blue trousers about legs at x = 110 and 150, a bag of one colour at `bag` and a hand below (60, 110) that holds it or not. */
function draw(bag: Box, colour: readonly [number, number, number], isHeld: boolean): Sight {
  const photo = createImage(WIDTH, HEIGHT, 3);
  const parts = createMask(WIDTH, HEIGHT);
  const paint = ([x0, y0, x1, y1]: Box, part: number, fill: readonly number[]): void => {
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x++) {
        parts.data[y * WIDTH + x] = part;
        photo.data.set(fill, 3 * (y * WIDTH + x));
      }
  };
  photo.data.fill(200);
  paint([80, 90, 180, 300], PART.lower, BLUE);
  paint(bag, PART.lower, colour);
  if (isHeld) paint([60, 100, 70, 120], PART.rightHand, [200, 150, 120]);
  const places: Readonly<Record<number, Point>> = {
    [KEYPOINT.rightHip]: { x: 110, y: 100 },
    [KEYPOINT.rightKnee]: { x: 110, y: 200 },
    [KEYPOINT.rightAnkle]: { x: 110, y: 300 },
    [KEYPOINT.leftHip]: { x: 150, y: 100 },
    [KEYPOINT.leftKnee]: { x: 150, y: 200 },
    [KEYPOINT.leftAnkle]: { x: 150, y: 300 },
  };
  const keypoints = Array.from({ length: 33 }, (_, k) => places[k] ?? { x: 20, y: 10 }) as Keypoint[];
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints } as unknown as PersonAnalysis;
  const legs = [legChain(keypoints, "left", UNIT), legChain(keypoints, "right", UNIT)];
  return { photo, person, legs, unit: UNIT };
}

function outline(sight: Sight, found: Box): (x: number, y: number) => number {
  const marked = new Uint8Array(WIDTH * HEIGHT);
  for (let y = found[1]; y < found[3]; y++) marked.fill(1, y * WIDTH + found[0], y * WIDTH + found[2]);
  const outlined = outlineHeld(sight, marked, createPalette(sight.photo, [200 * WIDTH + 110]));
  return (x, y) => outlined[y * WIDTH + x]!;
}

test("outlineHeld() moves a thing's border to the edge that the photo shows", () => {
  const at = outline(draw([60, 120, 95, 160], [235, 232, 225], true), [60, 120, 85, 160]);
  assert.deepEqual([at(65, 140), at(93, 125), at(93, 155)], [1, 1, 1], "the bag's hidden side");
  assert.deepEqual([at(97, 140), at(90, 164)], [0, 0], "the trousers beside and below it");
});

test("outlineHeld() drops a piece in the garment's colours that no hand holds, and only that", () => {
  const like = [66, 86, 138] as const;
  const box: Box = [55, 140, 80, 165];
  assert.equal(outline(draw(box, like, false), box)(66, 150), 0);
  assert.equal(outline(draw([55, 119, 80, 165], like, true), [55, 119, 80, 165])(66, 150), 1);
  assert.equal(outline(draw(box, [235, 232, 225], false), box)(66, 150), 1);
});
