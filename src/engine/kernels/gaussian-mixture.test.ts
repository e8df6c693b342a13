import assert from "node:assert/strict";
import { test } from "node:test";
import { createGaussian, fitMixture, mixtureDensity } from "./gaussian-mixture.js";

test("mixtureDensity() is the normal density of a single Gaussian", () => {
  const gaussian = createGaussian([50, 10, -5], [9, 0, 0, 4, 0, 1]);
  const peak = 1 / Math.sqrt((2 * Math.PI) ** 3 * 36);
  assert.ok(Math.abs(mixtureDensity(gaussian, 50, 10, -5) - peak) < 1e-12);
  assert.ok(Math.abs(mixtureDensity(gaussian, 53, 10, -5) - peak * Math.exp(-0.5)) < 1e-12);
});

test("fitMixture() finds two clusters with their weights", () => {
  const samples = new Float32Array(300 * 3);
  for (let i = 0; i < 300; i++) {
    const jitter = ((i * 7919) % 13) / 13 - 0.5;
    samples.set(i < 200 ? [30 + 4 * jitter, 0, 5] : [80, 20 - 4 * jitter, 5 + jitter], 3 * i);
  }
  const mixture = fitMixture(samples, 2);
  assert.equal(mixture.componentCount, 2);
  const ratio = mixtureDensity(mixture, 30, 0, 5) / mixtureDensity(mixture, 80, 20, 5);
  assert.ok(ratio > 1.5 && ratio < 3, `${ratio}`);
  assert.ok(mixtureDensity(mixture, 55, 10, 5) < 1e-6);
});

test("fitMixture() gives the same parameters for the same samples, and refuses none", () => {
  const samples = Float32Array.from({ length: 90 }, (_, i) => (i * 31) % 97);
  assert.deepEqual(fitMixture(samples, 3), fitMixture(samples, 3));
  assert.throws(() => fitMixture(new Float32Array(0), 2), RangeError);
});
