import assert from "node:assert/strict";
import { test } from "node:test";
import { close, dilate, erode, open } from "./morphology.js";

const draw = (rows: readonly string[]): { width: number; height: number; data: Uint8Array } => ({
  width: rows[0]!.length,
  height: rows.length,
  data: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 255 : 0)),
});
const show = (mask: { width: number; height: number; data: ArrayLike<number> }): string[] =>
  Array.from({ length: mask.height }, (_, y) =>
    Array.from({ length: mask.width }, (_, x) => (mask.data[y * mask.width + x] === 255 ? "#" : ".")).join(
      "",
    ),
  );

test("dilate() grows a pixel to a disc", () => {
  assert.deepEqual(show(dilate(draw([".....", ".....", "..#..", ".....", "....."]), 1)), [
    ".....",
    "..#..",
    ".###.",
    "..#..",
    ".....",
  ]);
});

test("erode() shrinks by the radius and leaves the frame's side alone", () => {
  assert.deepEqual(show(erode(draw(["####.", "####.", "####."]), 1)), ["###..", "###..", "###.."]);
});

test("open() removes a thin line and keeps a block", () => {
  const opened = show(open(draw([".........", ".###.....", ".###.####", ".###.....", "........."]), 1));
  assert.deepEqual(opened, [".........", "..#......", ".###.....", "..#......", "........."]);
});

test("close() closes a slit but does not grow into the frame", () => {
  const rows = ["........", ".##.###.", ".##.###.", ".##.###.", "........"];
  const closed = show(close(draw(rows), 1));
  assert.equal(closed[2], ".######.");
  assert.equal(closed[0], "........");
  assert.equal(closed[4], "........");
});
