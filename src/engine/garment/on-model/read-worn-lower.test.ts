import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createImage, createMask } from "../../image.js";
import { KEYPOINT, type Keypoint } from "../../observation.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import type { LowerGarmentAnalysis } from "../types.js";
import { readWornLower } from "./read-worn-lower.js";

const [WIDTH, HEIGHT] = [260, 460];
const COLOURS: Readonly<Record<number, readonly [number, number, number]>> = {
  [PART.background]: [228, 226, 222],
  [PART.upper]: [40, 90, 170],
  [PART.lower]: [60, 50, 40],
  [PART.foot]: [230, 230, 230],
};
const SKIN = [214, 160, 132] as const;

/** Somebody upright in a top down to y = 190 and what `isLower` says from there on; hips at y = 200, ankles at 420. */
function read(isLower: (x: number, y: number) => boolean, hasHand = false): LowerGarmentAnalysis {
  const image = createImage(WIDTH, HEIGHT, 3);
  const parts = createMask(WIDTH, HEIGHT);
  const partAt = (x: number, y: number): number => {
    if (hasHand && Math.hypot(x - 104, y - 230) < 9) return PART.rightHand;
    if (Math.abs(x - 130) < 32 && y > 100 && y < 180) return PART.upper;
    if (y >= 180 && isLower(x, y)) return PART.lower;
    if (y > 415 && y < 440 && (Math.abs(x - 112) < 9 || Math.abs(x - 148) < 9)) return PART.foot;
    return Math.hypot(x - 130, y - 60) < 22 ? PART.face : PART.background;
  };
  for (let y = 0, i = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++, i++) {
      parts.data[i] = partAt(x, y);
      image.data.set(COLOURS[parts.data[i]!] ?? SKIN, 3 * i);
    }
  const points = Array.from({ length: 33 }, () => ({ x: 130, y: 60 }));
  const put = (side: "left" | "right", sign: 1 | -1): void => {
    points[KEYPOINT[`${side}Shoulder`]] = { x: 130 + sign * 30, y: 110 };
    points[KEYPOINT[`${side}Elbow`]] = { x: 130 + sign * 48, y: 170 };
    points[KEYPOINT[`${side}Wrist`]] = { x: 130 + sign * (hasHand ? 26 : 50), y: 220 };
    points[KEYPOINT[`${side}Hip`]] = { x: 130 + sign * 17, y: 210 };
    points[KEYPOINT[`${side}Knee`]] = { x: 130 + sign * 18, y: 315 };
    points[KEYPOINT[`${side}Ankle`]] = { x: 130 + sign * 18, y: 420 };
  };
  put("left", 1);
  put("right", -1);
  const keypoints = points.map((p) => ({ ...p, z: 0, visibility: 1, presence: 1 })) as Keypoint[];
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  const person: PersonAnalysis = {
    width: WIDTH,
    height: HEIGHT,
    presence: 1,
    matte,
    parts,
    light: 1,
    blurPx: 0,
    keypoints,
    confidence: 1,
    warnings: [],
  };
  const outcome = readWornLower(image, person);
  if (!outcome.ok) assert.fail(outcome.code);
  return outcome.value;
}

const isTrousers = (x: number, y: number): boolean =>
  y < 250 ? Math.abs(x - 130) < 34 : y < 415 && (Math.abs(x - 112) < 15 || Math.abs(x - 148) < 15);
const isSkirt = (x: number, y: number): boolean => y < 330 && Math.abs(x - 130) < 32 + 0.2 * (y - 180);

describe("readWornLower()", () => {
  test("measures trousers along the legs", () => {
    const trousers = read(isTrousers);
    assert.equal(trousers.style, "trousers");
    assert.ok(Math.abs(trousers.crotch!.y - 250) < 5, `crotch at ${trousers.crotch!.y}`);
    assert.ok(Math.abs(trousers.left.hem.y - 414) < 4, `hem at ${trousers.left.hem.y}`);
    assert.ok(Math.abs(trousers.left.hem.x - 163) < 4, `hem's corner at ${trousers.left.hem.x}`);
    assert.ok(Math.abs(trousers.left.waist.x - 164) < 4, `waist's corner at ${trousers.left.waist.x}`);
    assert.deepEqual(trousers.warnings, []);
    assert.ok(trousers.confidence > 0.9, `confidence ${trousers.confidence}`);
  });

  test("measures a skirt", () => {
    const skirt = read(isSkirt);
    assert.equal(skirt.style, "skirt");
    assert.equal(skirt.crotch, undefined);
    assert.ok(Math.abs(skirt.left.hem.y - 329) < 4, `hem at ${skirt.left.hem.y}`);
  });

  test("paints over a hand before it, and says so where that is much", () => {
    const { colour, matte, warnings } = read(isTrousers, true);
    const i = 230 * WIDTH + 104;
    assert.equal(matte.data[i], 255);
    assert.ok(colour.data[3 * i]! < 100, `red ${colour.data[3 * i]}`);
    assert.deepEqual(warnings, []);
  });
});
