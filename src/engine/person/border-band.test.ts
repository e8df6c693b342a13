import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findBorderBand } from "./border-band.js";

describe("findBorderBand()", () => {
  test("marks both sides of a border and nothing far from one", () => {
    const labels = Uint8Array.of(1, 1, 1, 1, 2, 2, 2, 2);
    const size = { width: 8, height: 1 };
    assert.deepEqual([...findBorderBand(labels, size, 0)], [0, 0, 0, 1, 1, 0, 0, 0]);
    assert.deepEqual([...findBorderBand(labels, size, 2)], [0, 1, 1, 1, 1, 1, 1, 0]);
  });

  test("agrees with the distance to the nearest other label, to the frame's edges", () => {
    const size = { width: 11, height: 9 };
    const labels = Uint8Array.from({ length: 99 }, (_, i) => ((i * 37) % 101 < 8 ? 1 : 0));
    const band = findBorderBand(labels, size, 0);
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = [i % 11, Math.floor(i / 11)];
      // A border is known by its left or upper pixel, and its band is a rectangle
      const starts = (u: number, v: number): boolean => {
        const k = v * 11 + u;
        if (u < 0 || v < 0) return false;
        return (u < 10 && labels[k] !== labels[k + 1]) || (v < 8 && labels[k] !== labels[k + 11]);
      };
      const wanted = starts(x, y) || starts(x - 1, y) || starts(x, y - 1) || starts(x - 1, y - 1);
      assert.equal(band[i], wanted ? 1 : 0, `pixel ${x}, ${y}`);
    }
  });
});
