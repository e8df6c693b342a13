import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Mask } from "../image.js";
import { dropBackStraps } from "./drop-back-straps.js";

const SIZE = 200;

/** A top from row 80 down, with a front strap at its corner on each side and a back strap that leans from the front strap's end to the middle. */
function paintTop(backEndsAt: number): Mask {
  const mask = createMask(SIZE, SIZE);
  const fill = (y: number, from: number, to: number): void => {
    mask.data.fill(255, y * SIZE + from, y * SIZE + to);
    mask.data.fill(255, y * SIZE + SIZE - to, y * SIZE + SIZE - from);
  };
  for (let y = 80; y < 190; y++) fill(y, 40, 100);
  for (let y = 20; y < 80; y++) {
    fill(y, 44, 50);
    const back = 44 + Math.round(((backEndsAt - 44) * (y - 20)) / 60);
    fill(y, back, back + 6);
  }
  return mask;
}

test("dropBackStraps() leaves the front straps whole and takes the back's", () => {
  const { data } = dropBackStraps(paintTop(70), 100);
  const row = (y: number): string =>
    Array.from(data.subarray(y * SIZE + 40, y * SIZE + 80), (v) => (v === 0 ? "." : "#")).join("");
  assert.equal(row(60), `....######${".".repeat(30)}`);
  assert.match(row(24), /^\.{4}#{6,7}\.+$/);
  assert.equal(row(100), "#".repeat(40));
  for (let x = 0; x < SIZE; x++)
    assert.equal(data[60 * SIZE + x], data[60 * SIZE + SIZE - 1 - x], `mirrored at ${x}`);
});

test("dropBackStraps() leaves a top alone whose straps bound no gap", () => {
  const mask = paintTop(46);
  assert.deepEqual(dropBackStraps(mask, 100).data, mask.data);
});
