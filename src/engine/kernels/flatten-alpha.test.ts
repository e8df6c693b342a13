import assert from "node:assert/strict";
import { test } from "node:test";
import { flattenAlpha } from "./flatten-alpha.js";

test("flattenAlpha() mixes with white by alpha and leaves three channels alone", () => {
  const clear = {
    width: 3,
    height: 1,
    channels: 4,
    data: new Uint8Array([10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 51]),
  } as const;
  assert.deepEqual([...flattenAlpha(clear).data], [10, 20, 30, 255, 255, 255, 204, 204, 204]);
  const opaque = { width: 1, height: 1, channels: 3, data: new Uint8Array([1, 2, 3]) } as const;
  assert.equal(flattenAlpha(opaque), opaque);
});
