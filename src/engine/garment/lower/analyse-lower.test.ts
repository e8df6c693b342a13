import assert from "node:assert/strict";
import { test } from "node:test";
import type { Image8, Point } from "../../image.js";
import { fillPolygon } from "../../kernels/fill-polygon.js";
import { analyseGarment } from "../analyse-garment.js";
import { drawGarmentDebug } from "../draw-debug.js";
import type { LowerGarmentAnalysis } from "../types.js";

const WIDTH = 400;
const CLOTH = [40, 70, 130] as const;

/** Half an outline right of x = 200, from the waist's middle to the crotch's or hem's. */
const TROUSERS: readonly Point[] = [
  { x: 200, y: 30 },
  { x: 262, y: 30 },
  { x: 286, y: 110 },
  { x: 280, y: 470 },
  { x: 224, y: 470 },
  { x: 200, y: 150 },
];
const SHORTS: readonly Point[] = [
  { x: 200, y: 30 },
  { x: 290, y: 30 },
  { x: 340, y: 260 },
  { x: 215, y: 285 },
  { x: 200, y: 215 },
];
const SKIRT: readonly Point[] = [
  { x: 200, y: 30 },
  { x: 265, y: 30 },
  { x: 345, y: 400 },
  { x: 200, y: 410 },
];

/** A handkerchief hem: its corners hang down in points, and its middle is a notch. */
const HANDKERCHIEF: readonly Point[] = [
  { x: 200, y: 30 },
  { x: 280, y: 30 },
  { x: 320, y: 250 },
  { x: 270, y: 340 },
  { x: 200, y: 250 },
];

function paint(half: readonly Point[], height = 500): Image8 {
  const polygon = [...half, ...half.toReversed().map((p) => ({ x: 400 - p.x, y: p.y }))];
  const cover = fillPolygon(polygon, WIDTH, height).data;
  const data = new Uint8ClampedArray(WIDTH * height * 3);
  for (let i = 0; i < cover.length; i++)
    for (let c = 0; c < 3; c++) data[3 * i + c] = 255 + (cover[i]! / 255) * (CLOTH[c]! - 255);
  return { width: WIDTH, height, channels: 3, data };
}

function analyse(image: Image8): LowerGarmentAnalysis {
  const outcome = analyseGarment(image);
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.code);
  assert.ok(outcome.value.kind === "lower", `taken for ${outcome.value.kind}`);
  return outcome.value;
}

function assertNear(found: Point | undefined, wanted: Point, name: string, tolerance = 6): void {
  assert.ok(found, `no ${name}`);
  const distance = Math.hypot(found.x - wanted.x, found.y - wanted.y);
  assert.ok(distance <= tolerance, `${name} at ${found.x.toFixed(1)}, ${found.y.toFixed(1)}`);
}

test("analyseGarment() finds waist, hems and crotch of trousers, the wearer's left on the viewer's right", () => {
  const found = analyse(paint(TROUSERS));
  assert.equal(found.style, "trousers");
  assertNear(found.left.waist, { x: 262, y: 30 }, "left waist");
  assertNear(found.right.waist, { x: 138, y: 30 }, "right waist");
  assertNear(found.left.hem, { x: 280, y: 470 }, "left hem");
  assertNear(found.left.inner?.at(-1), { x: 224, y: 470 }, "left inner hem");
  assertNear(found.right.inner?.at(-1), { x: 176, y: 470 }, "right inner hem");
  assertNear(found.crotch, { x: 200, y: 152 }, "crotch", 12);
  assert.ok(Math.abs(found.left.hip.x - 286) < 4, `left hip at ${found.left.hip.x}`);
  assert.equal(found.hemlines.length, 2);
  assert.ok(found.confidence > 0.9, `confidence ${found.confidence}`);
});

test("analyseGarment() finds the crotch of shorts", () => {
  const found = analyse(paint(SHORTS, 320));
  assert.equal(found.style, "trousers");
  assertNear(found.crotch, { x: 200, y: 217 }, "crotch", 12);
  assertNear(found.left.hem, { x: 340, y: 260 }, "left hem", 8);
});

test("analyseGarment() parts wide trousers whose legs touch along the crease between them", () => {
  const image = paint([
    { x: 200, y: 20 },
    { x: 255, y: 20 },
    { x: 280, y: 140 },
    { x: 282, y: 480 },
    { x: 200, y: 480 },
  ]);
  for (let y = 150; y < 480; y++) image.data.fill(15, (y * WIDTH + 199) * 3, (y * WIDTH + 202) * 3);
  const found = analyse(image);
  assert.equal(found.style, "trousers");
  assertNear(found.left.inner?.at(-1), { x: 200, y: 480 }, "left inner hem", 8);
  assert.ok(found.crotch!.y > 110 && found.crotch!.y < 190, `crotch at ${found.crotch!.y}`);
});

test("analyseGarment() reads a skirt as one piece with one hem", () => {
  const found = analyse(paint(SKIRT));
  assert.equal(found.style, "skirt");
  assert.equal(found.crotch, undefined);
  assert.equal(found.left.inner, undefined);
  assertNear(found.left.waist, { x: 265, y: 30 }, "left waist");
  assertNear(found.right.hem, { x: 55, y: 400 }, "right hem", 8);
  assertNear(found.hemlines[0]![0], found.left.hem, "hemline's start", 1e-6);
  assertNear(found.hemlines[0]!.at(-1), found.right.hem, "hemline's end", 1e-6);
});

test("analyseGarment() takes the inside of the back's waistband off the front", () => {
  const image = paint(SKIRT);
  for (let y = 30; y < 45; y++) {
    for (let x = 140; x < 260; x++) {
      const f = (x - 135) / 130;
      if (y < 30 + 4 * f * (1 - f) * 14) image.data.set([150, 160, 190], (y * WIDTH + x) * 3);
    }
  }
  const found = analyse(image);
  const at = (x: number, y: number): number => found.backWaist.data[y * WIDTH + x]!;
  assert.equal(at(200, 36), 255);
  assert.equal(at(200, 60), 0);
});

test("analyseGarment() refuses trousers that the photo cuts off", () => {
  const cut = analyseGarment(paint(TROUSERS, 300));
  assert.deepEqual(cut, { ok: false, code: "GARMENT_CUT_OFF", stage: "garment" });
});

test("analyseGarment() refuses a lower garment that is not symmetric at all", () => {
  const image = paint(SKIRT);
  image.data.fill(255);
  for (let y = 40; y < 400; y++)
    image.data.fill(60, (y * WIDTH + 100) * 3, (y * WIDTH + 160 + Math.round(0.55 * (y - 40))) * 3);
  const outcome = analyseGarment(image);
  assert.ok(!outcome.ok && outcome.code === "GARMENT_UNREADABLE", JSON.stringify(outcome).slice(0, 80));
});

test("drawGarmentDebug() draws a lower garment's crotch and edges", () => {
  const image = paint(TROUSERS);
  const found = analyse(image);
  const drawn = drawGarmentDebug(image, found);
  const { x, y } = found.crotch!;
  const i = (Math.floor(y) * WIDTH + Math.floor(x)) * 3;
  assert.deepEqual([...drawn.data.subarray(i, i + 3)], [230, 0, 230]);
});

test("analyseGarment() takes the corners of a handkerchief hem for no legs and keeps the notch between them open", () => {
  const found = analyse(paint(HANDKERCHIEF));
  assert.equal(found.style, "skirt");
  assert.equal(found.matte.data[310 * WIDTH + 200], 0);
  assert.equal(found.matte.data[240 * WIDTH + 200], 255);
});
