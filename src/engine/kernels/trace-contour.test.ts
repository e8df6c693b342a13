import assert from "node:assert/strict";
import { test } from "node:test";
import { traceContour } from "./trace-contour.js";

const trace = (rows: readonly string[]): string =>
  traceContour({
    width: rows[0]!.length,
    height: rows.length,
    data: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 255 : 0)),
  })
    .map((p) => `${p.x - 0.5}${p.y - 0.5}`)
    .join(" ");

test("traceContour() walks a block clockwise from its top left", () => {
  assert.equal(trace([".....", ".###.", ".###.", ".###.", "....."]), "11 21 31 32 33 23 13 12");
});

test("traceContour() goes out and back along a line one pixel thick", () => {
  assert.equal(trace(["....", "###.", "...."]), "01 11 21 11");
});

test("traceContour() passes the start when it joins two branches", () => {
  assert.equal(trace(["..#..", ".#.#.", "....."]), "20 31 20 11");
});

test("traceContour() gives one point for a pixel and none for an empty mask", () => {
  assert.equal(trace(["...", ".#.", "..."]), "11");
  assert.equal(trace(["...", "..."]), "");
});
