import assert from "node:assert/strict";
import { before, test } from "node:test";
import { readWornLower } from "./garment/on-model/read-worn-lower.js";
import { dressPerson } from "./dress.js";
import { analyseGarment } from "./garment/mod.js";
import type { Image8, Mask, Point } from "./image.js";
import { fillPolygon } from "./kernels/fill-polygon.js";
import { distanceToSegment } from "./kernels/polyline.js";
import { KEYPOINT, type Keypoint } from "./observation.js";
import { PART, type PersonAnalysis } from "./person/types.js";

const WIDTH = 300;
const HEIGHT = 640;
const COLOURS: Readonly<Record<number, readonly [number, number, number]>> = {
  [PART.background]: [230, 232, 235],
  [PART.face]: [215, 165, 140],
  [PART.upper]: [70, 110, 80],
  [PART.lower]: [45, 55, 95],
  [PART.leftArm]: [210, 160, 135],
  [PART.rightArm]: [210, 160, 135],
  [PART.foot]: [245, 245, 245],
};

/** Joints of a figure that faces the camera; shoulders 80 px apart. Left is the wearer's, at the viewer's right. */
const JOINTS: Partial<Record<keyof typeof KEYPOINT, Point>> = {
  leftShoulder: { x: 190, y: 100 },
  rightShoulder: { x: 110, y: 100 },
  leftElbow: { x: 206, y: 170 },
  rightElbow: { x: 94, y: 170 },
  leftWrist: { x: 212, y: 230 },
  rightWrist: { x: 88, y: 230 },
  leftHip: { x: 174, y: 235 },
  rightHip: { x: 126, y: 235 },
  leftKnee: { x: 180, y: 350 },
  rightKnee: { x: 120, y: 350 },
  leftAnkle: { x: 184, y: 460 },
  rightAnkle: { x: 116, y: 460 },
};

function drawFigure(): { photo: Image8; person: PersonAnalysis } {
  const keypoints: Keypoint[] = Object.keys(KEYPOINT).map((name) => {
    const joint = JOINTS[name as keyof typeof KEYPOINT] ?? { x: 150, y: 60 };
    return { ...joint, z: 0, visibility: 1, presence: 1 };
  });
  const parts: Mask = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT) };
  const at = (name: keyof typeof KEYPOINT): Point => keypoints[KEYPOINT[name]]!;
  const paint = (part: number, inside: (x: number, y: number) => boolean): void => {
    for (let y = 0, i = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++, i++) if (inside(x + 0.5, y + 0.5)) parts.data[i] = part;
  };
  const limb = (from: keyof typeof KEYPOINT, to: keyof typeof KEYPOINT, radius: number) => {
    return (x: number, y: number): boolean => distanceToSegment(at(from), at(to), x, y) < radius;
  };
  paint(PART.face, (x, y) => Math.hypot(x - 150, y - 55) < 24);
  for (const side of ["left", "right"] as const) {
    paint(side === "left" ? PART.leftArm : PART.rightArm, limb(`${side}Elbow`, `${side}Wrist`, 9));
    paint(PART.lower, limb(`${side}Hip`, `${side}Knee`, 19));
    paint(PART.lower, limb(`${side}Knee`, `${side}Ankle`, 15));
    paint(PART.foot, (x, y) => Math.abs(x - at(`${side}Ankle`).x) < 15 && y > 462 && y < 488);
  }
  paint(PART.lower, (x, y) => Math.abs(x - 150) < 44 && y > 190 && y < 262);
  paint(PART.upper, (x, y) => Math.abs(x - 150) < 42 && y > 88 && y < 195);
  const data = new Uint8ClampedArray(3 * WIDTH * HEIGHT);
  for (let i = 0; i < parts.data.length; i++) data.set(COLOURS[parts.data[i]!]!, 3 * i);
  const photo: Image8 = { width: WIDTH, height: HEIGHT, channels: 3, data };
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  return {
    photo,
    person: {
      width: WIDTH,
      height: HEIGHT,
      presence: 1,
      keypoints,
      matte,
      parts,
      light: 1,
      blurPx: 0,
      confidence: 1,
      warnings: [],
    },
  };
}

