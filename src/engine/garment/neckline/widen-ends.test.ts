import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { widenEnds } from "./widen-ends.js";

const SIZE = 160;
const MIDDLE = 80;
const TOP = 20;
const RADIUS = 50;

/** Cloth below a straight top edge, with a dark half disc in it. */
function drawNeck(): { lab: LabImage; cloth: Mask } {
  const data = new Float32Array(3 * SIZE * SIZE);
  const mask = new Uint8Array(SIZE * SIZE);
  for (let y = 0, i = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, i++) {
      data[3 * i] = Math.hypot(x + 0.5 - MIDDLE, y - TOP) < RADIUS ? 20 : 70;
      if (y >= TOP) mask[i] = 255;
    }
  }
  const size = { width: SIZE, height: SIZE };
  return { lab: { ...size, data }, cloth: { ...size, data: mask } };
}

/** Half an ellipse as deep as the disc. */
function drawCurve(halfWidth: number): Point[] {
  return Array.from({ length: 61 }, (_, i) => {
    const angle = (Math.PI * i) / 60;
    return { x: MIDDLE + halfWidth * Math.cos(angle), y: TOP + 1 + (RADIUS - 1) * Math.sin(angle) };
  });
}

test("widenEnds() follows the inside's colour to the ends of a neckline", () => {
  const { lab, cloth } = drawNeck();
  const points = widenEnds(lab, cloth, drawCurve(36), 36);
  for (const end of [points[3]!, points.at(-4)!])
    assert.ok(Math.abs(Math.hypot(end.x - MIDDLE, end.y - TOP) - RADIUS) < 4, JSON.stringify(end));
});

test("widenEnds() leaves a neckline that lies on the edge", () => {
  const { lab, cloth } = drawNeck();
  const curve = drawCurve(RADIUS);
  assert.equal(widenEnds(lab, cloth, curve, RADIUS), curve);
});
