import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlane } from "../image.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { CLASS } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";
import { seedClasses } from "./seed-classes.js";

const SIDE = 40;
const COUNT = SIDE * SIDE;
/** Rows of face and of the place of hair above it; a turned head shows its ear in the last `bare` columns of that. */
const HAIR_ROWS = 12;
const FACE_ROWS = 30;

/** Someone with skin and hair of the given colours, a little mottled. */
function headWith(hair: readonly number[], bare: number): { field: PoseField; lab: LabImage } {
  const plane = (value: (y: number) => number): Float32Array =>
    Float32Array.from({ length: COUNT }, (_, i) => value(Math.floor(i / SIDE)));
  const far = new Float32Array(COUNT).fill(9);
  const field = {
    width: SIDE,
    height: SIDE,
    t: plane(() => -0.3),
    u: new Float32Array(COUNT),
    face: plane((y) => (y < HAIR_ROWS ? 1.4 : y < FACE_ROWS ? 0.5 : 3)),
    headUp: plane((y) => (y < HAIR_ROWS ? 0.8 : -0.2)),
    headX: new Float32Array(COUNT),
    leftArm: far,
    rightArm: far,
    leftHand: far,
    rightHand: far,
    active: new Uint8Array(COUNT).fill(1),
  } as unknown as PoseField;
  const data = new Float32Array(3 * COUNT);
  for (let i = 0; i < COUNT; i++) {
    const isHair = i < HAIR_ROWS * SIDE && i % SIDE < SIDE - bare;
    const [l, a, b] = isHair ? hair : [62, 14, 18];
    data.set([l! + ((7 * i) % 5), a! + ((3 * i) % 4), b! + ((5 * i) % 3)], 3 * i);
  }
  return { field, lab: { width: SIDE, height: SIDE, data } };
}

function countHair({ field, lab }: ReturnType<typeof headWith>): number {
  const mask = createPlane(SIDE, SIDE);
  mask.data.fill(1);
  return seedClasses(field, mask, lab).filter((c) => c === CLASS.hair).length;
}

test("seedClasses() takes a turned head's ear and temple for no hair", () => {
  assert.equal(countHair(headWith([20, 3, 4], 8)), HAIR_ROWS * (SIDE - 8));
});

test("seedClasses() takes fair hair for hair, though it has skin's colours", () => {
  assert.equal(countHair(headWith([62, 14, 18], 0)), HAIR_ROWS * SIDE);
});
