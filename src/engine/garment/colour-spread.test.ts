import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceOf, meanOf, spreadOf, type Colour } from "./colour-spread.js";

test("spreadOf() is the root mean square distance from the mean", () => {
  const colours: Colour[] = [
    [10, 0, 0],
    [16, 8, 0],
  ];
  assert.deepEqual(meanOf(colours), [13, 4, 0]);
  assert.equal(distanceOf(colours[0]!, colours[1]!), 10);
  assert.equal(spreadOf(colours), 5);
});
