import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { BodyFrame } from "./body-frame.js";
import { planSleeveEnds, reachesWrist } from "./sleeve-end.js";

const UNIT = 100;

/** A top of chest width 100 and length `length` whose sleeves hang straight down, `left` and `right` px long above. */
function garment(length: number, left: number, right: number): UpperGarmentAnalysis {
  const side = (sign: 1 | -1, sleeve: number): object => {
    const at = (u: number, y: number): object => ({ x: 100 + sign * u, y, confidence: 1 });
    return {
      neck: at(20, 0),
      shoulder: at(50, 0),
      armpit: at(50, 40),
      hem: at(50, length),
      sleeve: { outer: [at(50, 0), at(50, sleeve)], inner: [at(50, 40), at(50, sleeve)] },
    };
  };
  const sleeveLength = Math.max(left, right) > 108 ? "long" : "short";
  return { left: side(1, left), right: side(-1, right), sleeveLength } as unknown as UpperGarmentAnalysis;
}

/** An arm straight down on each side, the left one foreshortened by `share`. */
function body(share = 1): BodyFrame {
  const arm = (x: number, s: number): object => ({
    shoulder: { x, y: 50 },
    elbow: { x, y: 50 + 95 * s },
    wrist: { x, y: 50 + 95 * s + 82 * s },
  });
  return { unit: UNIT, arms: { left: arm(150, share), right: arm(50, 1) } } as unknown as BodyFrame;
}

/** A person whose worn sleeves end at row `cuff`, on the right arm alone with `isOneSeen`. */
function person(cuff: number, isOneSeen = false): PersonAnalysis {
  const parts = createMask(200, 300);
  for (let y = 40; y < 240; y++) {
    for (let x = 0; x < 200; x++) {
      const isLeft = x >= 100;
      const bare = isLeft ? PART.leftArm : PART.rightArm;
      parts.data[y * 200 + x] = isOneSeen && isLeft ? PART.hair : y < cuff ? PART.upper : bare;
    }
  }
  return { width: 200, height: 300, parts } as unknown as PersonAnalysis;
}

test("reachesWrist() tells full sleeves from three-quarter ones by both sides together", () => {
  assert.equal(reachesWrist(garment(180, 205, 200)), true);
  assert.equal(reachesWrist(garment(180, 158, 148)), false);
  // a wide top with dropped shoulders has short full sleeves, a long narrow one long three-quarter ones
  assert.equal(reachesWrist(garment(152, 160, 158)), true);
  assert.equal(reachesWrist(garment(225, 193, 185)), false);
});

test("reachesWrist() judges the sleeves of a dress by its chest", () => {
  assert.equal(reachesWrist(garment(400, 190, 190)), true);
  assert.equal(reachesWrist(garment(400, 120, 120)), false);
});

test("planSleeveEnds() ends both sleeves at the same share of the arms", () => {
  const { left, right } = planSleeveEnds(garment(180, 158, 148), person(240), { body: body(0.6), scale: 1 });
  assert.equal(left, right);
  assert.ok(left > 1 && left < 1.75, `end ${left}`);
});

test("planSleeveEnds() takes the worn cuffs' place near them, on an arm that shows none too", () => {
  const plan = { body: body(), scale: 1 };
  const both = planSleeveEnds(garment(180, 70, 70), person(110), plan);
  const natural = planSleeveEnds(garment(180, 70, 70), person(240), plan);
  assert.notDeepEqual(both, natural);
  assert.ok(Math.abs(both.left - 60 / 95) < 0.07, `end ${both.left}`);
  assert.deepEqual(planSleeveEnds(garment(180, 70, 70), person(110, true), plan), both);
});

test("planSleeveEnds() ends a sleeve above the crease of a folded arm", () => {
  const folded = body();
  const arms = { ...folded.arms, left: { ...folded.arms.left, wrist: { x: 160, y: 65 } } };
  const { left, right } = planSleeveEnds(garment(180, 120, 120), person(240), {
    body: { ...folded, arms },
    scale: 1,
  });
  assert.equal(left, 0.8);
  assert.ok(right > 0.8 && right < 1.2, `end ${right}`);
});
