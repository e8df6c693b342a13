import assert from "node:assert/strict";
import { test } from "node:test";
import { fairLine } from "./fair-line.js";

test("fairLine() keeps a straight line straight, however stiff, and goes on where nothing is known", () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => 3 + 2 * i);
  const trusts = new Float32Array(12).fill(1);
  values[5] = 100;
  trusts[5] = 0;
  values[11] = -40;
  trusts[11] = 0;
  const fair = fairLine(values, trusts, 50);
  for (let i = 0; i < 12; i++) assert.ok(Math.abs(fair[i]! - (3 + 2 * i)) < 1e-3, `value ${i}: ${fair[i]}`);
});

test("fairLine() minimises the misfit and the bends", () => {
  const values = Float32Array.from([0, 4, 1, 6, 2, 9, 3, 3]);
  const trusts = Float32Array.from([1, 0.5, 2, 1, 0, 1, 3, 1]);
  const price = (line: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < 8; i++) sum += trusts[i]! * (line[i]! - values[i]!) ** 2;
    for (let i = 1; i < 7; i++) sum += 2 * (line[i - 1]! - 2 * line[i]! + line[i + 1]!) ** 2;
    return sum;
  };
  const fair = fairLine(values, trusts, 2);
  for (let i = 0; i < 8; i++)
    for (const step of [-0.01, 0.01])
      assert.ok(price(fair.map((v, k) => (k === i ? v + step : v))) > price(fair), `value ${i} by ${step}`);
});
