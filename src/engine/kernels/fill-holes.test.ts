import assert from "node:assert/strict";
import { test } from "node:test";
import { fillHoles, findHoles } from "./fill-holes.js";

const ring = ["........", ".#####..", ".#...#..", ".#.#.##.", ".#####..", "........"];
const mask = { width: 8, height: 6, data: Uint8Array.from(ring.join(""), (c) => (c === "#" ? 255 : 0)) };

test("findHoles() lists background that does not reach the frame", () => {
  const [hole, ...others] = findHoles(mask);
  assert.equal(others.length, 0);
  assert.equal(hole!.area, 5);
  assert.deepEqual([...hole!.pixels], [18, 19, 20, 26, 28]);
});

test("fillHoles() fills every hole unless told otherwise, and nothing else", () => {
  const count = (data: ArrayLike<number>): number => Array.from(data).filter((v) => v === 255).length;
  assert.equal(count(fillHoles(mask).data), count(mask.data) + 5);
  assert.deepEqual([...fillHoles(mask, (hole) => hole.area > 5).data], [...mask.data]);
});
