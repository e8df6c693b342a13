import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point } from "../image.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import { traceHalfOutlines, type HalfOutline } from "./half-outline.js";
import type { OutlineLabels } from "./outline-labels.js";
import { settleCuff } from "./settle-cuff.js";

const CHEST = 200;

/** Half a shirt right of the axis at column 250, from the neck's middle to the hem's: its outline in torso widths. */
function outlineOf(half: readonly Point[]): HalfOutline {
  const polygon = [...half, ...half.toReversed().map((p) => ({ x: 500 - p.x, y: p.y }))];
  return traceHalfOutlines(fillPolygon(polygon, 500, 500), { axisX: 250, unitPx: CHEST })!.right;
}

/** Index of the outline's point nearest to one of the photo. */
function nearest({ u, v }: HalfOutline, { x, y }: Point): number {
  let best = 0;
  const far = (i: number): number => Math.hypot(250 + CHEST * u[i]! - x, CHEST * v[i]! - y);
  for (let i = 0; i < u.length; i++) if (far(i) < far(best)) best = i;
  return best;
}

const NECK = { x: 290, y: 50 };
const SHOULDER = { x: 335, y: 65 };
const ARMPIT = { x: 350, y: 180 };
const HEM = { x: 350, y: 400 };

function labels(outline: HalfOutline, outer: Point, inner: Point): OutlineLabels {
  const at = (p: Point): number => nearest(outline, p);
  return {
    neck: at(NECK),
    shoulder: at(SHOULDER),
    cuff: { outer: at(outer), inner: at(inner) },
    armpit: at(ARMPIT),
    hem: at(HEM),
    cost: 0,
  };
}

test("settleCuff() finds a boxy shirt's cuff, whose outer edge was taken for two", () => {
  const tip = { x: 410, y: 160 };
  const outline = outlineOf([{ x: 250, y: 70 }, NECK, SHOULDER, tip, ARMPIT, HEM, { x: 250, y: 400 }]);
  const middle = { x: (SHOULDER.x + tip.x) / 2, y: (SHOULDER.y + tip.y) / 2 };
  const { cuff, armpit } = settleCuff(outline, labels(outline, middle, tip));
  assert.equal(cuff?.outer, nearest(outline, tip));
  assert.equal(cuff.inner, armpit);
});

test("settleCuff() leads a bell sleeve's cuff to its end and leaves a usual one as it is", () => {
  const [outer, inner] = [
    { x: 430, y: 340 },
    { x: 350, y: 345 },
  ];
  const bell = [{ x: 250, y: 70 }, NECK, SHOULDER, outer, inner, { x: 362, y: 200 }, ARMPIT];
  const outline = outlineOf([...bell, { x: 340, y: 200 }, { x: 330, y: 400 }, { x: 250, y: 400 }]);
  const half = { x: 395, y: 342 };
  const { cuff } = settleCuff(outline, labels(outline, outer, half));
  assert.ok(Math.abs(cuff!.inner - nearest(outline, inner)) <= 1, `inner ${cuff!.inner}`);
  const settled = labels(outline, outer, inner);
  assert.deepEqual(settleCuff(outline, settled), settled);
});
