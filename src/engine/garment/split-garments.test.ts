import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { analyseGarment } from "./mod.js";
import { listGarments, splitGarments } from "./split-garments.js";

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

function fillBoxes(width: number, boxes: readonly Box[], put: (i: number) => void): void {
  for (const [x0, y0, x1, y1] of boxes)
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) put(y * width + x);
}

function maskOf(...boxes: Box[]): Mask {
  const mask = createMask(40, 40);
  fillBoxes(40, boxes, (i) => (mask.data[i] = 255));
  return mask;
}

/** Lab of a dark square picture. */
const darkLab = (size: number) => ({
  width: size,
  height: size,
  data: new Float32Array(3 * size * size).fill(20),
});

test("listGarments() counts pieces of some size, not belts, shadows or what the border cuts", () => {
  const count = (...boxes: Box[]): number => listGarments(maskOf(...boxes), darkLab(40)).length;
  assert.equal(count(), 0);
  assert.equal(count([5, 5, 15, 15]), 1);
  assert.equal(count([5, 5, 15, 15], [20, 5, 30, 15]), 2);
  assert.equal(count([5, 5, 15, 15], [20, 5, 24, 10]), 1);
  assert.equal(count([5, 5, 15, 15], [0, 20, 10, 30]), 1);
  assert.equal(count([0, 20, 10, 30]), 1);
});

test("splitGarments() cuts out each garment and lays ground over what reaches in from the other", () => {
  // an L about a box: the box lies in the L's frame
  const boxes: Box[] = [
    [10, 10, 20, 70],
    [10, 60, 70, 70],
    [40, 20, 60, 40],
  ];
  const image: Image8 = createImage(160, 160, 3);
  image.data.fill(240);
  const mask = createMask(80, 80);
  fillBoxes(80, boxes, (i) => (mask.data[i] = 255));
  fillBoxes(
    160,
    boxes.map(([x0, y0, x1, y1]) => [2 * x0, 2 * y0, 2 * x1, 2 * y1]),
    (i) => image.data.fill(30, 3 * i, 3 * i + 3),
  );
  const cuts = splitGarments(image, mask, listGarments(mask, darkLab(80)));
  const darkOf = ({ data }: Image8): number => data.filter((v) => v < 200).length / 3;
  assert.deepEqual(
    cuts.map(({ width, height }) => [width, height]),
    [
      [140, 140],
      [48, 48],
    ],
  );
  assert.deepEqual(cuts.map(darkOf), [20 * 120 + 100 * 20, 40 * 40]);
});

test("analyseGarment() refuses garments that are not worn together by name", () => {
  const image: Image8 = createImage(600, 500, 3);
  image.data.fill(250);
  const boxes: Box[] = [
    [60, 90, 260, 330],
    [340, 80, 400, 440],
    [400, 80, 460, 140],
    [440, 80, 500, 440],
  ];
  fillBoxes(600, boxes, (i) => {
    image.data[3 * i] = 40;
    image.data[3 * i + 1] = 70;
    image.data[3 * i + 2] = 130;
  });
  assert.deepEqual(analyseGarment(image), { ok: false, code: "GARMENTS_UNMATCHED", stage: "garment" });
});
