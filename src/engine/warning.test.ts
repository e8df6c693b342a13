import assert from "node:assert/strict";
import { test } from "node:test";
import { discountWarnings } from "./warning.js";

test("discountWarnings() takes off for what was read wrong, and nothing for what the confidences know", () => {
  assert.equal(discountWarnings([]), 1);
  assert.equal(discountWarnings(["skin-painted"]), 1);
  assert.ok(discountWarnings(["person-seated"]) < 0.7);
  assert.ok(
    discountWarnings(["person-seated", "garment-partly-hidden"]) < discountWarnings(["person-seated"]),
  );
});
