import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Point } from "../image.js";
import { legChain } from "../fit/leg-chain.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { mendLowerParts } from "./mend-lower-parts.js";

const WIDTH = 200;
const HEIGHT = 380;
const UNIT = 60;
const BLACK = [20, 20, 22] as const;
const WHITE = [230, 226, 215] as const;
const WALL = [120, 130, 140] as const;

interface Patch {
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  readonly colour: readonly [number, number, number];
  readonly part: number;
}

/** Somebody whose legs stand upright at x = 80 and 120, hips at y = 100, ankles at 300; the right hand is at (56, 120). */
function draw(patches: readonly Patch[]): { photo: Image8; person: PersonAnalysis } {
  const photo = createImage(WIDTH, HEIGHT, 3);
  const parts = createMask(WIDTH, HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) photo.data.set(WALL, 3 * i);
  for (const { box, colour, part } of patches) {
    for (let y = box[1]; y < box[3]; y++) {
      for (let x = box[0]; x < box[2]; x++) {
        parts.data[y * WIDTH + x] = part;
        photo.data.set(colour, 3 * (y * WIDTH + x));
      }
    }
  }
  const places: Readonly<Record<number, Point>> = {
    [KEYPOINT.rightHip]: { x: 80, y: 100 },
    [KEYPOINT.rightKnee]: { x: 80, y: 200 },
    [KEYPOINT.rightAnkle]: { x: 80, y: 300 },
    [KEYPOINT.leftHip]: { x: 120, y: 100 },
    [KEYPOINT.leftKnee]: { x: 120, y: 200 },
    [KEYPOINT.leftAnkle]: { x: 120, y: 300 },
    [KEYPOINT.rightWrist]: { x: 56, y: 120 },
    [KEYPOINT.leftWrist]: { x: 190, y: 20 },
  };
  const keypoints = Array.from({ length: 33 }, (_, k) => ({
    ...(places[k] ?? { x: 100, y: 20 }),
    visibility: 1,
  })) as unknown as Keypoint[];
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints } as unknown as PersonAnalysis;
  return { photo, person };
}

function mend(patches: readonly Patch[]): (x: number, y: number) => number {
  const { photo, person } = draw(patches);
  const legs = (["left", "right"] as const).map((name) => legChain(person.keypoints, name, UNIT));
  const { data } = mendLowerParts(photo, person, legs).parts;
  return (x, y) => data[y * WIDTH + x]!;
}

const TROUSERS: readonly Patch[] = [
  { box: [64, 90, 97, 290], colour: BLACK, part: PART.lower },
  { box: [103, 90, 136, 290], colour: BLACK, part: PART.lower },
];

test("mendLowerParts() keeps a bag whole that goes on before the leg", () => {
  const bag: Patch = { box: [34, 96, 92, 140], colour: WHITE, part: PART.lower };
  const line: Patch = { box: [34, 114, 92, 116], colour: BLACK, part: PART.lower };
  const at = mend([...TROUSERS, bag, line]);
  assert.deepEqual([at(40, 120), at(88, 120), at(70, 115)], [PART.object, PART.object, PART.object]);
  assert.deepEqual([at(80, 200), at(120, 150)], [PART.lower, PART.lower]);
});

test("mendLowerParts() ends a skirt above boots of its colour, and finds trousers' ends in what was taken for shoes", () => {
  const boots: readonly Patch[] = [
    { box: [70, 290, 92, 330], colour: BLACK, part: PART.foot },
    { box: [108, 290, 130, 330], colour: BLACK, part: PART.foot },
  ];
  const skirt: Patch = { box: [60, 90, 140, 290], colour: BLACK, part: PART.lower };
  assert.equal(mend([skirt, ...boots])(80, 300), PART.foot);
  assert.equal(mend([...TROUSERS, ...boots])(80, 300), PART.lower);
});

test("mendLowerParts() gives shoes their tips", () => {
  const shoe: Patch = { box: [66, 296, 94, 335], colour: WHITE, part: PART.foot };
  const tip: Patch = { box: [62, 335, 82, 343], colour: WHITE, part: PART.lower };
  assert.equal(mend([...TROUSERS, shoe, tip])(70, 339), PART.foot);
});

