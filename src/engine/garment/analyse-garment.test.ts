import assert from "node:assert/strict";
import { test } from "node:test";
import type { Image8, Point } from "../image.js";
import { analyseGarment } from "./analyse-garment.js";
import { drawGarmentDebug } from "./draw-debug.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import type { GarmentSide, UpperGarmentAnalysis } from "./types.js";

type Colour = readonly [number, number, number];
const WHITE: Colour = [255, 255, 255];
const TEAL: Colour = [20, 110, 120];

/** Half a garment right of the axis, from the neck's middle down to the hem's, in a frame 400 wide with the axis at 200. */
interface Pattern {
  readonly neck: Point;
  readonly shoulder: Point;
  readonly cuff?: readonly [outer: Point, inner: Point];
  readonly armpit: Point;
  readonly hem: Point;
}

const TEE: Pattern = {
  neck: { x: 245, y: 60 },
  shoulder: { x: 288, y: 78 },
  cuff: [
    { x: 345, y: 160 },
    { x: 308, y: 182 },
  ],
  armpit: { x: 297, y: 165 },
  hem: { x: 297, y: 400 },
};
/** Cut wide: the cuff runs from the sleeve's tip straight into the armpit. */
const BOXY: Pattern = {
  ...TEE,
  cuff: [
    { x: 356, y: 152 },
    { x: 302, y: 178 },
  ],
  armpit: { x: 300, y: 180 },
};
const LONG: Pattern = {
  ...TEE,
  cuff: [
    { x: 392, y: 300 },
    { x: 362, y: 318 },
  ],
};
const TANK: Pattern = {
  neck: { x: 248, y: 60 },
  shoulder: { x: 278, y: 70 },
  armpit: { x: 296, y: 165 },
  hem: { x: 300, y: 400 },
};

function outlineOf(pattern: Pattern): Point[] {
  const { neck, shoulder, cuff, armpit, hem } = pattern;
  const scoop = [0.25, 0.5, 0.75].map((t) => ({ x: 200 + (neck.x - 200) * t, y: neck.y + 34 * (1 - t * t) }));
  const armhole = cuff ? [cuff[0], cuff[1]] : [{ x: shoulder.x - 6, y: (shoulder.y + armpit.y) / 2 + 8 }];
  const half = [{ x: 200, y: neck.y + 34 }, ...scoop, neck, shoulder, ...armhole, armpit, hem];
  return [...half, ...half.toReversed().map((p) => ({ x: 400 - p.x, y: p.y }))];
}

function paint(
  pattern: Pattern,
  look: { scale?: number; cloth?: Colour; ground?: Colour; shiftX?: number } = {},
): Image8 {
  const { scale = 1, cloth = TEAL, ground = WHITE, shiftX = 0 } = look;
  const width = Math.round(400 * scale);
  const height = Math.round(460 * scale);
  const polygon = outlineOf(pattern).map((p) => ({ x: (p.x + shiftX) * scale, y: p.y * scale }));
  const coverage = fillPolygon(polygon, width, height);
  const data = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const alpha = coverage.data[i]! / 255;
    for (let c = 0; c < 3; c++) data[i * 3 + c] = alpha * cloth[c]! + (1 - alpha) * ground[c]!;
  }
  return { width, height, channels: 3, data };
}

function mirrorImage(image: Image8): Image8 {
  const data = new Uint8ClampedArray(image.data.length);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      for (let c = 0; c < 3; c++) {
        data[(y * image.width + x) * 3 + c] = image.data[(y * image.width + image.width - 1 - x) * 3 + c]!;
      }
    }
  }
  return { ...image, data };
}

function analyse(image: Image8): UpperGarmentAnalysis {
  const outcome = analyseGarment(image);
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.code);
  assert.ok(outcome.value.kind === "upper");
  return outcome.value;
}

function assertNear(found: Point, wanted: Point, tolerance: number, name: string): void {
  const distance = Math.hypot(found.x - wanted.x, found.y - wanted.y);
  assert.ok(
    distance <= tolerance,
    `${name} at ${found.x.toFixed(1)}, ${found.y.toFixed(1)} instead of ${wanted.x}, ${wanted.y}`,
  );
}

/** Within 3 % of the garment's 200 to 350 pixels of width. */
const TOLERANCE = 8;

function assertSide(side: GarmentSide, pattern: Pattern, place: (p: Point) => Point, scale = 1): void {
  const tolerance = TOLERANCE * scale;
  for (const name of ["neck", "shoulder", "hem"] as const)
    assertNear(side[name], place(pattern[name]), tolerance, name);
  assertNear(side.armpit, place(pattern.armpit), 2 * tolerance, "armpit"); // seen where the gap is a few pixels wide
  if (!pattern.cuff) return;
  assertNear(side.sleeve!.outer.at(-1)!, place(pattern.cuff[0]), tolerance, "outer cuff");
  assertNear(side.sleeve!.inner.at(-1)!, place(pattern.cuff[1]), tolerance, "inner cuff");
}

const own = (p: Point): Point => p;
const mirrored = (p: Point): Point => ({ x: 400 - p.x, y: p.y });

for (const [name, pattern, sleeves] of [
  ["tee", TEE, "short"],
  ["long sleeve", LONG, "long"],
  ["tank", TANK, "none"],
] as const) {
  test(`analyseGarment() finds the landmarks of a ${name}, the wearer's left on the viewer's right`, () => {
    const found = analyse(paint(pattern));
    assert.equal(found.sleeveLength, sleeves);
    assertSide(found.left, pattern, own);
    assertSide(found.right, pattern, mirrored);
    assert.ok(found.confidence > 0.6, `confidence ${found.confidence}`);
    assertNear(found.neckFront, { x: 200, y: pattern.neck.y + 34 }, TOLERANCE, "neck front");
  });
}

