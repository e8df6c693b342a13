import assert from "node:assert/strict";
import { test } from "node:test";
import { dilateSquare, erodeSquare } from "./square-morphology.js";

const DOT = { width: 5, height: 4, data: Uint8Array.from({ length: 20 }, (_, i) => (i === 7 ? 255 : 0)) };

test("dilateSquare() grows a dot into a square cut at the frame", () => {
  const rows = Array.from({ length: 4 }, (_, y) =>
    Array.from(dilateSquare(DOT, 1).data.subarray(5 * y, 5 * y + 5)),
  );
  assert.deepEqual(rows, [
    [0, 255, 255, 255, 0],
    [0, 255, 255, 255, 0],
    [0, 255, 255, 255, 0],
    [0, 0, 0, 0, 0],
  ]);
});

test("erodeSquare() undoes the dilation of a dot and leaves a full frame full", () => {
  assert.deepEqual([...erodeSquare(dilateSquare(DOT, 1), 1).data].indexOf(255), 2);
  const full = { width: 3, height: 3, data: new Uint8Array(9).fill(255) };
  assert.deepEqual([...erodeSquare(full, 2).data], new Array(9).fill(255));
});

test("dilateSquare() and erodeSquare() equal the naive search, also for windows wider than the picture", () => {
  let seed = 5;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 60; round++) {
    const [width, height] = [1 + Math.floor(random() * 17), 1 + Math.floor(random() * 17)];
    const radius = Math.floor(random() * 20);
    const data = Uint8Array.from({ length: width * height }, () => (random() < 0.1 ? 255 : 0));
    const isNear = (i: number, value: number): boolean =>
      data.some(
        (v, j) =>
          v === value &&
          Math.abs((i % width) - (j % width)) <= radius &&
          Math.abs(Math.floor(i / width) - Math.floor(j / width)) <= radius,
      );
    const mask = { width, height, data };
    assert.deepEqual(
      dilateSquare(mask, radius).data,
      data.map((_, i) => (isNear(i, 255) ? 255 : 0)),
    );
    assert.deepEqual(
      erodeSquare(mask, radius).data,
      data.map((_, i) => (isNear(i, 0) ? 0 : 255)),
    );
  }
});
