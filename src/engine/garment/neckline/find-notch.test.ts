import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { openNotch } from "./find-notch.js";

const SIZE = 160;
const MIDDLE = 80;
const HALF = 50;
const FRONT = [48, 60, 40] as const;
const SHADOW = [22, 35, 22] as const;

/** A round neckline whose lowest point lies in row 50. */
const CURVE: readonly Point[] = Array.from({ length: 61 }, (_, i) => {
  const t = 1 - i / 30;
  return { x: MIDDLE + HALF * t, y: 50 - 30 * t * t };
});

/** Red cloth with shadow where `isDark` says so. */
function paint(isDark: (x: number, y: number) => boolean): { lab: LabImage; cloth: Mask } {
  const data = new Float32Array(3 * SIZE * SIZE);
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) data.set(isDark(x, y) ? SHADOW : FRONT, 3 * i);
  return {
    lab: { width: SIZE, height: SIZE, data },
    cloth: { width: SIZE, height: SIZE, data: new Uint8Array(SIZE * SIZE).fill(255) },
  };
}

test("openNotch() leads the neckline down to the tip of a slit and up again", () => {
  const { lab, cloth } = paint((x, y) => y > 48 && y < 80 && Math.abs(x - MIDDLE) < 0.5 * (80 - y));
  const found = openNotch(lab, cloth, CURVE, HALF);
  assert.equal(found.length, CURVE.length);
  const tip = found[(found.length - 1) / 2]!;
  assert.ok(Math.abs(tip.x - MIDDLE) < 2 && Math.abs(tip.y - 79) < 3, `tip ${tip.x} ${tip.y}`);
  assert.deepEqual([found[0], found.at(-1)], [CURVE[0], CURVE.at(-1)]);
});

test("openNotch() leaves a zip, which does not taper, a print further down and plain cloth", () => {
  for (const isDark of [
    (x: number, y: number) => y > 48 && y < 100 && Math.abs(x - MIDDLE) < 5,
    (x: number, y: number) => y > 70 && y < 100 && Math.abs(x - MIDDLE) < 0.5 * (100 - y),
    () => false,
  ]) {
    const { lab, cloth } = paint(isDark);
    assert.equal(openNotch(lab, cloth, CURVE, HALF), CURVE);
  }
});
