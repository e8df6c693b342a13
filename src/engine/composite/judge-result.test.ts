import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { REVEAL } from "../remove/mod.js";
import {
  isMostlyMadeUp,
  judgeResult,
  measurePainted,
  uniteJudgements,
  type Judgement,
} from "./judge-result.js";

const UNIT = 10;

/** 30 x 20 px: the upper half skin, the lower half background. */
function paint(): ReturnType<typeof createMask> {
  const reveal = createMask(30, 20);
  reveal.data.fill(REVEAL.arm, 0, 300);
  reveal.data.fill(REVEAL.background, 300);
  return reveal;
}

test("measurePainted() counts what stays in sight, and no plain background", () => {
  const cloth = new Float32Array(600);
  cloth.fill(1, 0, 100);
  const reveal = paint();
  assert.deepEqual(measurePainted({ reveal, isGroundPlain: false }, cloth, UNIT), {
    skin: 2,
    lower: 0,
    ground: 3,
  });
  assert.deepEqual(measurePainted({ reveal, isGroundPlain: true }, cloth, UNIT), {
    skin: 2,
    lower: 0,
    ground: 0,
  });
});

test("judgeResult() trusts a result that covers everything, and warns of much paint", () => {
  const reveal = paint();
  const covered = judgeResult({ reveal, isGroundPlain: false }, new Float32Array(600).fill(1), UNIT);
  assert.deepEqual(covered, { confidence: 1, kept: 1, warnings: [] });
  const bare = judgeResult({ reveal, isGroundPlain: false }, new Float32Array(600), UNIT);
  assert.deepEqual(bare.warnings, ["skin-painted", "background-painted"]);
  assert.ok(bare.confidence < 0.1, String(bare.confidence));
});

test("judgeResult() warns when much of a skirt that a gown's top hid is made up, not of a waistband", () => {
  const reveal = createMask(30, 20);
  reveal.data.fill(REVEAL.lower, 0, 100);
  const judge = (cloth: number): Judgement =>
    judgeResult({ reveal, isGroundPlain: false }, new Float32Array(600).fill(cloth), UNIT);
  assert.deepEqual(judge(0).warnings, ["lower-painted"]);
  assert.equal(judge(0).confidence, 0.5);
  assert.deepEqual(judge(0.7).warnings, []);
});

test("isMostlyMadeUp() refuses the paint of a gown that is gone, not of two bared arms", () => {
  const reveal = paint();
  assert.equal(
    isMostlyMadeUp(judgeResult({ reveal, isGroundPlain: false }, new Float32Array(600), UNIT)),
    true,
  );
  assert.equal(
    isMostlyMadeUp(judgeResult({ reveal, isGroundPlain: true }, new Float32Array(600), UNIT)),
    false,
  );
});

test("uniteJudgements() multiplies confidences and names a warning once", () => {
  const a: Judgement = { confidence: 0.5, kept: 0.4, warnings: ["skin-painted"] };
  const b: Judgement = { confidence: 0.8, kept: 0.5, warnings: ["skin-painted", "background-painted"] };
  assert.deepEqual(uniteJudgements(a, b), {
    confidence: 0.4,
    kept: 0.2,
    warnings: ["skin-painted", "background-painted"],
  });
});
