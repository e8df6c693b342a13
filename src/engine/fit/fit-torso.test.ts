import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import type { BodyFrame } from "./body-frame.js";
import { BARE_DROP } from "./bare-top.js";
import { fitTorso } from "./fit-torso.js";

const UNIT = 100;
const ENDS = { left: 1, right: 1 };
const straight = { x: 0, y: 1 };

/** Shoulders at row 50 about column 200, rising 15 px to the neck. */
const BODY = {
  unit: UNIT,
  origin: { x: 200, y: 50 },
  down: straight,
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 160,
  halfWidth: { left: new Float32Array(41).fill(45), right: new Float32Array(41).fill(45) },
  wornHalfWidth: { left: new Float32Array(41).fill(45), right: new Float32Array(41).fill(45) },
  isShoulderCovered: { left: true, right: true },
  shoulderSlope: { left: new Float32Array(40).fill(0.15), right: new Float32Array(40).fill(0.15) },
  arms: {
    left: { shoulder: { x: 250, y: 50 }, elbow: { x: 255, y: 140 }, wrist: { x: 255, y: 220 } },
    right: { shoulder: { x: 150, y: 50 }, elbow: { x: 145, y: 140 }, wrist: { x: 145, y: 220 } },
  },
  isArmSeen: { left: true, right: true },
} as unknown as BodyFrame;

function side(sign: 1 | -1): object {
  const at = (u: number, y: number): object => ({ x: 100 + sign * u, y, confidence: 1 });
  return {
    neck: at(20, 0),
    shoulder: at(45, 0),
    armpit: at(50, 45),
    hem: at(50, 160),
    seam: [at(50, 45), at(50, 160)],
    sleeve: { outer: [at(45, 0), at(75, 0), at(80, 60)], inner: [at(50, 45), at(60, 60)] },
  };
}

function garment(bareTop?: object, sleeveLength = "short"): UpperGarmentAnalysis {
  const hemline = [
    { x: 150, y: 160 },
    { x: 50, y: 160 },
  ];
  return {
    left: side(1),
    right: side(-1),
    hemline,
    sleeveLength,
    bareTop,
  } as unknown as UpperGarmentAnalysis;
}

test("fitTorso() lays the top edge of a garment worn off the shoulders level below them, and other seams on them", () => {
  const plan = { body: BODY, scale: 1, hemT: 1, sleeveEnds: ENDS };
  const bare = fitTorso({ ...plan, garment: garment({ left: { x: 175, y: 0 }, right: { x: 25, y: 0 } }) });
  for (const p of [...bare.shoulders.left, ...bare.shoulders.right])
    assert.ok(Math.abs(p.y - (50 + BARE_DROP * UNIT)) < 1e-6, `row ${p.y}`);
  const hung = fitTorso({ ...plan, garment: garment() });
  for (const p of hung.shoulders.left) assert.ok(Math.abs(p.y - 35) < 1e-3, `row ${p.y}`);
});

test("fitTorso() lays the armpit of a deeper armhole lower, within reason", () => {
  const plan = { body: BODY, scale: 1, hemT: 1, sleeveEnds: ENDS };
  const rowOf = (depth: number): number => {
    const shirt = garment();
    const left = { ...shirt.left, shoulder: { ...shirt.left.shoulder, y: 45 - depth } };
    return fitTorso({ ...plan, garment: { ...shirt, left } }).edges.left.points[1]!.y;
  };
  assert.equal(rowOf(45), rowOf(60));
  assert.ok(rowOf(80) > rowOf(60) + 5);
  assert.equal(rowOf(140), rowOf(200));
});

test("fitTorso() lays a sleeveless top on the bare shoulders below a padded jacket's, and on those that show", () => {
  const high = new Float32Array(40).fill(0.4);
  const padded = { ...BODY, shoulderSlope: { left: high, right: high } };
  const tipOf = (body: BodyFrame): number =>
    fitTorso({
      body,
      scale: 1,
      hemT: 1,
      sleeveEnds: ENDS,
      garment: garment(undefined, "none"),
    }).shoulders.left.at(-1)!.y;
  assert.ok(tipOf(padded) > 20 && tipOf(padded) < tipOf(BODY) + 15, `${tipOf(padded)}`);
  assert.ok(Math.abs(tipOf({ ...padded, isShoulderCovered: { left: false, right: false } }) - 10) < 1e-3);
});
