import assert from "node:assert/strict";
import { test } from "node:test";
import { maskWhere, pushPullFill } from "./push-pull.js";

test("pushPullFill() keeps known pixels and continues a constant", () => {
  const data = new Uint8Array(5 * 4 * 3).fill(0);
  for (let i = 0; i < 20; i++) if (i % 5 < 2) data.set([10, 200, 30], 3 * i);
  const known = maskWhere(5, 4, (i) => i % 5 < 2);
  const filled = pushPullFill({ width: 5, height: 4, channels: 3, data }, known);
  for (let i = 0; i < 20; i++)
    assert.deepEqual(Array.from(filled.data.subarray(3 * i, 3 * i + 3)), [10, 200, 30]);
});

test("pushPullFill() blends between two sides in order", () => {
  const width = 17;
  const data = new Uint8Array(width * 3);
  data.fill(200, 3 * 16);
  const known = maskWhere(width, 1, (i) => i === 0 || i === 16);
  const filled = pushPullFill({ width, height: 1, channels: 3, data }, known);
  const row = Array.from({ length: width }, (_, i) => filled.data[3 * i]!);
  assert.equal(row[0], 0);
  assert.equal(row[16], 200);
  for (let i = 1; i < width; i++) assert.ok(row[i]! >= row[i - 1]!, `not ordered: ${row.join(" ")}`);
});

test("pushPullFill() gives black when nothing is known", () => {
  const image = { width: 3, height: 3, channels: 3 as const, data: new Uint8Array(27).fill(90) };
  assert.deepEqual(
    [
      ...pushPullFill(
        image,
        maskWhere(3, 3, () => false),
      ).data,
    ],
    new Array(27).fill(0),
  );
});
