import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { evenEdges } from "./even-edges.js";
import type { LabelledHalf } from "./match-sides.js";

const SIZE = 200;
const UNIT = 100;
const STEP = 0.016;

/** How far, in px, a side's edge is eaten into at a row. */
type Eaten = (y: number) => number;

/** Half the outline of a box 100 px wide from y = 20 to 180, eaten into at its side. */
function traceHalf(eaten: Eaten): LabelledHalf {
  const points: [number, number][] = [];
  for (let u = 0; u < 0.5; u += STEP) points.push([u, 0.2]);
  const shoulder = points.length;
  for (let v = 0.2; v < 1.8; v += STEP) points.push([0.5 - eaten(v * UNIT) / UNIT, v]);
  const hem = points.length;
  for (let u = 0.5; u >= 0; u -= STEP) points.push([u, 1.8]);
  const outline = {
    u: Float64Array.from(points, ([u]) => u),
    v: Float64Array.from(points, ([, v]) => v),
    turn: new Float64Array(points.length),
  };
  const labels = { neck: 10, shoulder, armpit: shoulder + 20, hem, cost: 0 };
  return { outline, labels, isMirrored: false, confidence: 1 };
}

/** The column in which each row of the box ends after its edges were evened, for cloth that is darker than the ground by `contrast` (L*). */
function evenSide(contrast: number, eaten: Eaten): (y: number) => number {
  const mask = createMask(SIZE, SIZE);
  const lab = { width: SIZE, height: SIZE, data: new Float32Array(3 * SIZE * SIZE).fill(0) };
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const isIn = Math.abs(x + 0.5 - 100) < 50 - eaten(y + 0.5) && y >= 20 && y < 180;
      if (isIn) mask.data[y * SIZE + x] = 255;
      lab.data[3 * (y * SIZE + x)] = isIn ? 98 - contrast : 98;
    }
  }
  const half = traceHalf(eaten);
  const even = evenEdges(mask, lab, {
    sides: { left: half, right: half, difference: 0 },
    frame: { axisX: 100, unitPx: UNIT },
  });
  return (y) => even.data.subarray(y * SIZE + 100, (y + 1) * SIZE).indexOf(0) + 100;
}

const nibble: Eaten = (y) => (y > 70 && y < 160 ? 1.5 + 1.5 * Math.sin(y / 2) : 0);

test("evenEdges() draws a pale garment's nibbled side along its outermost points", () => {
  const ends = evenSide(3, nibble);
  for (let y = 80; y < 150; y++) assert.ok(ends(y) >= 148 && ends(y) <= 151, `row ${y} ends at ${ends(y)}`);
});

test("evenEdges() leaves an edge alone that is clear", () => {
  const ends = evenSide(40, nibble);
  for (let y = 80; y < 150; y++) assert.equal(ends(y), Math.ceil(150 - nibble(y + 0.5) - 0.5));
});

test("evenEdges() keeps a bay that is a garment's form", () => {
  const ends = evenSide(3, (y) => (y > 90 && y < 140 ? 12 * Math.sin(((y - 90) / 50) * Math.PI) : 0));
  assert.ok(ends(115) < 143, `row 115 ends at ${ends(115)}`);
});
