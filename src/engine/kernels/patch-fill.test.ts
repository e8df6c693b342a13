import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { maskWhere } from "./push-pull.js";
import { patchFill } from "./patch-fill.js";

const SIZE = 96;

/** Vertical stripes, 4 px dark and 4 px light. */
function stripes(): Image8 {
  const image = createImage(SIZE, SIZE, 3);
  for (let i = 0; i < SIZE * SIZE; i++) image.data.fill((i % SIZE) % 8 < 4 ? 40 : 200, 3 * i, 3 * i + 3);
  return image;
}

function square(from: number, to: number): Mask {
  const isIn = (v: number): boolean => v >= from && v < to;
  return maskWhere(SIZE, SIZE, (i) => isIn(i % SIZE) && isIn(Math.floor(i / SIZE)));
}

function invert(mask: Mask): Mask {
  return maskWhere(mask.width, mask.height, (i) => mask.data[i] === 0);
}

test("patchFill() continues stripes through a hole, where a smooth fill would be grey", () => {
  const truth = stripes();
  const hole = square(36, 60);
  const broken: Image8 = { ...truth, data: truth.data.slice() };
  for (let i = 0; i < hole.data.length; i++) if (hole.data[i] !== 0) broken.data.fill(0, 3 * i, 3 * i + 3);
  const filled = patchFill(broken, invert(hole), { hole, climb: 0 })!;
  let off = 0;
  let area = 0;
  for (let i = 0; i < hole.data.length; i++) {
    if (hole.data[i] === 0) {
      assert.equal(filled.image.data[3 * i], truth.data[3 * i]);
      assert.equal(filled.match[i], -1);
      continue;
    }
    area++;
    off += Math.abs(filled.image.data[3 * i]! - truth.data[3 * i]!);
  }
  assert.ok(off / area < 12, `mean difference ${off / area}, a grey fill has 80`);
});

test("patchFill() takes nothing from pixels that are neither hole nor known, and repeats itself exactly", () => {
  const image = stripes();
  const hole = square(36, 50);
  const stranger = square(50, 66);
  for (let i = 0; i < stranger.data.length; i++)
    if (stranger.data[i] !== 0) image.data.set([255, 0, 0], 3 * i);
  const known = maskWhere(SIZE, SIZE, (i) => hole.data[i] === 0 && stranger.data[i] === 0);
  const filled = patchFill(image, known, { hole, climb: 0 })!;
  for (let i = 0; i < hole.data.length; i++)
    if (hole.data[i] !== 0) assert.equal(filled.image.data[3 * i], filled.image.data[3 * i + 1]);
  assert.deepEqual(patchFill(image, known, { hole, climb: 0 })!.match, filled.match);
});

test("patchFill() gives null where no whole patch is known", () => {
  assert.equal(patchFill(stripes(), createMask(SIZE, SIZE), { hole: square(0, SIZE), climb: 0 }), null);
});

/** Mean of how many rows each match lies above or below. */
function meanClimb(match: Int32Array): number {
  const rows = [...match].flatMap((m, i) =>
    m < 0 ? [] : [Math.abs(Math.floor(m / SIZE) - Math.floor(i / SIZE))],
  );
  return rows.reduce((a, b) => a + b, 0) / rows.length;
}

test("patchFill() stays at the same height where climbing costs", () => {
  const hole = square(36, 60);
  const climbing = patchFill(stripes(), invert(hole), { hole, climb: 0 })!;
  const level = patchFill(stripes(), invert(hole), { hole, climb: 4000 })!;
  assert.ok(meanClimb(level.match) < 1, `${meanClimb(level.match)} rows`);
  assert.ok(meanClimb(level.match) < meanClimb(climbing.match) / 4);
});

test("patchFill() continues an edge rather than smearing it", () => {
  const image = createImage(SIZE, SIZE, 3);
  for (let i = 0; i < SIZE * SIZE; i++)
    image.data.fill(Math.floor(i / SIZE) < SIZE / 2 ? 60 : 180, 3 * i, 3 * i + 3);
  const hole = square(24, 72);
  const { image: filled } = patchFill(image, invert(hole), { hole, climb: 4000 })!;
  let odd = 0;
  for (let i = 0; i < SIZE * SIZE; i++) if (Math.abs(filled.data[3 * i]! - image.data[3 * i]!) > 20) odd++;
  assert.ok(odd < 100, `${odd} of ${48 * 48} px`);
});
