import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, type Image8, type Mask } from "../image.js";
import { maskWhere } from "../kernels/push-pull.js";
import { fillGroundInto } from "./fill-ground.js";

const WIDTH = 240;
const HEIGHT = 200;

/** A wall over a pale ledge over the dark, with some texture, and a red bag at the right of the hole from x 120 to 169. */
function paintPlace(): Image8 {
  const image = createImage(WIDTH, HEIGHT, 3);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const ground = y < 90 ? [70, 90, 50] : y < 140 ? [190, 185, 170] : [40, 34, 28];
    const isBag = x >= 170 && x < 195 && y >= 60 && y < 160;
    const grain = ((x * 7 + y * 13) % 5) - 2;
    image.data.set(isBag ? [200, 30, 40] : ground.map((v) => v + grain), 3 * i);
  }
  return image;
}

test("fillGroundInto() goes on with a place's level edges and does not multiply the bag that stands beside the hole", () => {
  const image = paintPlace();
  const hole = maskWhere(WIDTH, HEIGHT, (i) => i % WIDTH >= 120 && i % WIDTH < 170 && i >= 20 * WIDTH);
  const known = maskWhere(WIDTH, HEIGHT, (i) => hole.data[i] === 0);
  const truth = image.data.slice();
  for (let i = 0; i < hole.data.length; i++) if (hole.data[i] !== 0) image.data.fill(128, 3 * i, 3 * i + 3);
  fillGroundInto(image, known, { hole, isPlace: true });
  let wrong = 0;
  let area = 0;
  for (let i = 0; i < hole.data.length; i++) {
    // next to the bag some of it may go on
    if (hole.data[i] === 0 || i % WIDTH >= 158) continue;
    area++;
    let off = 0;
    for (let k = 3 * i; k < 3 * i + 3; k++) off = Math.max(off, Math.abs(image.data[k]! - truth[k]!));
    if (off > 25) wrong++;
  }
  assert.ok(wrong < 0.03 * area, `${wrong} of ${area} pixels are not what the place shows`);
});

test("fillGroundInto() goes over into what is unsure about the hole and leaves what is known", () => {
  const image = paintPlace();
  const columns = (from: number, to: number): Mask =>
    maskWhere(WIDTH, HEIGHT, (i) => i % WIDTH >= from && i % WIDTH < to);
  const hole = columns(40, 60);
  const unsure = columns(60, 70);
  const known = maskWhere(WIDTH, HEIGHT, (i) => hole.data[i] === 0 && unsure.data[i] === 0);
  for (let i = 0; i < hole.data.length; i++) if (unsure.data[i] !== 0) image.data.fill(255, 3 * i, 3 * i + 3);
  const before = image.data.slice();
  fillGroundInto(image, known, { hole, unsure, softPx: 3, isPlace: true });
  const row = 30 * WIDTH;
  assert.ok(image.data[3 * (row + 60)]! < 170, "next to the hole it is the fill's");
  assert.equal(image.data[3 * (row + 69)], 255);
  assert.equal(image.data[3 * (row + 80)], before[3 * (row + 80)]);
});
