import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import type { Landmark, LowerGarmentAnalysis, LowerSide } from "../garment/types.js";
import { PIECE } from "../warp/types.js";
import { KEYPOINT, type Keypoint } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { measureBody } from "./body-frame.js";
import { legChain } from "./leg-chain.js";
import { fitLower } from "./fit-lower.js";
import { seatHalfWidth, type SeatPlace } from "./lower-plan.js";
import { measureLower, type LowerFrame } from "./worn-lower.js";

const [WIDTH, HEIGHT] = [300, 500];
/** Shoulders at y = 100, hips at 240: t = 1.3 lies at 282. */
const JOINTS = [
  ["leftShoulder", 190, 100],
  ["rightShoulder", 110, 100],
  ["leftHip", 174, 240],
  ["rightHip", 126, 240],
  ["leftKnee", 176, 350],
  ["rightKnee", 124, 350],
  ["leftAnkle", 178, 455],
  ["rightAnkle", 122, 455],
] as const;

/** Somebody whose worn garment reaches `half` px out below the hips, down to the row `hemY`: a skirt or trousers. */
function frameOf(half: number, isSkirt: boolean, hemY = 440): LowerFrame {
  const parts = createMask(WIDTH, HEIGHT);
  for (let y = 90; y < 440; y++)
    for (let x = 0; x < WIDTH; x++) {
      const d = Math.abs(x + 0.5 - 150);
      const isIn = d < (y < 250 ? 45 : y < hemY ? half : 40) && (isSkirt || y < 290 || d > 8);
      if (isIn) parts.data[y * WIDTH + x] = y < 200 ? PART.upper : y < hemY ? PART.lower : PART.leg;
    }
  const keypoints = Array.from({ length: 33 }, () => ({ x: 150, y: 50 })) as unknown as Keypoint[];
  for (const [name, x, y] of JOINTS) keypoints[KEYPOINT[name]] = { x, y } as Keypoint;
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  const person = { width: WIDTH, height: HEIGHT, parts, keypoints, matte } as unknown as PersonAnalysis;
  const body = measureBody(person);
  const legs = {
    left: legChain(keypoints, "left", body.unit),
    right: legChain(keypoints, "right", body.unit),
  };
  return measureLower(person, body, legs);
}

/** Half width of a new seat, 62 px flat, at t = 1.3. */
const seatAt = (frame: LowerFrame, more: Partial<SeatPlace> = {}): number =>
  seatHalfWidth(frame, "left", { t: 1.3, flatHalf: 62, wideness: 0, ...more });

test("seatHalfWidth() takes the outline of trousers below the hips, also where the thighs draw in, not that of a skirt or of short shorts", () => {
  assert.ok(seatAt(frameOf(64, true)) < 60);
  assert.ok(seatAt(frameOf(64, false, 300)) < 60);
  assert.ok(Math.abs(seatAt(frameOf(64, false)) - 64) <= 1);
  assert.ok(Math.abs(seatAt(frameOf(46, false)) - 46) <= 1);
});

test("seatHalfWidth() shows half of what a wide garment has over the body, and lets one that ends above the knees hang in its own way", () => {
  const skirt = frameOf(64, true);
  const bare = seatAt(skirt, { flatHalf: 0 });
  const narrow = seatAt(skirt);
  assert.ok(Math.abs(seatAt(skirt, { wideness: 1 }) - (bare + narrow) / 2) < 0.01);
  assert.equal(seatAt(frameOf(46, false), { freedom: 1 }), narrow);
});

/** Flat shorts, their waist 80 px wide: the seat as wide as given, rise 70, inseam as given, hems level. */
function shorts(seat: number, inseam: number): LowerGarmentAnalysis {
  const at = (x: number, y: number): Landmark => ({ x, y, confidence: 1 });
  const side = (sign: number): LowerSide => ({
    waist: at(200 + sign * 40, 130),
    hip: at(200 + sign * seat, 190),
    hem: at(200 + sign * seat, 200 + inseam),
    outer: [at(200 + sign * 40, 130), at(200 + sign * seat, 190), at(200 + sign * seat, 200 + inseam)],
    inner: [at(200, 200), at(200 + sign * 6, 200 + inseam)],
  });
  const [left, right] = [side(1), side(-1)];
  const waistline = [left.waist, right.waist];
  const hemlines = [left, right].map((s) => [s.hem, s.inner!.at(-1)!]);
  return { left, right, crotch: at(200, 200), waistline, hemlines } as unknown as LowerGarmentAnalysis;
}

test("fitLower() lets shorts fall straight from the seat, ends both legs alike and takes no hem that would halve them", () => {
  const { anchors, hem } = fitLower(shorts(64, 25), frameOf(60, false, 294));
  assert.ok(hem.left > 0.64 && hem.left < 0.9 && Math.abs(hem.left - hem.right) < 0.01, JSON.stringify(hem));
  const outer = anchors.filter((a) => a.piece === PIECE.leftLeg && a.from.x > 260).map((a) => a.to.x);
  assert.ok(Math.min(...outer) > Math.max(...outer) - 4, `${Math.min(...outer)} ${Math.max(...outer)}`);
});

test("fitLower() takes the waist of a garment whose seat is cut wide for its scale", () => {
  const frame = frameOf(60, false);
  const ratio = fitLower(shorts(64, 25), frame).scale / fitLower(shorts(48, 25), frame).scale;
  assert.ok(ratio > 1, `${ratio}`);
});