const RED = [190, 30, 40] as const;
const BLUE = [30, 60, 180] as const;

/** A red garment on white, from half its outline right of x = 200. */
function drawGarment(half: readonly Point[], height: number, colour: readonly number[] = RED): Image8 {
  const polygon = [...half, ...half.toReversed().map((p) => ({ x: 400 - p.x, y: p.y }))];
  const cover = fillPolygon(polygon, 400, height).data;
  const data = new Uint8ClampedArray(400 * height * 3);
  for (let i = 0; i < cover.length; i++)
    for (let c = 0; c < 3; c++) data[3 * i + c] = 255 + (cover[i]! / 255) * (colour[c]! - 255);
  return { width: 400, height, channels: 3, data };
}

function wear(garment: Image8): Image8 {
  const outcome = analyseGarment(garment);
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.code);
  return dressPerson(figure, outcome.value).image;
}

let figure: ReturnType<typeof drawFigure>;
before(() => (figure = drawFigure()));

function colourAt({ data }: Image8, x: number, y: number): number[] {
  return [...data.subarray(3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3)];
}

function isRed(image: Image8, x: number, y: number): boolean {
  return colourAt(image, x, y).every((v, c) => Math.abs(v - RED[c]!) < 40);
}

function isSkin(image: Image8, x: number, y: number): boolean {
  const [r, g, b] = colourAt(image, x, y) as [number, number, number];
  return r > g + 25 && g > b && r > 120;
}

const TROUSERS = [
  { x: 200, y: 30 },
  { x: 262, y: 30 },
  { x: 286, y: 110 },
  { x: 276, y: 470 },
  { x: 226, y: 470 },
  { x: 200, y: 150 },
];
const SHORTS = [
  { x: 200, y: 30 },
  { x: 275, y: 30 },
  { x: 310, y: 220 },
  { x: 210, y: 232 },
  { x: 200, y: 185 },
];
const SKIRT = [
  { x: 200, y: 30 },
  { x: 262, y: 30 },
  { x: 310, y: 260 },
  { x: 200, y: 264 },
];
const DRESS = [
  { x: 200, y: 56 },
  { x: 216, y: 46 },
  { x: 224, y: 26 },
  { x: 244, y: 30 },
  { x: 242, y: 62 },
  { x: 256, y: 84 },
  { x: 246, y: 165 },
  { x: 262, y: 250 },
  { x: 300, y: 400 },
  { x: 200, y: 404 },
];

test("dressPerson() puts trousers on both legs, leaves the gap between them, the top and the shoes", () => {
  const image = wear(drawGarment(TROUSERS, 500));
  for (const [x, y] of [
    [150, 215],
    [176, 300],
    [124, 300],
    [183, 420],
    [117, 420],
  ] as const)
    assert.ok(isRed(image, x, y), `${x},${y} is ${colourAt(image, x, y).join()}`);
  assert.deepEqual(colourAt(image, 150, 400), [...COLOURS[PART.background]!]);
  assert.deepEqual(colourAt(image, 150, 150), [...COLOURS[PART.upper]!]);
  assert.deepEqual(colourAt(image, 184, 480), [...COLOURS[PART.foot]!]);
});

test("dressPerson() bares the legs below shorts in the person's own skin, down to the shoes", () => {
  const image = wear(drawGarment(SHORTS, 260));
  assert.ok(isRed(image, 172, 270), colourAt(image, 172, 270).join());
  for (const y of [390, 430]) {
    for (const x of [118, 182])
      assert.ok(isSkin(image, x, y), `${x},${y} is ${colourAt(image, x, y).join()}`);
  }
  assert.deepEqual(colourAt(image, 184, 480), [...COLOURS[PART.foot]!]);
});