test("mendLowerParts() finds a print skirt's hem among what was taken for feet, and the ankles below it", () => {
  const skin = [214, 160, 132] as const;
  const skirt: Patch = { box: [50, 90, 150, 285], colour: WHITE, part: PART.lower };
  const hem: Patch = { box: [50, 285, 150, 305], colour: WHITE, part: PART.foot };
  const hand: Patch = { box: [52, 110, 62, 130], colour: skin, part: PART.rightHand };
  const ankles: readonly Patch[] = [72, 112].map((x) => ({
    box: [x, 305, x + 16, 320],
    colour: skin,
    part: PART.foot,
  }));
  const boots: readonly Patch[] = [70, 110].map((x) => ({
    box: [x, 320, x + 20, 345],
    colour: BLACK,
    part: PART.foot,
  }));
  const at = mend([skirt, hem, hand, ...ankles, ...boots]);
  assert.deepEqual(
    [at(100, 300), at(60, 300), at(80, 312), at(80, 335)],
    [PART.lower, PART.lower, PART.leg, PART.foot],
  );
});

const BLUE = [60, 90, 150] as const;
const GREY = [95, 98, 96] as const;

test("mendLowerParts() finds the trousers under a shirt's hem that is cut up at the hip, and leaves the shirt", () => {
  const shirt: Patch = { box: [60, 20, 140, 95], colour: GREY, part: PART.upper };
  const legs: readonly Patch[] = TROUSERS.map(({ box, part }) => ({ box, colour: BLUE, part }));
  const hip: Patch = { box: [124, 78, 136, 95], colour: BLUE, part: PART.upper };
  const at = mend([...legs, shirt, hip]);
  assert.deepEqual([at(130, 85), at(100, 85), at(110, 60)], [PART.lower, PART.upper, PART.upper]);
});

test("mendLowerParts() gives a shoe what was taken for trousers in the middle of it", () => {
  const boot: Patch = { box: [64, 290, 96, 340], colour: WHITE, part: PART.foot };
  const patch: Patch = { box: [74, 312, 86, 322], colour: [200, 190, 180], part: PART.lower };
  assert.equal(mend([...TROUSERS, boot, patch])(80, 317), PART.foot);
});

test("mendLowerParts() takes no boot of brown leather for a bare ankle", () => {
  const skin = [214, 160, 132] as const;
  const hand: Patch = { box: [40, 100, 60, 130], colour: skin, part: PART.rightHand };
  const boot = (colour: readonly [number, number, number]): Patch => ({
    box: [66, 290, 94, 335],
    colour,
    part: PART.foot,
  });
  const shade: Patch = { box: [56, 100, 60, 130], colour: [120, 78, 58], part: PART.rightHand };
  const mended = (colour: readonly [number, number, number]): number =>
    mend([...TROUSERS.map((p) => ({ ...p, colour: BLUE })), hand, shade, boot(colour)])(80, 312);
  assert.equal(mended([105, 66, 48]), PART.foot);
  assert.equal(mended([205, 152, 126]), PART.leg);
});

test("mendLowerParts() ends both legs of trousers alike, though one shoe has their colour", () => {
  const at = mend([
    ...TROUSERS,
    { box: [64, 290, 97, 300], colour: BLACK, part: PART.foot },
    { box: [64, 300, 97, 330], colour: WHITE, part: PART.foot },
    { box: [103, 290, 136, 330], colour: BLACK, part: PART.foot },
    { box: [116, 302, 124, 330], colour: WHITE, part: PART.foot },
  ]);
  assert.deepEqual([at(80, 297), at(110, 297)], [PART.lower, PART.lower]);
  assert.deepEqual([at(80, 310), at(110, 314), at(130, 314)], [PART.foot, PART.foot, PART.foot]);
});

test("mendLowerParts() leaves the trousers' end where it is on both legs, though shoes before it hide most of it", () => {
  const at = mend([
    ...TROUSERS,
    { box: [64, 290, 97, 325], colour: BLACK, part: PART.foot },
    { box: [103, 290, 136, 325], colour: BLACK, part: PART.foot },
    { box: [72, 294, 88, 330], colour: WHITE, part: PART.foot },
    { box: [112, 294, 128, 330], colour: WHITE, part: PART.foot },
  ]);
  assert.deepEqual([at(67, 315), at(93, 315), at(107, 315), at(132, 315)], Array(4).fill(PART.lower));
  assert.deepEqual([at(80, 310), at(120, 310)], [PART.foot, PART.foot]);
});
