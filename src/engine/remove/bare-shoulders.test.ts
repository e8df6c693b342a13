import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createMask, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { bareHeightAt, readBareShoulders } from "./bare-shoulders.js";

const SIZE = 200;

/** Shoulders at row 120 about column 100, the mouth at row 60, the chin at row 77. */
const BODY = {
  unit: 100,
  origin: { x: 100, y: 120 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  shoulderSlope: { left: new Float32Array(40).fill(0.234), right: new Float32Array(40).fill(0.234) },
  neckHalfWidth: 18,
  mouth: { x: 100, y: 60 },
  ears: { x: 100, y: 40 },
} as unknown as BodyFrame;

/** A neck from column 100 - `right` to 100 + `left` above a top that begins in row 85. */
function wearTop(left: number, right: number): Mask {
  const parts = createMask(SIZE, SIZE);
  for (let y = 0; y < 85; y++) parts.data.fill(PART.neck, y * SIZE + 100 - right, y * SIZE + 100 + left);
  parts.data.fill(PART.upper, 85 * SIZE);
  return parts;
}

/** Columns between which the body is bare, in a row. */
function spanAt(parts: Mask, body: BodyFrame, row: number): readonly [number, number] {
  const bare = readBareShoulders({ parts, rect: { left: 0, top: 0, width: SIZE, height: SIZE } }, body);
  const height = (120 - row) / 100;
  const columns = Array.from({ length: SIZE }, (_, x) => x).filter(
    (x) => height <= bareHeightAt(bare, { u: (x + 0.5 - 100) / 100, height }),
  );
  return [columns[0]!, columns.at(-1)!];
}

test("bareHeightAt() lets the slope lean with a neck that does not show", () => {
  const hidden = createMask(SIZE, SIZE);
  hidden.data.fill(PART.upper);
  const leaning = { ...BODY, mouth: { x: 115, y: 60 }, ears: { x: 115, y: 40 } };
  assert.deepEqual(spanAt(hidden, BODY, 92), [79, 120]);
  assert.deepEqual(spanAt(hidden, leaning, 92), [86, 125]);
});

test("bareHeightAt() goes on from where the neck's outline ends at the top, on each side by itself", () => {
  assert.deepEqual(spanAt(wearTop(17, 17), BODY, 88), [82, 117], "usual");
  assert.deepEqual(spanAt(wearTop(22, 17), BODY, 88), [82, 121], "wider on one side");
  assert.deepEqual(spanAt(wearTop(13, 17), BODY, 88), [82, 113], "narrower on one side");
});

test("bareHeightAt() continues a slope that is seen on the shoulder", () => {
  const parts = wearTop(17, 17);
  // a wide neck hole: from row 70 on the outline runs outward at 45 degrees
  for (let y = 70; y < 85; y++) parts.data.fill(PART.neck, y * SIZE + 100, y * SIZE + 117 + (y - 70));
  assert.deepEqual(spanAt(parts, BODY, 90), [81, 135]);
});
