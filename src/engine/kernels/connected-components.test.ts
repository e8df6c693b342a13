import assert from "node:assert/strict";
import { test } from "node:test";
import { findComponents } from "./connected-components.js";

const mask = (rows: readonly string[]): { width: number; height: number; data: Uint8Array } => ({
  width: rows[0]!.length,
  height: rows.length,
  data: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 255 : 0)),
});

test("findComponents() joins diagonal neighbours only with connectivity 8", () => {
  const picture = mask(["......", ".##...", "...##.", "......"]);
  assert.equal(findComponents(picture, 8).list.length, 1);
  assert.deepEqual(
    findComponents(picture, 4).list.map((c) => c.area),
    [2, 2],
  );
});

test("findComponents() reports area, box and contact with the frame", () => {
  const { labels, list } = findComponents(mask(["#....", "#..#.", "...#.", "....."]));
  assert.deepEqual(list, [
    { label: 1, area: 2, minX: 0, minY: 0, maxX: 0, maxY: 1, touchesBorder: true },
    { label: 2, area: 2, minX: 3, minY: 1, maxX: 3, maxY: 2, touchesBorder: false },
  ]);
  assert.deepEqual([...labels.subarray(5, 10)], [1, 0, 0, 2, 0]);
});

test("findComponents() finds nothing in an empty mask", () => {
  assert.deepEqual(findComponents(mask(["...", "..."])).list, []);
});
