import assert from "node:assert/strict";
import { test } from "node:test";
import type { Image8 } from "../image.js";
import type { Layer } from "../warp/mod.js";
import { dropBackEnds, dropFrontEnds } from "./drop-loose-ends.js";

const SIZE = 100;
const UNIT = 100;

/** Boxes as [left, top, right, bottom), in px. */
type Box = readonly [number, number, number, number];

function isIn(boxes: readonly Box[], x: number, y: number): boolean {
  return boxes.some(([left, top, right, bottom]) => x >= left && x < right && y >= top && y < bottom);
}

function layerOf(boxes: readonly Box[]): Layer {
  const image: Image8 = {
    width: SIZE,
    height: SIZE,
    channels: 4,
    data: new Uint8ClampedArray(4 * SIZE * SIZE),
  };
  for (let i = 0; i < SIZE * SIZE; i++)
    if (isIn(boxes, i % SIZE, Math.floor(i / SIZE))) image.data[4 * i + 3] = 255;
  return { image } as Layer;
}

function coverageOf(boxes: readonly Box[]): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) =>
    isIn(boxes, i % SIZE, Math.floor(i / SIZE)) ? 1 : 0,
  );
}

const alphaAt = ({ image }: Layer, x: number, y: number): number => image.data[4 * (y * SIZE + x) + 3]!;

test("dropBackEnds() takes a strap's end beside the neck, and leaves the collar that the front holds", () => {
  const neck = coverageOf([[40, 0, 60, 60]]);
  const cloth = coverageOf([[10, 60, 90, 100]]);
  const back = dropBackEnds(
    layerOf([
      [30, 20, 50, 26],
      [30, 50, 70, 60],
    ]),
    { neck, cloth },
  );
  assert.equal(alphaAt(back, 35, 22), 0, "the end");
  assert.deepEqual([alphaAt(back, 35, 55), alphaAt(back, 65, 55)], [255, 255], "the collar");
});

test("dropFrontEnds() takes a strap's end that the back's inside parts from the front, and no other piece", () => {
  const [front, end, elsewhere]: readonly Box[] = [
    [10, 60, 90, 100],
    [60, 40, 68, 48],
    [20, 40, 28, 48],
  ];
  const back = layerOf([[58, 48, 70, 60]]);
  const kept = dropFrontEnds(layerOf([front!, end!, elsewhere!]), back, UNIT);
  assert.deepEqual([alphaAt(kept, 64, 44), alphaAt(kept, 24, 44), alphaAt(kept, 50, 80)], [0, 255, 255]);
});
