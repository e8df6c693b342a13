import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, type Image8 } from "../image.js";
import { mapShifts } from "./shift-map.js";
import { copyOf, type ShiftTask } from "./shift-task.js";

const SIZE = 64;

function paint(colourAt: (x: number, y: number) => number): Image8 {
  const image = createImage(SIZE, SIZE, 3);
  for (let i = 0; i < SIZE * SIZE; i++)
    image.data.fill(colourAt(i % SIZE, Math.floor(i / SIZE)), 3 * i, 3 * i + 3);
  return image;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** All is known but the box. */
function taskOf(image: Image8, { left, right, top, bottom }: Box): ShiftTask {
  const known = new Uint8Array(SIZE * SIZE).fill(255);
  const hole: number[] = [];
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      hole.push(y * SIZE + x);
      known[y * SIZE + x] = 0;
    }
  return { image, known, hole: Int32Array.from(hole), reluctance: new Float32Array(SIZE * SIZE), climb: 0 };
}

function copyAll(task: ShiftTask): number[] {
  const map = mapShifts(task)!;
  return Array.from(task.hole, (p) => task.image.data[3 * copyOf(task, p, map.shifts[map.labels[p]!]!)]!);
}

test("mapShifts() continues stripes through a hole exactly, and repeats itself", () => {
  const image = paint((x) => (x % 8 < 4 ? 40 : 200));
  const task = taskOf(image, { left: 26, right: 40, top: 20, bottom: 50 });
  const truth = Array.from(task.hole, (p) => image.data[3 * p]!);
  assert.deepEqual(copyAll(task), truth);
  assert.deepEqual(mapShifts(task)!.labels, mapShifts(task)!.labels);
});

test("mapShifts() keeps a slanting edge straight across a hole", () => {
  const image = paint((x, y) => (2 * y > x + 30 ? 40 : 200));
  const task = taskOf(image, { left: 26, right: 38, top: 10, bottom: 55 });
  const copies = copyAll(task);
  const wrong = copies.filter((v, k) => v !== image.data[3 * task.hole[k]!]).length;
  assert.ok(wrong < 0.04 * copies.length, `${wrong} of ${copies.length} differ`);
});

test("mapShifts() takes what it is reluctant to take only without choice", () => {
  const image = paint((x) => (x < 16 ? 100 : x >= 40 ? 130 : 110));
  const task = taskOf(image, { left: 30, right: 40, top: 10, bottom: 50 });
  for (let i = 0; i < SIZE * SIZE; i++) if (i % SIZE >= 40) task.reluctance[i] = 20000;
  assert.ok(!copyAll(task).includes(130));
});

test("mapShifts() gives null where nothing is known", () => {
  const image = paint(() => 9);
  assert.equal(mapShifts(taskOf(image, { left: 0, right: SIZE, top: 0, bottom: SIZE })), null);
});
