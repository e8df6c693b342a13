import assert from "node:assert/strict";
import { test } from "node:test";
import { fitParabola } from "./fit-parabola.js";

const arc = (x: number): number => 0.8 + 0.05 * x - 0.1 * x * x;

test("fitParabola() goes through points of a parabola, past a fifth that are wrong", () => {
  const points = Array.from({ length: 31 }, (_, i) => {
    const x = (i - 15) / 15;
    return { x, y: arc(x) + (i % 5 === 2 ? 0.2 : 0) };
  });
  const found = fitParabola(points, 0.01)!;
  for (const x of [-1, -0.4, 0, 0.3]) assert.ok(Math.abs(found(x) - arc(x)) < 0.01, `${found(x)} at ${x}`);
});

test("fitParabola() asks for three places", () => {
  const two = [
    { x: 0, y: 1 },
    { x: 0, y: 2 },
    { x: 1, y: 1 },
  ];
  assert.equal(fitParabola(two, 1), null);
  assert.equal(fitParabola([], 1), null);
});
