import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mask } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { findLabel } from "./find-label.js";
import type { NeckHole } from "./neck-curve.js";

const SIZE = 200;
const MIDDLE = 100;
const HALF = 40;
const TOP = 20;

/** A white garment whose neck reaches from column 60 to 140, with what `isInk` prints on it. */
function printed(isInk: (x: number, y: number) => boolean): { lab: LabImage; mask: Mask; hole: NeckHole } {
  const data = new Float32Array(3 * SIZE * SIZE);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) data[3 * (y * SIZE + x)] = isInk(x, y) ? 30 : 93;
  const edge = Array.from({ length: 61 }, (_, i) => ({ x: MIDDLE + HALF - (2 * HALF * i) / 60, y: TOP }));
  return {
    lab: { width: SIZE, height: SIZE, data },
    mask: { width: SIZE, height: SIZE, data: new Uint8Array(SIZE * SIZE).fill(255) },
    hole: {
      left: edge[0]!,
      right: edge[60]!,
      topEdge: edge,
      leftShoulder: [edge[0]!],
      rightShoulder: [edge[60]!],
      chest: 160,
    },
  };
}

test("findLabel() takes printed letters for one label", () => {
  const { lab, mask, hole } = printed(
    (x, y) => Math.abs(x - MIDDLE) < 10 && y >= 32 && y < 44 && x % 5 === 0 && y % 7 < 4,
  );
  const label = findLabel(lab, mask, hole)!;
  assert.ok(Math.abs(label.middle.x - MIDDLE) < 2, `x ${label.middle.x}`);
  assert.ok(Math.abs(label.middle.y - 37) < 3, `y ${label.middle.y}`);
});

test("findLabel() takes neither plain cloth nor a tape from side to side for one", () => {
  const plain = printed(() => false);
  assert.equal(findLabel(plain.lab, plain.mask, plain.hole), undefined);
  const tape = printed((_, y) => y >= 26 && y < 31);
  assert.equal(findLabel(tape.lab, tape.mask, tape.hole), undefined);
});
