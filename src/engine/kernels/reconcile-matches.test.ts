import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Image8, type Mask } from "../image.js";
import { reconcileMatches, type MatchedHole } from "./reconcile-matches.js";

const WIDTH = 32;
const HEIGHT = 12;
const REACH_PX = 100;

const FROM = 12;
const SIZE = 8;
/** Copies come from so far to the left. */
const SHIFT = 10;

/** A picture whose brightness at each column is `grey`'s, with eight columns a hole that copies others. */
function brokenAt(grey: (x: number) => number): MatchedHole {
  const image: Image8 = {
    width: WIDTH,
    height: HEIGHT,
    channels: 3,
    data: new Uint8ClampedArray(3 * WIDTH * HEIGHT),
  };
  const known: Mask = createMask(WIDTH, HEIGHT);
  const match = new Int32Array(WIDTH * HEIGHT).fill(-1);
  for (let i = 0; i < match.length; i++) {
    const x = i % WIDTH;
    image.data.fill(grey(x), 3 * i, 3 * i + 3);
    if (x >= FROM && x < FROM + SIZE) match[i] = i - SHIFT;
    else known.data[i] = 255;
  }
  return { image, known, match };
}

/** What the middle row of the hole becomes. */
function fillOf(hole: MatchedHole): number[] {
  const offset = reconcileMatches(hole, REACH_PX);
  const first = 6 * WIDTH + FROM;
  return Array.from({ length: SIZE }, (_, k) => {
    const copied = hole.image.data[3 * hole.match[first + k]!]!;
    return copied + offset[3 * (first + k)]!;
  });
}

test("reconcileMatches() adds nothing where copies fit", () => {
  const hole = brokenAt((x) => 100 + 10 * (x % 5));
  assert.ok(reconcileMatches(hole, REACH_PX).every((v) => Math.abs(v) < 1e-6));
});

test("reconcileMatches() leads the light of copies over from one side of the hole to the other", () => {
  const fill = fillOf(brokenAt((x) => 100 + x));
  fill.forEach((v, k) => assert.ok(Math.abs(v - (100 + FROM + k)) < 1.5, `column ${FROM + k}: ${v}`));
});

test("reconcileMatches() keeps the edge of another thing beside the hole", () => {
  const fill = fillOf(brokenAt((x) => (x < FROM + SIZE ? 60 : 220)));
  assert.ok(Math.max(...fill) < 70, `brightest ${Math.max(...fill)}`);
});

test("reconcileMatches() evens out the seam between two copies", () => {
  const hole = brokenAt((x) => (x < FROM + SIZE ? 100 : 120));
  const match = hole.match.map((m, i) => (i % WIDTH >= 16 && m >= 0 ? i + SHIFT : m));
  const fill = fillOf({ ...hole, match });
  for (let k = 1; k < SIZE; k++) assert.ok(Math.abs(fill[k]! - fill[k - 1]!) < 6, `step ${k} of ${fill}`);
});
