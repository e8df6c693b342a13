import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { armChain } from "../fit/arm-chain.js";
import { shoulderPlace } from "../fit/shoulder-place.js";
import { createMask, type Mask, type Point } from "../image.js";
import { PART } from "../person/types.js";
import { readBareShoulders } from "./bare-shoulders.js";
import { findBaredArm, placeOnBaredArm } from "./bared-arm.js";
import { isWithinRound, roundArm, roundShoulder, type RoundShoulder } from "./round-shoulder.js";

const SIZE = 300;
const RECT = { left: 0, top: 0, width: SIZE, height: SIZE };
const SHOULDER = { x: 200, y: 120 };

/** The wearer's left shoulder at (200, 120), 50 px beside the middle, with an arm to an elbow; the worn outline is much padded. */
function wearArm(elbow: Point): BodyFrame {
  const bones = {
    shoulder: SHOULDER,
    elbow,
    wrist: { x: 2 * elbow.x - SHOULDER.x, y: 2 * elbow.y - SHOULDER.y },
  };
  const arm = { ...bones, thickness: { outer: 1, inner: 1, isSeen: false }, isSleeveless: false };
  return {
    unit: 100,
    origin: { x: 150, y: 120 },
    down: { x: 0, y: 1 },
    acrossShoulders: { x: 1, y: 0 },
    shoulderSlope: { left: new Float32Array(40).fill(0.2), right: new Float32Array(40).fill(0.2) },
    neckHalfWidth: 18,
    mouth: { x: 150, y: 60 },
    ears: { x: 150, y: 40 },
    arms: { left: arm, right: arm },
  } as unknown as BodyFrame;
}

const HANGING = wearArm({ x: 212, y: 215 });

function wearTop(): Mask {
  const parts = createMask(SIZE, SIZE);
  for (let y = 90; y < SIZE; y++) parts.data.fill(PART.upper, y * SIZE, (y + 1) * SIZE);
  return parts;
}

function read(body: BodyFrame, parts: Mask): { round: RoundShoulder | null; arm: typeof bared } {
  const bared = findBaredArm(armChain(body, "left"), parts, RECT);
  const crop = { parts, rect: RECT };
  const round = roundShoulder(crop, readBareShoulders(crop, body), bared);
  return { round, arm: round === null ? bared : roundArm(body, bared, round) };
}

/** Columns of the outline in each of some rows, outermost first inside. */
function edgesOf(body: BodyFrame, round: RoundShoulder, rows: readonly number[]): number[] {
  return rows.map((y) => {
    let x = SIZE;
    while (x > 150 && isWithinRound(round, shoulderPlace(body, { x, y })) !== true) x -= 0.05;
    return x;
  });
}

test("roundShoulder() leads the outline from the slope into the arm without a corner or a hollow", () => {
  const { round } = read(HANGING, wearTop());
  const rows = Array.from({ length: 14 }, (_, k) => 106 + 4 * k);
  const edges = edgesOf(HANGING, round!, rows);
  const steps = edges.slice(1).map((x, k) => x - edges[k]!);
  const turns = steps.slice(1).map((step, k) => step - steps[k]!);
  assert.ok(
    turns.every((turn) => turn < 0.15 && turn > -6),
    `rounds outward less and less: ${edges.map((x) => x.toFixed(1)).join(" ")}`,
  );
  const [widest] = edges.toSorted((a, b) => b - a);
  assert.ok(widest! > 214 && widest! < 224, `a deltoid beside the joint: ${widest}`);
});

test("roundShoulder() goes on from the skin that an off-shoulder top leaves bare", () => {
  const parts = wearTop();
  // skin out to column 216 above row 125, higher than any usual shoulder
  for (let y = 98; y < 125; y++) {
    const edge = Math.round(216 - 0.06 * (125 - y) ** 2);
    parts.data.fill(PART.neck, y * SIZE, y * SIZE + edge);
    parts.data.fill(PART.background, y * SIZE + edge, (y + 1) * SIZE);
  }
  for (let y = 0; y < 98; y++) parts.data.fill(PART.background, y * SIZE, (y + 1) * SIZE);
  const { round } = read(HANGING, parts);
  const [seen, below] = edgesOf(HANGING, round!, [124, 132]);
  assert.ok(seen === undefined || Math.abs(seen - 216) < 2.5, `meets the skin: ${seen}`);
  assert.ok(below! > seen! - 1, `no notch below it: ${below}`);
});

test("roundShoulder() leaves a raised arm alone", () => {
  assert.equal(read(wearArm({ x: 230, y: 30 }), wearTop()).round, null);
});

test("roundArm() gives the arm the round outline for its edge", () => {
  const { round, arm } = read(HANGING, wearTop());
  for (const [y, x] of edgesOf(HANGING, round!, [130, 140, 150]).map((edge, k) => [130 + 10 * k, edge])) {
    const place = placeOnBaredArm(arm, x!, y!);
    assert.ok(Math.abs(place!.across - 1) < 0.05, `row ${y}: ${place!.across}`);
  }
});
