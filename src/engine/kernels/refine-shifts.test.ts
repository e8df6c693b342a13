import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage } from "../image.js";
import { maskWhere } from "./push-pull.js";
import { refineShifts } from "./refine-shifts.js";

test("refineShifts() finds at the full size where an edge goes on, between the pixels of the reduced one", () => {
  const [width, height, scale] = [240, 160, 4];
  const image = createImage(width, height, 3);
  // an edge that falls by one pixel in forty: a copy from 80 px away lies 2 px off
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    image.data.fill(y < 60 + x / 40 ? 200 : 40, 3 * i, 3 * i + 3);
  }
  const known = maskWhere(width, height, (i) => i % width < 120 || i % width >= 160);
  const small = { width: width / scale, height: height / scale };
  const labels = new Int16Array(small.width * small.height).fill(-1);
  for (let i = 0; i < labels.length; i++) if (i % small.width >= 30 && i % small.width < 40) labels[i] = 0;
  const [shift] = refineShifts({ shifts: [{ dx: -20, dy: 0 }], labels }, { image, known }, small);
  assert.equal(shift!.dy, -2);
});
