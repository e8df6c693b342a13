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
