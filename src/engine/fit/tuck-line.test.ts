import assert from "node:assert/strict";
import { test } from "node:test";
import { isInsidePolygon } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { BodyFrame } from "./body-frame.js";
import { readTuck, readTuckOutline } from "./tuck-line.js";

const SIZE = 200;

/** Shoulders at row 20, hips 100 px below, 40 px to each side of x = 100. */
const BODY = {
  unit: 80,
  origin: { x: 100, y: 20 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 100,
  halfWidth: { left: new Float32Array(41).fill(40), right: new Float32Array(41).fill(40) },
} as unknown as BodyFrame;

/** Someone in a top and trousers that begin at row `waist(x)`, with a hand before columns 70 to 79. */
function tuckedIn(waist: (x: number) => number): PersonAnalysis {
  const data = new Uint8Array(SIZE * SIZE);
  for (let y = 20; y < SIZE; y++) {
    for (let x = 60; x < 140; x++) {
      const isHand = x >= 70 && x < 80 && y > 80 && y < 120;
      data[y * SIZE + x] = isHand ? PART.rightHand : y < waist(x) ? PART.upper : PART.lower;
    }
  }
  return { width: SIZE, height: SIZE, parts: { width: SIZE, height: SIZE, data } } as PersonAnalysis;
}

test("readTuckOutline() follows a slanted waistband, behind a hand too, and goes on level past the body", () => {
  const waist = (x: number): number => 100 + (x - 100) / 8;
  const outline = readTuckOutline(tuckedIn(waist), BODY, 0.8)!;
  for (const x of [64, 75, 90, 100, 120, 136]) {
    assert.ok(!isInsidePolygon(outline, x, waist(x) - 2), `cloth is seen above the waistband at ${x}`);
    assert.ok(isInsidePolygon(outline, x, waist(x) + 4), `and hidden below it at ${x}`);
  }
  assert.ok(!isInsidePolygon(outline, 30, 93), "beside the body, above");
  assert.ok(isInsidePolygon(outline, 30, 100), "and below");
  assert.ok(isInsidePolygon(outline, 100, SIZE - 1), "down to the photo's end");
});

test("readTuck() lets cloth stand out of the waistband a little, and further up more", () => {
  const { mostAt } = readTuck(
    tuckedIn(() => 100),
    BODY,
    0.8,
  )!;
  assert.ok(Math.abs(mostAt("left", 0.85) - 41.6) < 0.5, `${mostAt("left", 0.85)} px`);
  assert.ok(Math.abs(mostAt("left", 0.6) - 55.6) < 1, `${mostAt("left", 0.6)} px`);
  assert.equal(mostAt("right", 0.8), Infinity, "a hand hides the side");
});

test("readTuck() makes out no waistband where what lies below the top is no arc", () => {
  const jagged = (x: number): number => 100 + (x % 20 < 10 ? 10 : -10);
  assert.equal(readTuck(tuckedIn(jagged), BODY, 0.8), null);
});

test("readTuckOutline() goes down to the lower garment where the midriff above it is bare", () => {
  const person = tuckedIn(() => 100);
  // trousers cut deeper in one place, with skin above them
  for (let y = 100; y < 112; y++) for (let x = 95; x < 105; x++) person.parts.data[y * SIZE + x] = PART.neck;
  const outline = readTuckOutline(person, BODY, 0.8)!;
  assert.ok(!isInsidePolygon(outline, 100, 108), "cloth over the skin");
  assert.ok(isInsidePolygon(outline, 120, 108), "trousers beside it");
});
