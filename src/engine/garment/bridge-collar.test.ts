import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mask } from "../image.js";
import { bridgeCollar } from "./bridge-collar.js";

const SIZE = 200;

/** A body with a round neck hole and, in that, the inside of its collar, `gap` pixels away. */
function draw(gap: number, insideX = 100): Mask {
  const data = new Uint8Array(SIZE * SIZE);
  for (let y = 20; y < 180; y++) {
    for (let x = 30; x < 170; x++) {
      const fromMiddle = Math.hypot(x - 100, y - 20);
      const isInside = Math.hypot(x - insideX, y - 20) < 24 - gap && y > 21;
      if (fromMiddle >= 24 || isInside) data[y * SIZE + x] = 255;
    }
  }
  return { width: SIZE, height: SIZE, data };
}

test("bridgeCollar() fills a rib of the ground's colour between the collar's inside and the front", () => {
  const bridged = bridgeCollar(draw(6)).data;
  for (const [x, y] of [
    [100, 41],
    [82, 32],
    [115, 36],
  ] as const)
    assert.equal(bridged[y * SIZE + x], 255, `${x}, ${y}`);
  assert.equal(bridged[10 * SIZE + 100], 0);
});

test("bridgeCollar() leaves a garment without such an inside, and one whose inside is far, as it is", () => {
  const open = draw(24);
  assert.equal(bridgeCollar(open), open);
  const far = draw(16);
  assert.deepEqual(bridgeCollar(far).data, far.data);
});
