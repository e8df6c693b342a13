import assert from "node:assert/strict";
import { test } from "node:test";
import type { GarmentSide, Sleeve } from "../garment/types.js";
import { createMask } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { BodyFrame } from "./body-frame.js";
import { fitSleeve } from "./fit-sleeve.js";

const SIZE = 300;

/** Shoulders 100 px apart about x = 150, a torso 45 px to each side, and arms that hang straight down at x = 90 and 210. */
const arm = (x: number): object => ({
  shoulder: { x, y: 60 },
  elbow: { x, y: 150 },
  wrist: { x, y: 230 },
  thickness: { outer: 1, inner: 1, isSeen: true },
  isSleeveless: false,
});
const BODY = {
  unit: 100,
  origin: { x: 150, y: 60 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 150,
  halfWidth: { left: new Float32Array(41).fill(45), right: new Float32Array(41).fill(45) },
  arms: { left: arm(210), right: arm(90) },
} as unknown as BodyFrame;

const sleeve = {
  outer: [
    { x: 200, y: 60 },
    { x: 215, y: 230 },
  ],
  inner: [
    { x: 190, y: 95 },
    { x: 195, y: 230 },
  ],
} as unknown as Sleeve;
const SIDE = { shoulder: { x: 200, y: 60 }, armpit: { x: 190, y: 95 }, sleeve } as unknown as GarmentSide & {
  readonly sleeve: Sleeve;
};

/** x of the left sleeve's inner edge at y = 180, of a top whose armpit lies in the middle of an arm that is bare below a row. */
function innerEdge(bareFrom: number): number {
  const parts = createMask(SIZE, SIZE);
  for (let y = 50; y < 240; y++)
    parts.data.fill(y < bareFrom ? PART.upper : PART.leftArm, y * SIZE + 198, y * SIZE + 222);
  const person = { width: SIZE, height: SIZE, parts } as PersonAnalysis; // nothing else is read
  const plan = { person, body: BODY, name: "left", side: SIDE, scale: 1, end: 2 } as const;
  const { edges } = fitSleeve({ ...plan, shoulder: { x: 205, y: 50 }, armpit: { x: 208, y: 96 } });
  return edges.inner.reduce((a, b) => (Math.abs(b.y - 180) < Math.abs(a.y - 180) ? b : a)).x;
}

test("fitSleeve() covers a bare arm to its inner side, wherever a loose top's armpit lies, and else stays outward of the armpit", () => {
  const bare = innerEdge(80);
  assert.ok(bare < 198 && bare > 190, `just past the skin at 198, at ${bare}`);
  assert.ok(innerEdge(SIZE) >= 208, "beside the armpit");
});

test("fitSleeve() leads a short sleeve's inner edge inward of the armpit no further than it is below it", () => {
  const parts = createMask(SIZE, SIZE);
  parts.data.fill(PART.upper);
  const person = { width: SIZE, height: SIZE, parts } as PersonAnalysis; // nothing else is read
  const short = { outer: sleeve.outer, inner: [sleeve.inner[0]!, { x: 200, y: 105 }] };
  const armpit = { x: 215, y: 96 };
  const plan = { person, body: BODY, name: "left", side: { ...SIDE, sleeve: short }, scale: 1 } as const;
  const { edges } = fitSleeve({ ...plan, end: 0.4, shoulder: { x: 205, y: 50 }, armpit });
  for (const { x, y } of edges.inner)
    assert.ok(armpit.x - x <= y - armpit.y + 1e-6, `${armpit.x - x} px inward, ${y - armpit.y} px down`);
  assert.ok(edges.inner.at(-1)!.y > armpit.y + 3, "it runs down the arm");
});
