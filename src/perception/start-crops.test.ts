import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cropAroundMask, fallbackStarts, wideStart } from "./start-crops.js";

describe("wideStart()", () => {
  test("is centred, twice the longer side", () => {
    assert.deepEqual(wideStart({ width: 600, height: 800 }), { x: 300, y: 400, sizePx: 1600, angleRad: 0 });
  });
});

describe("fallbackStarts()", () => {
  test("covers a wide picture from edge to edge with overlapping squares", () => {
    const starts = fallbackStarts({ width: 800, height: 400 });
    assert.deepEqual(
      starts.map(({ x, y, sizePx }) => [x, y, sizePx]),
      [
        [200, 200, 400],
        [400, 200, 400],
        [600, 200, 400],
      ],
    );
  });

  test("goes down a tall picture and is one square for a square one", () => {
    assert.deepEqual(
      fallbackStarts({ width: 100, height: 150 }).map(({ x, y }) => [x, y]),
      [
        [50, 50],
        [50, 100],
      ],
    );
    assert.equal(fallbackStarts({ width: 100, height: 100 }).length, 1);
  });

  test("looks at a panorama no more than five times", () => {
    assert.equal(fallbackStarts({ width: 4000, height: 100 }).length, 5);
  });
});

describe("cropAroundMask()", () => {
  const crop = { x: 32, y: 32, sizePx: 64, angleRad: 0 };

  test("fits the pixels that are person, with its margin", () => {
    const data = new Float32Array(64);
    for (const y of [2, 3, 4, 5]) data.fill(0.9, y * 8 + 5, y * 8 + 7); // their centres: x 44 and 52, y 20 to 44
    assert.deepEqual(cropAroundMask({ width: 8, height: 8, data }, crop, 2), {
      x: 48,
      y: 32,
      sizePx: 48,
      angleRad: 0,
    });
  });

  test("is null for nobody", () => {
    assert.equal(cropAroundMask({ width: 8, height: 8, data: new Float32Array(64).fill(0.4) }, crop), null);
  });
});
