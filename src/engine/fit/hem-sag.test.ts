import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import type { BodyFrame } from "./body-frame.js";
import { ARMPIT_DROP } from "./armpit-drop.js";
import { hemEndsAt } from "./hem-sag.js";

const BODY = { unit: 100, torsoLength: 150 } as unknown as BodyFrame;

/** A top without sleeves whose armpits lie at row 100 and whose hem's ends at row 300, with its middle at row `middle`. */
function topWith(middle: number): UpperGarmentAnalysis {
  const side = { shoulder: { x: 0, y: 20 }, armpit: { x: 0, y: 100 }, hem: { x: 0, y: 300 } };
  const hemline = Array.from({ length: 33 }, (_, i) => ({ x: i, y: i < 4 || i > 28 ? 300 : middle }));
  return { left: side, right: side, hemline, sleeveLength: "none" } as unknown as UpperGarmentAnalysis;
}

test("hemEndsAt() raises the ends of a hem that hangs in its middle, and lowers those of one that is cut out there", () => {
  const armpitT = (ARMPIT_DROP * BODY.unit) / BODY.torsoLength;
  const endsOf = (middle: number): number => hemEndsAt(1, { garment: topWith(middle), body: BODY, scale: 1 });
  assert.equal(endsOf(300), 1);
  assert.ok(Math.abs(endsOf(350) - (armpitT + (1 - armpitT) * 0.8)) < 1e-9, `${endsOf(350)}`);
  assert.ok(Math.abs(endsOf(260) - (armpitT + (1 - armpitT) * 1.25)) < 1e-9, `${endsOf(260)}`);
});
