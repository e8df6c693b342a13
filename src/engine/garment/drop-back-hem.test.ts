import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mask } from "../image.js";
import { srgbToLabColour, type LabImage } from "../kernels/srgb-to-lab.js";
import { dropBackHem } from "./drop-back-hem.js";

const WIDTH = 200;
const HEIGHT = 240;

/** A top from column 30 to 170 whose lower edge hangs to row 220 in its middle; `isBack` tells the pixels of another cloth. */
function topWith(isBack: (x: number, y: number) => boolean): { lab: LabImage; mask: Mask } {
  const mask: Mask = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT) };
  const lab = { width: WIDTH, height: HEIGHT, data: new Float32Array(3 * WIDTH * HEIGHT) };
  for (let y = 20; y < 220; y++) {
    for (let x = 30; x < 170; x++) {
      if (y > bottomAt(x)) continue;
      mask.data[y * WIDTH + x] = 255;
      const shade = isBack(x, y) ? 110 : 170;
      lab.data.set(srgbToLabColour(shade, shade, shade + 10), 3 * (y * WIDTH + x));
    }
  }
  return { lab, mask };
}

const across = (x: number): number => (x - 100) / 70;
const bottomAt = (x: number): number => 180 + 40 * (1 - across(x) ** 2);
const EDGE = [
  { x: 170, y: 180 },
  { x: 100, y: 220 },
  { x: 30, y: 180 },
];

test("dropBackHem() leaves out a longer back below the arch of the front's hem", () => {
  const hem = (x: number): number => 178 - 14 * (1 - across(x) ** 2);
  const { lab, mask } = topWith((x, y) => y > hem(x));
  const front = dropBackHem(lab, mask, EDGE)!;
  for (const x of [50, 100, 150]) {
    assert.equal(front.data[Math.round(hem(x) - 3) * WIDTH + x], 255, `front at ${x}`);
    assert.equal(front.data[Math.round(hem(x) + 4) * WIDTH + x], 0, `back at ${x}`);
  }
  assert.equal(front.data[100 * WIDTH + 100], 255);
});

test("dropBackHem() keeps a band along the hem, and a hem without any", () => {
  const band = topWith((x, y) => y > bottomAt(x) - 16);
  assert.equal(dropBackHem(band.lab, band.mask, EDGE), null);
  const plain = topWith(() => false);
  assert.equal(dropBackHem(plain.lab, plain.mask, EDGE), null);
});

test("dropBackHem() keeps stripes", () => {
  const { lab, mask } = topWith((_, y) => y % 14 < 7);
  assert.equal(dropBackHem(lab, mask, EDGE), null);
});
