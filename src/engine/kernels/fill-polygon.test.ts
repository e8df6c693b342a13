import assert from "node:assert/strict";
import { test } from "node:test";
import { fillPolygon } from "./fill-polygon.js";
import { isInsidePolygon } from "./polyline.js";

test("fillPolygon() covers half of the pixels that an edge halves", () => {
  const square = [
    { x: 1, y: 1 },
    { x: 3.5, y: 1 },
    { x: 3.5, y: 3 },
    { x: 1, y: 3 },
  ];
  const { data } = fillPolygon(square, 5, 4);
  assert.deepEqual([...data.subarray(5, 10)], [0, 255, 255, 128, 0]);
  assert.deepEqual([...data.subarray(0, 5), ...data.subarray(15)], new Array(10).fill(0));
});

test("fillPolygon() counts the 16 samples a pixel that a point-in-polygon test finds inside", () => {
  let seed = 11;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 30; round++) {
    const [width, height] = [1 + Math.floor(random() * 17), 1 + Math.floor(random() * 17)];
    // corners may lie outside the picture, and edges may cross
    const polygon = Array.from({ length: 3 + (round % 6) }, () => ({
      x: (1.6 * random() - 0.3) * width,
      y: (1.6 * random() - 0.3) * height,
    }));
    const { data } = fillPolygon(polygon, width, height);
    for (let i = 0; i < data.length; i++) {
      let count = 0;
      for (let s = 0; s < 16; s++) {
        const x = (i % width) + ((s % 4) + 0.5) / 4;
        const y = Math.floor(i / width) + ((s >> 2) + 0.5) / 4;
        if (isInsidePolygon(polygon, x, y)) count++;
      }
      assert.equal(data[i], Math.min(255, Math.round((count * 255) / 16)));
    }
  }
});

test("fillPolygon() of no points covers nothing", () => {
  assert.deepEqual([...fillPolygon([], 2, 2).data], [0, 0, 0, 0]);
});
