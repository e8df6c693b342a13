import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask, type Point } from "../../image.js";
import { reachShoulder } from "./reach-shoulder.js";
import { SIGHT, type WornView } from "./worn-view.js";

const SIZE = 200;
const COUNT = 33;

/** Cloth that fills a round shoulder about (80, 80) and a sleeve down from it; what lies beyond is `beyond`. */
function view(beyond: number): WornView {
  const sight = createMask(SIZE, SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      const isShoulder = Math.hypot(x + 0.5 - 80, y + 0.5 - 80) < 40;
      sight.data[i] = isShoulder || (y > 80 && x >= 80 && x < 120) ? SIGHT.cloth : beyond;
    }
  return { sight } as WornView; // nothing else is read
}

/** A line from the shoulder's top to its side, 6 px inside its outline, and on down the sleeve; and the inner edge. */
const outer: Point[] = Array.from({ length: COUNT }, (_, i) =>
  i < 8
    ? {
        x: 80 + 34 * Math.sin((i * Math.PI) / 16),
        y: 80 - (i === 0 ? 40 : 34) * Math.cos((i * Math.PI) / 16),
      }
    : { x: 119.5, y: 40 + 5 * i },
);
const inner: Point[] = outer.map((_, i) => ({ x: 80, y: 80 + 3 * i }));

test("reachShoulder() moves the sleeve's edge out to a round shoulder, and no further down", () => {
  const reached = reachShoulder(view(SIGHT.other), outer, inner);
  const radius = (p: Point): number => Math.hypot(p.x - 80, p.y - 80);
  assert.ok(radius(outer[4]!) < 35);
  assert.ok(Math.abs(radius(reached[4]!) - 40) < 3, `${radius(reached[4]!)}`);
  assert.deepEqual(reached[0], outer[0]);
  assert.deepEqual(reached.slice(16), outer.slice(16));
});

test("reachShoulder() leaves an edge beyond which hair or a hand lies", () => {
  assert.deepEqual(reachShoulder(view(SIGHT.veil), outer, inner), outer);
});
