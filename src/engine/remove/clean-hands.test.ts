import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8 } from "../image.js";
import { PART } from "../person/types.js";
import { cleanHandsInto, clearEdgeInto, readHandEdge } from "./clean-hands.js";
import type { PersonCrop } from "./types.js";

const [width, height] = [40, 12];
/** A hand of grey 180 up to here, then black trousers; the hand's last pixel is mixed with them. */
const EDGE = 20;

function scene(part: number): PersonCrop {
  const photo = createImage(width, height, 3);
  const parts = createMask(width, height);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    parts.data[i] = x < EDGE ? part : PART.lower;
    photo.data.fill(x < EDGE - 1 ? 180 : x < EDGE ? 100 : 20, 3 * i, 3 * i + 3);
  }
  return { rect: { left: 0, top: 0, width, height }, photo, parts, matte: createMask(width, height) };
}

const grey = (image: Image8, x: number): number => image.data[3 * (6 * width + x)]!;

function white(): Image8 {
  const image = createImage(width, height, 3);
  image.data.fill(250);
  return image;
}

test("cleanHandsInto() takes the old garment out of a hand's border, and leaves it soft before the wall", () => {
  const crop = scene(PART.leftHand);
  const base: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  cleanHandsInto(base, white(), readHandEdge(crop, 100)!, crop.parts);
  assert.equal(grey(base, EDGE - 2), 180);
  assert.ok(grey(base, EDGE - 1) > 195 && grey(base, EDGE - 1) < 215, `${grey(base, EDGE - 1)}`);
});

test("clearEdgeInto() lets no wall shine between a hand and new cloth", () => {
  const crop = scene(PART.leftHand);
  const edge = readHandEdge(crop, 100)!;
  const base = white();
  clearEdgeInto(base, edge, new Float32Array(width * height).fill(1));
  assert.deepEqual([grey(base, EDGE - 1), grey(base, EDGE)], [180, 180]);
  assert.equal(grey(base, EDGE + 4), 250);
});

test("readHandEdge() keeps the rim of a thing that is held, and finds nothing where nothing is", () => {
  const { own } = readHandEdge(scene(PART.object), 100)!;
  assert.equal(grey(own, EDGE - 1), 100);
  assert.equal(readHandEdge(scene(PART.upper), 100), null);
});
