import assert from "node:assert/strict";
import { test } from "node:test";
import { fairCurve } from "./fair-curve.js";

const FAIRNESS = { usual: 1, usualWeight: 0.02, stepWeight: 0.5 };

test("fairCurve() goes through what is trusted, and to the usual value where nothing is", () => {
  const trusts = new Float32Array(81);
  const values = new Float32Array(81);
  for (let i = 0; i < 20; i++) [values[i], trusts[i]] = [2, 1];
  const fair = fairCurve(values, trusts, FAIRNESS);
  assert.ok(Math.abs(fair[5]! - 2) < 0.05, `trusted: ${fair[5]}`);
  assert.ok(Math.abs(fair[80]! - 1) < 0.02, `unknown: ${fair[80]}`);
  for (let i = 1; i < fair.length; i++) assert.ok(fair[i]! <= fair[i - 1]! + 1e-6, "it falls steadily");
});

test("fairCurve() hardly heeds one value that is little trusted", () => {
  const trusts = new Float32Array(21).fill(1);
  const values = new Float32Array(21).fill(1);
  [values[10], trusts[10]] = [5, 0.05];
  assert.ok(fairCurve(values, trusts, FAIRNESS)[10]! < 1.3);
});