test("analyseGarment() finds the sleeves of a boxy tee, whose cuffs end in the armpits", () => {
  const { left, right } = analyse(paint(BOXY));
  assertNear(left.sleeve!.outer.at(-1)!, BOXY.cuff![0], TOLERANCE, "left cuff");
  assertNear(right.sleeve!.outer.at(-1)!, mirrored(BOXY.cuff![0]), TOLERANCE, "right cuff");
  assertNear(left.sleeve!.inner.at(-1)!, BOXY.armpit, 2 * TOLERANCE, "left inner corner");
});

test("analyseGarment() scales its landmarks with the photo", () => {
  const found = analyse(paint(TEE, { scale: 2.2 }));
  assertSide(found.left, TEE, (p) => ({ x: p.x * 2.2, y: p.y * 2.2 }), 2.2);
});

test("analyseGarment() swaps the sides of a mirrored photo", () => {
  const image = paint({ ...LONG, hem: { x: 305, y: 395 } }, { shiftX: 9 });
  const [plain, flipped] = [analyse(image), analyse(mirrorImage(image))];
  for (const name of ["neck", "shoulder", "armpit", "hem"] as const) {
    const p = plain.left[name];
    assertNear(flipped.right[name], { x: image.width - p.x, y: p.y }, TOLERANCE, name);
  }
});

test("analyseGarment() gives polylines that start and end at their landmarks", () => {
  const { left, right, neckline, hemline } = analyse(paint(LONG));
  for (const side of [left, right]) {
    assert.equal(side.sleeve!.outer.length, side.sleeve!.inner.length);
    assertNear(side.sleeve!.outer[0]!, side.shoulder, 1e-6, "sleeve's outer start");
    assertNear(side.sleeve!.inner[0]!, side.armpit, 1e-6, "sleeve's inner start");
    assertNear(side.seam[0]!, side.armpit, 1e-6, "seam's start");
    assertNear(side.seam.at(-1)!, side.hem, 1e-6, "seam's end");
  }
  assertNear(neckline[0]!, left.neck, 1e-6, "neckline's start");
  assertNear(neckline.at(-1)!, right.neck, 1e-6, "neckline's end");
  assertNear(hemline[0]!, left.hem, 1e-6, "hemline's start");
  assertNear(hemline.at(-1)!, right.hem, 1e-6, "hemline's end");
});

test("analyseGarment() cuts a white garment out of a white ground", () => {
  const found = analyse(paint(TEE, { cloth: [249, 249, 250] }));
  for (const name of ["neck", "shoulder", "hem"] as const)
    assertNear(found.left[name], TEE[name], TOLERANCE, name);
  assertNear(found.left.armpit, TEE.armpit, 3 * TOLERANCE, "armpit"); // the wide closing rounds the narrow gap
  assert.equal(found.matte.data[250 * 400 + 200], 255);
  assert.equal(found.matte.data[250 * 400 + 330], 0);
});

test("analyseGarment() leaves no ground in the edge's colour", () => {
  const { matte, colour } = analyse(paint(TANK, { scale: 2 }));
  for (let i = 0; i < matte.data.length; i++) {
    if (matte.data[i]! < 20) continue;
    for (let c = 0; c < 3; c++) {
      const level = colour.data[i * 3 + c]!;
      assert.ok(
        Math.abs(level - TEAL[c]!) <= 12,
        `channel ${c} is ${level} at pixel ${i}, alpha ${matte.data[i]}`,
      );
    }
  }
});

test("analyseGarment() keeps the alpha channel of a cut-out", () => {
  const opaque = paint(TEE);
  const cut = fillPolygon(outlineOf(TEE), 400, 460);
  const data = new Uint8Array(400 * 460 * 4);
  for (let i = 0; i < cut.data.length; i++) {
    for (let c = 0; c < 3; c++) data[i * 4 + c] = opaque.data[i * 3 + c]!;
    data[i * 4 + 3] = cut.data[i]!;
  }
  const found = analyse({ width: 400, height: 460, channels: 4, data });
  assert.deepEqual(Buffer.from(found.matte.data), Buffer.from(cut.data));
  assertSide(found.left, TEE, own);
});

test("analyseGarment() refuses what is no garment, each with its code", () => {
  const codeOf = (image: Image8): string => {
    const outcome = analyseGarment(image);
    return outcome.ok ? "ok" : outcome.code;
  };
  assert.equal(codeOf(paint(TEE, { cloth: WHITE })), "GARMENT_NOT_FOUND");
  const cropped = paint({ ...TEE, hem: { x: 297, y: 470 } });
  assert.equal(codeOf(cropped), "GARMENT_CUT_OFF");
  const wedge = paint(TEE, { cloth: WHITE });
  for (let y = 60; y < 300; y++)
    wedge.data.fill(40, (y * 400 + 60) * 3, (y * 400 + 60 + Math.round(1.25 * (y - 60))) * 3);
  assert.equal(codeOf(wedge), "GARMENT_UNREADABLE");
});

test("drawGarmentDebug() draws the landmarks and tints the ground", () => {
  const image = paint(TEE);
  const found = analyse(image);
  const drawn = drawGarmentDebug(image, found);
  const at = (p: Point): number[] => [
    ...drawn.data.subarray(
      (Math.floor(p.y) * 400 + Math.floor(p.x)) * 3,
      (Math.floor(p.y) * 400 + Math.floor(p.x)) * 3 + 3,
    ),
  ];
  assert.deepEqual(at(found.left.shoulder), [255, 140, 0]);
  assert.deepEqual(at({ x: 20, y: 20 }), [255, 140, 230]);
  assert.deepEqual(at({ x: 200, y: 300 }), [...TEAL]);
});
