import assert from "node:assert/strict";
import { test } from "node:test";
import type { Image8, Point } from "../../image.js";
import { fillPolygon } from "../../kernels/fill-polygon.js";
import { analyseGarment } from "../analyse-garment.js";
import type { DressGarmentAnalysis } from "../types.js";

const WIDTH = 400;
const HEIGHT = 560;

/** Half an outline right of x = 200, from the neckline's middle to the hem's. */
const SLEEVELESS: readonly Point[] = [
  { x: 200, y: 56 },
  { x: 216, y: 46 },
  { x: 224, y: 26 },
  { x: 244, y: 30 },
  { x: 242, y: 62 },
  { x: 256, y: 84 },
  { x: 246, y: 165 },
  { x: 262, y: 250 },
  { x: 300, y: 520 },
  { x: 200, y: 524 },
];
const SLEEVED: readonly Point[] = [
  { x: 200, y: 56 },
  { x: 216, y: 46 },
  { x: 226, y: 26 },
  { x: 258, y: 36 },
  { x: 312, y: 106 },
  { x: 278, y: 128 },
  { x: 254, y: 92 },
  { x: 246, y: 165 },
  { x: 262, y: 250 },
  { x: 300, y: 520 },
  { x: 200, y: 524 },
];

function paint(half: readonly Point[], height = HEIGHT): Image8 {
  const polygon = [...half, ...half.toReversed().map((p) => ({ x: 400 - p.x, y: p.y }))];
  const cover = fillPolygon(polygon, WIDTH, height).data;
  const data = new Uint8ClampedArray(WIDTH * height * 3);
  for (let i = 0; i < cover.length; i++)
    for (let c = 0; c < 3; c++) data[3 * i + c] = 255 + (cover[i]! / 255) * ([140, 40, 80][c]! - 255);
  return { width: WIDTH, height, channels: 3, data };
}

function analyse(image: Image8): DressGarmentAnalysis {
  const outcome = analyseGarment(image);
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.code);
  assert.ok(outcome.value.kind === "dress", `taken for ${outcome.value.kind}`);
  return outcome.value;
}

function assertNear(found: Point, wanted: Point, name: string, tolerance = 9): void {
  const distance = Math.hypot(found.x - wanted.x, found.y - wanted.y);
  assert.ok(distance <= tolerance, `${name} at ${found.x.toFixed(1)}, ${found.y.toFixed(1)}`);
}

test("analyseGarment() reads a dress: landmarks of the bodice, seams down to the skirt's hem", () => {
  const found = analyse(paint(SLEEVELESS));
  assert.equal(found.sleeveLength, "none");
  assertNear(found.left.neck, { x: 224, y: 26 }, "neck");
  assertNear(found.left.armpit, { x: 256, y: 84 }, "armpit", 16);
  assertNear(found.left.hem, { x: 300, y: 520 }, "left hem");
  assertNear(found.right.hem, { x: 100, y: 520 }, "right hem");
  assertNear(found.left.seam.at(-1)!, found.left.hem, "seam's end", 1e-6);
  assertNear(found.hemline[0]!, found.left.hem, "hemline's start", 1e-6);
  assertNear(found.hemline.at(-1)!, found.right.hem, "hemline's end", 1e-6);
  const waist = found.left.seam.find((p) => p.y > 165)!;
  assert.ok(Math.abs(waist.x - 246) < 6, `waist at ${waist.x}`);
});

test("analyseGarment() finds a dress's short sleeves", () => {
  const found = analyse(paint(SLEEVED));
  assert.equal(found.sleeveLength, "short");
  assertNear(found.left.sleeve!.outer.at(-1)!, { x: 312, y: 106 }, "outer cuff", 14);
  assertNear(found.right.sleeve!.inner.at(-1)!, { x: 122, y: 128 }, "inner cuff", 14);
});

test("analyseGarment() does not take a dress that the photo cuts off for a whole one", () => {
  const outcome = analyseGarment(paint(SLEEVELESS, 420));
  assert.ok(!outcome.ok && outcome.code === "GARMENT_CUT_OFF", JSON.stringify(outcome).slice(0, 90));
});
