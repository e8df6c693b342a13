import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import type { Layer } from "../warp/mod.js";
import { extendCloth } from "./extend-cloth.js";

const SIZE = 120;
const UNIT = 200;
/** Cloth reaches to here, its outline GAP px further. */
const EDGE = 70;
const GAP = 10;

/** Cloth whose colour tells its place: red the column, green the row. */
function cloth(): Layer {
  const image = createImage(SIZE, SIZE, 4);
  for (let i = 0; i < SIZE * SIZE; i++)
    image.data.set([i % SIZE, Math.floor(i / SIZE), 0, i % SIZE < EDGE ? 255 : 0], 4 * i);
  return { rect: { left: 0, top: 0, width: SIZE, height: SIZE }, image };
}

function extend(gap: number): Layer | null {
  const cover = createMask(SIZE, SIZE);
  const uncovered = createMask(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (i % SIZE < EDGE + gap) cover.data[i] = 255;
    if (i % SIZE >= EDGE && i % SIZE < EDGE + gap) uncovered.data[i] = 255;
  }
  return extendCloth(cloth(), cover, { unit: UNIT, uncovered });
}

const at = (layer: Layer, x: number, y: number): readonly number[] => [
  ...layer.image.data.subarray(4 * (y * SIZE + x), 4 * (y * SIZE + x) + 4),
];

test("extendCloth() stretches the strip beside a gap over it, so that stripes go on", () => {
  const layer = extend(GAP)!;
  for (const y of [30, 60, 90]) {
    let before = 0;
    for (let x = EDGE - 20; x < EDGE + GAP; x++) {
      const [red, green, , alpha] = at(layer, x, y);
      assert.equal(alpha, 255, `${x}, ${y}`);
      assert.ok(Math.abs(green! - y) <= 1, `row ${y} shows row ${green}`);
      assert.ok(
        red! >= before - 1 && red! - before <= (before === 0 ? 255 : 2),
        `${x}: ${before} then ${red}`,
      );
      before = red!;
    }
    assert.ok(before >= EDGE - 5, `the edge shows ${before}`);
  }
});

test("extendCloth() leaves cloth that is far from a gap as it is", () => {
  const layer = extend(GAP)!;
  assert.equal(at(layer, 5, 60)[3], 0);
});

test("extendCloth() ends softly where a gap does, though its outline goes on", () => {
  const cover = createMask(SIZE, SIZE);
  cover.data.fill(255);
  const uncovered = createMask(SIZE, SIZE);
  for (let y = 50; y <= 70; y++) for (let x = EDGE; x < EDGE + GAP; x++) uncovered.data[y * SIZE + x] = 255;
  const layer = extendCloth(cloth(), cover, { unit: UNIT, uncovered })!;
  const alphas = [70, 71, 72, 73].map((y) => at(layer, EDGE + 5, y)[3]!);
  assert.deepEqual(alphas, [255, 170, 85, 0]);
});

test("extendCloth() makes nothing where nothing is missing", () => {
  assert.equal(extend(0), null);
});