test("dressPerson() takes trousers with a wide seat in with the thighs, without a bulge", () => {
  const wide = TROUSERS.map(({ x, y }) => (y === 110 ? { x: 300, y: 150 } : { x, y }));
  const image = wear(drawGarment(wide, 500));
  const edge = (y: number): number => {
    for (let x = WIDTH - 1; x > 0; x--) if (isRed(image, x, y)) return x;
    return 0;
  };
  const edges = [255, 265, 275, 285, 295].map(edge);
  // the worn trousers end at 194 there
  assert.ok(Math.max(...edges) < 201, `the outer edge goes ${edges.join(", ")}`);
});

test("dressPerson() hangs a skirt across both legs", () => {
  const image = wear(drawGarment(SKIRT, 290));
  assert.ok(isRed(image, 150, 300), colourAt(image, 150, 300).join());
  assert.ok(isRed(image, 176, 300), colourAt(image, 176, 300).join());
  assert.ok(isSkin(image, 118, 430), colourAt(image, 118, 430).join());
});

test("dressPerson() replaces top and trousers by a dress", () => {
  const image = wear(drawGarment(DRESS, 440));
  for (const y of [150, 230, 300]) assert.ok(isRed(image, 150, y), `${y}: ${colourAt(image, 150, y).join()}`);
  assert.ok(isSkin(image, 182, 430), colourAt(image, 182, 430).join());
  let left = 0;
  for (let i = 0; i < figure.person.parts.data.length; i++) {
    const part = figure.person.parts.data[i]!;
    if (part !== PART.upper && part !== PART.lower) continue;
    const wanted = COLOURS[part]!;
    if (wanted.every((v, c) => Math.abs(image.data[3 * i + c]! - v) < 12)) left++;
  }
  assert.ok(left < 60, `${left} pixels of the old clothes are left`);
});

test("dressPerson() casts no shadow of a dress on the wall that wide trousers hid", () => {
  const image = wear(drawGarment(DRESS, 440));
  const wall = COLOURS[PART.background]!;
  let shaded = 0;
  for (let i = 0; i < figure.person.parts.data.length; i++) {
    if (figure.person.parts.data[i] !== PART.lower) continue;
    const shares = wall.map((v, c) => image.data[3 * i + c]! / v);
    const [least, most] = [Math.min(...shares), Math.max(...shares)];
    // grey, as no mixture with cloth or skin is
    if (most - least < 0.015 && least > 0.7 && most < 0.97) shaded++;
  }
  assert.equal(shaded, 0);
});

test("dressPerson() lets trousers run out of a photo that ends at the thighs", () => {
  const height = 320;
  const cut = <T extends { readonly data: Uint8Array | Uint8ClampedArray }>(
    image: T,
    channels: number,
  ): T => ({
    ...image,
    height,
    data: image.data.subarray(0, WIDTH * height * channels),
  });
  const person = {
    ...figure.person,
    height,
    parts: cut(figure.person.parts, 1),
    matte: cut(figure.person.matte, 1),
  };
  const outcome = analyseGarment(drawGarment(TROUSERS, 500));
  assert.ok(outcome.ok);
  const { image } = dressPerson({ photo: cut(figure.photo, 3), person }, outcome.value);
  assert.equal(image.height, height);
  assert.ok(isRed(image, 176, 300) && isRed(image, 178, 318));
});

const TEE = [
  { x: 200, y: 94 },
  { x: 240, y: 60 },
  { x: 288, y: 78 },
  { x: 345, y: 160 },
  { x: 308, y: 182 },
  { x: 297, y: 165 },
  { x: 297, y: 370 },
];

/** Both pictures on one, the first on the left. */
function placeSideBySide(left: Image8, right: Image8): Image8 {
  const [width, height] = [left.width + right.width, Math.max(left.height, right.height)];
  const data = new Uint8ClampedArray(3 * width * height).fill(255);
  for (const [image, at] of [
    [left, 0],
    [right, left.width],
  ] as const)
    for (let y = 0; y < image.height; y++) {
      const row = image.data.subarray(3 * y * image.width, 3 * (y + 1) * image.width);
      data.set(row, 3 * (y * width + at));
    }
  return { width, height, channels: 3, data };
}

