import assert from "node:assert/strict";
import { test } from "node:test";
import { markLabels, tableOfLabels } from "./mark-labels.js";

const LABELS = { width: 3, height: 2, data: Uint8Array.of(0, 1, 2, 7, 2, 255) };

test("markLabels() marks the wanted labels, the highest one too", () => {
  assert.deepEqual([...markLabels(LABELS, [2, 255]).data], [0, 0, 255, 0, 255, 255]);
  assert.deepEqual([...markLabels(LABELS, []).data], [0, 0, 0, 0, 0, 0]);
});

test("markLabels() leaves out what is excepted", () => {
  const except = { width: 3, height: 2, data: Uint8Array.of(255, 255, 0, 0, 1, 0) };
  assert.deepEqual([...markLabels(LABELS, [0, 2, 7], except).data], [0, 0, 255, 255, 0, 0]);
});

test("tableOfLabels() has 255 at the wanted labels alone", () => {
  const table = tableOfLabels(new Set([3, 5]));
  assert.deepEqual([table.length, table[3], table[4], table[5]], [256, 255, 0, 255]);
});
