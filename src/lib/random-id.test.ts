import assert from "node:assert/strict";
import { test } from "node:test";
import { randomId } from "./random-id.js";

test("randomId() gives 22 characters, and none twice over many fills of its pool", () => {
  const ids = Array.from({ length: 1000 }, randomId);
  assert.equal(new Set(ids).size, 1000);
  for (const id of ids) assert.match(id, /^[\w-]{22}$/);
});
