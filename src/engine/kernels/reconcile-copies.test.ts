import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage } from "../image.js";
import { reconcileCopies } from "./reconcile-copies.js";
import type { ShiftTask } from "./shift-task.js";

const WIDTH = 60;
const HEIGHT = 20;

/** A hole from x 24 to 39, known about it, which copies from the left; `lightAt` is the picture's brightness by column. */
function taskOf(lightAt: (x: number) => number): { task: ShiftTask; labels: Int16Array } {
  const image = createImage(WIDTH, HEIGHT, 3);
  const known = new Uint8Array(WIDTH * HEIGHT);
  const labels = new Int16Array(WIDTH * HEIGHT).fill(-1);
  const hole: number[] = [];
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const x = i % WIDTH;
    image.data.fill(lightAt(x), 3 * i, 3 * i + 3);
    if (x < 24 || x >= 40) known[i] = 255;
    else {
      hole.push(i);
      labels[i] = 0;
    }
  }
  return {
    task: { image, known, hole: Int32Array.from(hole), reluctance: new Float32Array(known.length), climb: 0 },
    labels,
  };
}

const SHIFTS = [{ dx: -20, dy: 0 }];

test("reconcileCopies() makes a copy meet light that has changed a little, less and less away from the rim", () => {
  const { task, labels } = taskOf((x) => 100 + x / 4);
  const offset = reconcileCopies(task, { shifts: SHIFTS, labels }, 8);
  const row = 10 * WIDTH;
  const added = (x: number): number => offset[3 * (row + x)]!;
  assert.ok(added(24) > 2.5 && added(24) < 6, `${added(24)}`);
  assert.ok(added(30) > 0.3 && added(30) < 0.85 * added(24), `${added(30)}`);
  assert.equal(offset[3 * (row + 10)], 0);
});

test("reconcileCopies() takes a difference as great as the scene's edges for one, whose colour does not run in", () => {
  const { task, labels } = taskOf((x) => (x >= 4 && x < 40 ? 100 : 230));
  const offset = reconcileCopies(task, { shifts: SHIFTS, labels }, 1000);
  assert.ok(Math.abs(offset[3 * (10 * WIDTH + 39)]!) < 3);
});

test("reconcileCopies() takes a step that the scene has nowhere else for a seam, however great", () => {
  // bright and dark go over into each other within 20 px, but the copy has the bright beside the dark
  const { task, labels } = taskOf((x) => 100 + 65 * (1 + Math.cos((Math.PI * x) / 20)));
  const offset = reconcileCopies(task, { shifts: [{ dx: 20, dy: 0 }], labels }, 1000);
  const at = 10 * WIDTH + 24;
  const [photo, copy] = [task.image.data[3 * (at - 1)]!, task.image.data[3 * (at + 20)]!];
  assert.ok(Math.abs(photo - copy) > 60, `a step of ${photo - copy}`);
  assert.ok(Math.abs(copy + offset[3 * at]! - photo) < 12, `${copy} + ${offset[3 * at]} beside ${photo}`);
});
