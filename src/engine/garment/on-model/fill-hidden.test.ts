import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../../image.js";
import { fillHidden } from "./fill-hidden.js";

const [WIDTH, HEIGHT] = [90, 160];
const DARK = [20, 20, 24];
const RED = [120, 40, 50];
/** Where a dark shirt ends and an open jacket begins: beside the middle, so that the sides differ. */
const EDGE_X = 36;
/** What hides them. */
const HOLE = { left: 24, right: 60, top: 70, bottom: 95 };

function isHole(x: number, y: number): boolean {
  return x >= HOLE.left && x < HOLE.right && y >= HOLE.top && y < HOLE.bottom;
}

/** An open jacket with a seam down its front, a hand on it, or with another cloth in each quarter of its height. */
function draw(isMixed: boolean): { image: Image8; known: Mask; hidden: Mask } {
  const image = createImage(WIDTH, HEIGHT, 3);
  const [known, hidden] = [createMask(WIDTH, HEIGHT), createMask(WIDTH, HEIGHT)];
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const light = x === 52 ? 0.5 : 1;
      const band = isMixed ? 60 * (Math.floor(y / 20) % 4) : 0;
      const cloth = (x < EDGE_X ? DARK : RED).map((v) => v * light + band);
      image.data.set(isHole(x, y) ? [220, 170, 140] : cloth, 3 * i);
      (isHole(x, y) ? hidden : known).data[i] = 255;
    }
  }
  return { image, known, hidden };
}

const kin = {
  mirrorOf: (x: number, y: number): readonly [number, number] => [WIDTH - x, y],
  hang: { down: { x: 0, y: 1 }, fromY: 0 },
};

test("fillHidden() continues an opening and a seam down the garment where its sides differ", () => {
  const { image, known, hidden } = draw(false);
  const { data } = fillHidden(image, known, hidden, kin);
  for (let y = HOLE.top + 3; y < HOLE.bottom - 3; y += 4) {
    const at = (x: number): number => data[3 * (y * WIDTH + x)]!;
    assert.ok(at(EDGE_X - 2) < 45, `dark before the edge at ${y}: ${at(EDGE_X - 2)}`);
    assert.ok(at(EDGE_X + 2) > 95, `red past the edge at ${y}: ${at(EDGE_X + 2)}`);
    assert.ok(at(52) < 85, `the seam at ${y}: ${at(52)}`);
  }
});

test("fillHidden() leaves no skin where the garment shows the cloth nowhere else", () => {
  const { image, known, hidden } = draw(true);
  const { data } = fillHidden(image, known, hidden, kin);
  for (let y = HOLE.top + 2; y < HOLE.bottom - 2; y += 4)
    for (let x = HOLE.left + 2; x < HOLE.right - 2; x += 4) {
      const k = 3 * (y * WIDTH + x);
      assert.ok(data[k]! - data[k + 1]! !== 50 || data[k + 1]! - data[k + 2]! !== 30, `skin at ${x}, ${y}`);
    }
});