test("dressPerson() puts both garments of one picture on, whichever stands first, and changes nothing else", () => {
  const [tee, trousers] = [drawGarment(TEE, 430, BLUE), drawGarment(TROUSERS, 500)];
  const image = wear(placeSideBySide(tee, trousers));
  const isBlue = (x: number, y: number): boolean =>
    colourAt(image, x, y).every((v, c) => Math.abs(v - BLUE[c]!) < 40);
  assert.ok(isBlue(150, 130), colourAt(image, 150, 130).join());
  for (const [x, y] of [
    [150, 230],
    [176, 300],
    [117, 420],
  ] as const)
    assert.ok(isRed(image, x, y), `${x},${y} is ${colourAt(image, x, y).join()}`);
  for (const [x, y] of [
    [150, 55],
    [10, 10],
    [290, 250],
    [150, 400],
    [184, 480],
  ] as const)
    assert.deepEqual(colourAt(image, x, y), colourAt(figure.photo, x, y), `${x},${y}`);
  assert.ok(isRed(wear(placeSideBySide(trousers, tee)), 176, 300));
});

test("analyseGarment() refuses two garments that nobody wears together, and three", () => {
  const codeOf = (image: Image8): string => {
    const outcome = analyseGarment(image);
    return outcome.ok ? outcome.value.kind : outcome.code;
  };
  const [tee, trousers, skirt] = [drawGarment(TEE, 430), drawGarment(TROUSERS, 500), drawGarment(SKIRT, 290)];
  assert.equal(codeOf(placeSideBySide(tee, trousers)), "outfit");
  assert.equal(codeOf(placeSideBySide(tee, tee)), "GARMENTS_UNMATCHED");
  assert.equal(codeOf(placeSideBySide(trousers, skirt)), "GARMENTS_UNMATCHED");
  assert.equal(codeOf(placeSideBySide(trousers, drawGarment(DRESS, 440))), "GARMENTS_UNMATCHED");
  assert.equal(codeOf(placeSideBySide(placeSideBySide(tee, trousers), skirt)), "GARMENTS_SEVERAL");
});

test("analyseGarment() takes the garment of the kind that was said, and refuses what is none", () => {
  const [tee, trousers] = [drawGarment(TEE, 430, BLUE), drawGarment(TROUSERS, 500)];
  const both = placeSideBySide(tee, trousers);
  const read = (image: Image8, kind: "upper" | "lower" | "dress"): string => {
    const outcome = analyseGarment(image, null, kind);
    return outcome.ok ? outcome.value.kind : outcome.code;
  };
  for (const kind of ["upper", "lower"] as const) assert.equal(read(both, kind), kind);
  assert.equal(read(both, "dress"), "GARMENT_NOT_OF_KIND");
  assert.equal(read(placeSideBySide(tee, tee), "upper"), "GARMENTS_SEVERAL");
  assert.equal(read(placeSideBySide(both, drawGarment(DRESS, 440)), "dress"), "dress");
  assert.equal(read(tee, "upper"), "upper");
  assert.equal(read(tee, "lower"), "GARMENT_NOT_OF_KIND");
  assert.equal(read(trousers, "dress"), "GARMENT_NOT_OF_KIND");
});

test("readWornLower() takes the trousers off a model, and refuses a model without", () => {
  const worn = readWornLower(figure.photo, figure.person);
  assert.ok(worn.ok && worn.value.kind === "lower", worn.ok ? worn.value.kind : worn.code);
  assert.ok(worn.value.crotch !== undefined && Math.abs(worn.value.crotch.x - 150) < 8);
  const { image } = dressPerson(figure, worn.value);
  const wanted = COLOURS[PART.lower]!;
  for (const x of [117, 183])
    assert.ok(
      colourAt(image, x, 400).every((v, c) => Math.abs(v - wanted[c]!) < 12),
      colourAt(image, x, 400).join(),
    );
  const data = figure.person.parts.data.map((v) => (v === PART.lower ? PART.leg : v));
  const bare = readWornLower(figure.photo, { ...figure.person, parts: { ...figure.person.parts, data } });
  assert.equal(bare.ok ? bare.value.kind : bare.code, "GARMENT_NOT_OF_KIND");
});
