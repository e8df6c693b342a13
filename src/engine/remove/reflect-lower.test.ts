import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { reflectDetailInto } from "./reflect-lower.js";

const SIZE = 100;
/** Trousers show from this row on. */
const HEM = 60;

test("reflectDetailInto() goes on with creases above the old hem as they are below it, less and less", () => {
  const photo = createImage(SIZE, SIZE, 3);
  const fill = createImage(SIZE, SIZE, 3);
  const [hidden, lower] = [createMask(SIZE, SIZE), createMask(SIZE, SIZE)];
  fill.data.fill(100);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    // a seam down the middle, and a crease 5 rows below the hem
    photo.data.fill(x === 50 || y === HEM + 5 ? 60 : 100, 3 * i, 3 * i + 3);
    if (y >= HEM) lower.data[i] = 255;
    else if (y >= 20) hidden.data[i] = 255;
  }
  reflectDetailInto(fill, photo, { hidden, lower, unit: 100 });
  const at = (x: number, y: number): number => fill.data[3 * (y * SIZE + x)]!;
  assert.ok(at(50, HEM - 1) < 72, `${at(50, HEM - 1)}`);
  assert.ok(at(50, 30) > at(50, HEM - 1) + 5 && at(50, 30) < 95, `${at(50, 30)}`);
  assert.ok(at(20, HEM - 6) < 80 && at(20, HEM - 12) > 95, `${at(20, HEM - 6)} ${at(20, HEM - 12)}`);
  assert.equal(at(50, 10), 100);
});
