import assert from "node:assert/strict";
import { test } from "node:test";
import { expandLabels, weighBorders, type LabelEnergy } from "./alpha-expansion.js";
import { GRID_DX, GRID_DY } from "./max-flow.js";

function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function energyOf(energy: LabelEnergy, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < energy.active.length; i++) {
    sum += energy.costs[i * energy.labelCount + labels[i]!]!;
    for (const [f, d] of [0, 2, 4, 6].entries()) {
      const border = energy.borders[i * 4 + f]!;
      if (border > 0 && labels[i] !== labels[i + GRID_DY[d]! * energy.width + GRID_DX[d]!]) sum += border;
    }
  }
  return sum;
}

function randomEnergy(random: () => number, labelCount: number): LabelEnergy {
  const [width, height] = [3, 3];
  const lab = { width, height, data: Float32Array.from({ length: 27 }, () => 60 * random()) };
  const active = new Uint8Array(9).fill(1);
  const costs = Float32Array.from({ length: 9 * labelCount }, () => 10 * random());
  return { width, height, labelCount, costs, borders: weighBorders(lab, active, 6), active };
}

test("expandLabels() finds the minimum of two labels", () => {
  const random = createRandom(5);
  for (let round = 0; round < 60; round++) {
    const energy = randomEnergy(random, 2);
    let best = Infinity;
    for (let code = 0; code < 512; code++) {
      best = Math.min(
        best,
        energyOf(
          energy,
          Array.from({ length: 9 }, (_, i) => (code >> i) & 1),
        ),
      );
    }
    const found = energyOf(energy, expandLabels(energy, new Uint8Array(9), 4));
    assert.ok(Math.abs(found - best) < 1e-3, `${found} against ${best}`);
  }
});

test("expandLabels() stays within a factor of two of the minimum of three labels, and mostly reaches it", () => {
  const random = createRandom(11);
  let reached = 0;
  for (let round = 0; round < 30; round++) {
    const energy = randomEnergy(random, 3);
    let best = Infinity;
    for (let code = 0; code < 3 ** 9; code++) {
      best = Math.min(
        best,
        energyOf(
          energy,
          Array.from({ length: 9 }, (_, i) => Math.floor(code / 3 ** i) % 3),
        ),
      );
    }
    const found = energyOf(energy, expandLabels(energy, new Uint8Array(9), 5));
    assert.ok(found <= 2 * best + 1e-3);
    if (found < best + 1e-3) reached++;
  }
  assert.ok(reached >= 24, `${reached} of 30`);
});

test("weighBorders() makes borders cheap on edges and none at the frame or beside resting pixels", () => {
  const lab = { width: 3, height: 1, data: Float32Array.of(0, 0, 0, 0, 0, 0, 50, 0, 0) };
  const borders = weighBorders(lab, Uint8Array.of(1, 1, 1), 4);
  assert.equal(borders[0], 4);
  assert.ok(borders[4]! < 2);
  assert.equal(borders[8], 0);
  assert.equal(weighBorders(lab, Uint8Array.of(1, 0, 1), 4)[0], 0);
});
