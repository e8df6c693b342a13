import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../image.js";
import type { ArmChain } from "./arm-chain.js";
import type { BodyFrame } from "./body-frame.js";
import { measureSurplus, shareOutside } from "./sleeve-volume.js";

const UNIT = 100;
const COUNT = 33;
const fractions = Array.from({ length: COUNT }, (_, i) => i / (COUNT - 1));

/** A left arm from (0, 0), straight down or to the right. */
function chain(direction: Point): ArmChain {
  const at = (s: number): Point => ({ x: s * direction.x, y: s * direction.y });
  const thickness = { outer: 1, inner: 1, isSeen: false };
  const arm = { shoulder: at(0), elbow: at(95), wrist: at(177), thickness, isSleeveless: false };
  return { arm, name: "left", unit: UNIT };
}

/** A sleeve 150 long that hangs straight down, as wide as told at each fraction of its length. */
function sleeve(widthAt: (f: number) => number): { outer: Point[]; inner: Point[] } {
  return {
    outer: fractions.map((f) => ({ x: widthAt(f), y: 150 * f })),
    inner: fractions.map((f) => ({ x: 0, y: 30 + 120 * f })),
  };
}

const PLAN = { scale: 1, positions: fractions.map((f) => 1.6 * f) };
const DOWN = { x: 0, y: 1 };

test("measureSurplus() is nothing for a sleeve of the arm's width, most at the cuff of a bell and in the middle of a puff", () => {
  const narrow = measureSurplus(
    chain(DOWN),
    sleeve(() => 22),
    PLAN,
  );
  assert.ok([0, 0.8, 1.6].every((at) => narrow(at) === 0));
  const bell = measureSurplus(
    chain(DOWN),
    sleeve((f) => 22 + 40 * f * f),
    PLAN,
  );
  assert.ok(bell(1.6) > 15 && bell(1.6) > bell(1.2) && bell(1.2) > bell(0.6));
  const puff = measureSurplus(
    chain(DOWN),
    sleeve((f) => 22 + 30 * Math.sin(Math.PI * f)),
    PLAN,
  );
  assert.ok(puff(0.8) > 10 && puff(1.6) < 3 && puff(0) < 3);
});

test("measureSurplus() grows with the garment and stays within .45 units", () => {
  const wide = sleeve((f) => 25 + 40 * f);
  const [own, twice] = [1, 4].map((scale) => measureSurplus(chain(DOWN), wide, { ...PLAN, scale })(1.5));
  assert.ok(twice! > own!);
  assert.equal(Math.round(twice!), 45);
});

test("shareOutside() halves what hangs about an arm straight down and lets it hang below a level one", () => {
  const body = { down: DOWN } as unknown as BodyFrame;
  assert.ok(Math.abs(shareOutside(body, chain(DOWN), 0.5) - 0.5) < 1e-9);
  assert.equal(shareOutside(body, chain({ x: 1, y: 0 }), 0.5), 0);
});
