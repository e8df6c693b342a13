import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Image8 } from "../image.js";
import { legChain } from "../fit/leg-chain.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { mendAnkles } from "./mend-ankles.js";

const [WIDTH, HEIGHT, UNIT] = [240, 360, 60];
const SKIN = [210, 160, 130] as const;
const BLACK = [20, 20, 22] as const;
const PRINT = [90, 110, 160] as const;

/** Rectangles of parts and colours, one over the other: x, y, width, height. */
type Patch = readonly [readonly [number, number, number, number], number, readonly [number, number, number]];

/** A skirt to y = 285 over legs whose bones end at y = 300, an arm, boots from y = 310. */
function draw(patches: readonly Patch[]): Parameters<typeof mendAnkles>[0] {
  const parts = createMask(WIDTH, HEIGHT);
  const photo: Image8 = {
    width: WIDTH,
    height: HEIGHT,
    channels: 3,
    data: new Uint8ClampedArray(3 * WIDTH * HEIGHT).fill(255),
  };
  const base: Patch[] = [
    [[10, 20, 30, 120], PART.leftArm, SKIN],
    [[50, 100, 140, 185], PART.lower, PRINT],
    [[72, 285, 16, 25], PART.leg, SKIN],
    [[152, 285, 16, 25], PART.leg, SKIN],
    [[68, 310, 24, 40], PART.foot, BLACK],
    [[148, 310, 24, 40], PART.foot, BLACK],
  ];
  for (const [[left, top, width, height], part, colour] of [...base, ...patches])
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) {
        parts.data[y * WIDTH + x] = part;
        for (let c = 0; c < 3; c++) photo.data[3 * (y * WIDTH + x) + c] = colour[c]!;
      }
  const keypoints = Array.from({ length: 33 }, () => ({ x: 0, y: 0 })) as unknown as Keypoint[];
  for (const [side, x] of [
    ["right", 80],
    ["left", 160],
  ] as const)
    for (const [joint, y] of [
      ["Hip", 100],
      ["Knee", 200],
      ["Ankle", 300],
    ] as const)
      keypoints[KEYPOINT[`${side}${joint}`]] = { x, y } as Keypoint;
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints } as unknown as PersonAnalysis;
  const legs = [legChain(keypoints, "left", UNIT), legChain(keypoints, "right", UNIT)];
  return { photo, person, legs, unit: UNIT };
}

test("mendAnkles() gives a boot's shaft that was taken for skin to the shoe, a hem's piece to the skirt", () => {
  const sight = draw([
    [[68, 302, 24, 8], PART.leg, BLACK],
    [[168, 285, 12, 8], PART.leg, PRINT],
  ]);
  const { shoe, cloth } = mendAnkles(sight, true);
  assert.equal(shoe[306 * WIDTH + 80], 1);
  assert.equal(cloth[288 * WIDTH + 174], 1);
  assert.equal(shoe[294 * WIDTH + 80]! | cloth[294 * WIDTH + 80]!, 0);
});

test("mendAnkles() counts cloth apart from a skirt to the shoe", () => {
  const { shoe } = mendAnkles(draw([[[68, 302, 24, 8], PART.lower, BLACK]]), true);
  assert.equal(shoe[306 * WIDTH + 80], 1);
  assert.equal(shoe[200 * WIDTH + 80], 0);
});

test("mendAnkles() leaves tights alone", () => {
  const { shoe, cloth } = mendAnkles(
    draw([
      [[72, 285, 16, 25], PART.leg, BLACK],
      [[152, 285, 16, 25], PART.leg, BLACK],
    ]),
    true,
  );
  assert.equal(shoe.includes(1) || cloth.includes(1), false);
});
