import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Crop } from "./crop.js";
import { blendMasks, MASK_LONG_SIDE_PX } from "./person-mask.js";

function constant(value: number, crop: Crop, weight: number) {
  return { crop, mask: { width: 4, height: 4, data: new Float32Array(16).fill(value) }, weight };
}

const WHOLE: Crop = { x: 10, y: 5, sizePx: 20, angleRad: 0 };
/** The left half of a 20 x 10 picture. */
const LEFT: Crop = { x: 5, y: 5, sizePx: 10, angleRad: 0 };

describe("blendMasks()", () => {
  test("takes the weighted mean where both looked, and the one that looked elsewhere", () => {
    const mask = blendMasks({ width: 20, height: 10 }, [constant(1, WHOLE, 3), constant(0, LEFT, 1)]);
    assert.deepEqual([mask.width, mask.height], [20, 10]);
    assert.equal(mask.data[5 * 20 + 2], 0.75);
    assert.equal(mask.data[5 * 20 + 15], 1);
  });

  test("of three, does not heed the one that alone sees a person", () => {
    const seen = [constant(1, WHOLE, 5), constant(0.2, WHOLE, 1), constant(0, LEFT, 1)];
    const mask = blendMasks({ width: 20, height: 10 }, seen);
    assert.ok(Math.abs(mask.data[5 * 20 + 2]! - 0.2) < 1e-6);
  });

  test("says nobody where no mask looked", () => {
    const mask = blendMasks({ width: 20, height: 10 }, [constant(1, LEFT, 1)]);
    assert.equal(mask.data[15], 0);
    assert.equal(mask.data[5], 1);
  });

  test("limits the long side", () => {
    const mask = blendMasks({ width: 1024, height: 768 }, [constant(1, WHOLE, 1)]);
    assert.deepEqual([mask.width, mask.height], [MASK_LONG_SIDE_PX, 384]);
  });
});
