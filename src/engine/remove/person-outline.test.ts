import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { PART } from "../person/types.js";
import { readPersonOutline } from "./person-outline.js";

const SIZE = 200;
const UNIT = 200;
const ARMPIT_ROW = 60;

/** Coverage where the person stands left of the column that `edgeAt` gives for each row. */
function outlineOf(edgeAt: (y: number) => number): (x: number, y: number) => number {
  const parts = createMask(SIZE, SIZE);
  for (let y = 0; y < SIZE; y++) parts.data.fill(PART.upper, y * SIZE, y * SIZE + Math.round(edgeAt(y)));
  const outline = readPersonOutline(parts, UNIT, ARMPIT_ROW);
  return (x, y) => outline[y * SIZE + x]!;
}

test("readPersonOutline() evens out the waves of a loose sleeve below the armpits", () => {
  // crests at 100 px, every 20 rows
  const at = outlineOf((y) => 97 + 3 * Math.sin((y * 2 * Math.PI) / 20));
  for (let y = 80; y < 140; y++)
    assert.ok(at(93, y) > 0.5 && at(100, y) < 0.5, `row ${y}: ${at(93, y)} ${at(100, y)}`);
});

test("readPersonOutline() fills the hollow between neck and shoulder less than one further down", () => {
  const filled = (corner: number): number => {
    const at = outlineOf((y) => (y < corner ? 60 : 160));
    return Array.from({ length: 30 }, (_, k) => at(61 + k, corner - 1)).reduce((a, b) => a + b, 0);
  };
  assert.ok(filled(40) < filled(140) - 1, `${filled(40)} ${filled(140)}`);
});

test("readPersonOutline() counts stripes in the wall's colour to the person", () => {
  const parts = createMask(SIZE, SIZE);
  // every third row was taken for the wall
  for (let y = 0; y < SIZE; y++) if (y % 3 !== 0) parts.data.fill(PART.upper, y * SIZE, y * SIZE + 100);
  const outline = readPersonOutline(parts, UNIT, ARMPIT_ROW);
  assert.ok(outline[30 * SIZE + 90]! > 0.9, `${outline[30 * SIZE + 90]}`);
});
