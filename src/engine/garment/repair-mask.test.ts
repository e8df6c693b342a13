import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Mask } from "../image.js";
import { srgbToLab } from "../kernels/srgb-to-lab.js";
import { repairMask } from "./repair-mask.js";

const SIZE = 200;
const PIT_Y = 90;

/** A top of one grey of 60 to 140 px across with sleeves down to y = 130, and a gap of the wall's colour between them that the light leaves towards its tip at the armpits. */
function drawTop(
  shadeAt: (y: number) => number,
  {
    cloth,
    gapY,
    foundY,
    foundTo,
    stripesTo,
  }: Readonly<Record<"cloth" | "gapY" | "foundY" | "foundTo" | "stripesTo", number>>,
): { mask: Mask; lab: ReturnType<typeof srgbToLab> } {
  const image = createImage(SIZE, SIZE, 3);
  image.data.fill(240);
  const mask = createMask(SIZE, SIZE);
  for (let y = 40; y < 180; y++) {
    for (let x = 20; x < 180; x++) {
      const isSleeve = (x < 56 || x >= 144) && y < 130;
      const isGap = !isSleeve && (x < 60 || x >= 140);
      const isOpen = isGap && y >= gapY;
      if ((isGap && y >= 130) || (!isSleeve && x >= 56 && x < 60 && y >= 130)) continue;
      // stripes of the wall's colour
      const isStripe = y < stripesTo && y % 8 < 2;
      const v = isOpen ? shadeAt(y) : isStripe ? 240 : cloth;
      image.data.fill(v, 3 * (y * SIZE + x), 3 * (y * SIZE + x) + 3);
      // the gap was taken for cloth, between some rows only its tips
      if (!(isOpen && y >= foundY && y < foundTo)) mask.data[y * SIZE + x] = 255;
    }
  }
  return { mask, lab: srgbToLab(image) };
}

/** `cuffY`: how far down the outline that was read has the sleeves. */
function repair(
  shadeAt: (y: number) => number,
  { cloth = 40, cuffY = 130, gapY = 80, foundY = SIZE, foundTo = SIZE, stripesTo = 0 } = {},
): (x: number, y: number) => boolean {
  const { mask, lab } = drawTop(shadeAt, { cloth, gapY, foundY, foundTo, stripesTo });
  const side = (sign: 1 | -1): Parameters<typeof repairMask>[2]["left"] => {
    const at = (u: number, y: number): { x: number; y: number; confidence: number } => ({
      x: 100 + sign * u,
      y,
      confidence: 1,
    });
    return {
      neck: at(15, 40),
      shoulder: at(42, 42),
      armpit: at(42, PIT_Y),
      hem: at(40, 179),
      seam: [at(42, PIT_Y), at(40, 179)],
      sleeve: { outer: [at(42, 42), at(79, cuffY)], inner: [at(42, PIT_Y), at(44, cuffY)], confidence: 1 },
    } as unknown as Parameters<typeof repairMask>[2]["left"];
  };
  const mended = repairMask(mask, lab, {
    left: side(1),
    right: side(-1),
    hemline: [
      { x: 140, y: 179 },
      { x: 60, y: 179 },
    ],
    neckline: [
      { x: 115, y: 40 },
      { x: 85, y: 40 },
    ],
  });
  return (x, y) => mended.data[y * SIZE + x] !== 0;
}

test("repairMask() opens the gap below an armpit up to its tip, which lies in shade", () => {
  const isCloth = repair((y) => (y >= 90 ? 238 : 170));
  assert.deepEqual([isCloth(57, 95), isCloth(57, 84), isCloth(142, 84)], [false, false, false]);
  assert.ok(isCloth(57, 70) && isCloth(70, 84), "cloth beside and above it stays");
});

test("repairMask() takes no cloth in a fold for the gap", () => {
  const isCloth = repair((y) => (y >= 90 ? 238 : 75));
  assert.deepEqual([isCloth(57, 95), isCloth(57, 84)], [false, true]);
});

test("repairMask() takes no pale cloth that reaches past the outline for the gap beside it", () => {
  const isCloth = repair(() => 239, { cloth: 225, cuffY: 96 });
  assert.deepEqual([isCloth(56, 102), isCloth(53, 102), isCloth(146, 102)], [false, true, true]);
});

test("repairMask() opens a bright gap up to its tip where the armpit was read too low", () => {
  // the armpit was read at y = 90, a chest is 84 px wide
  const isCloth = repair(() => 238, { gapY: 73 });
  assert.deepEqual([isCloth(57, 76), isCloth(57, 72), isCloth(64, 76)], [false, true, true]);
});

test("repairMask() opens a gap downward to where the sleeve ends, too", () => {
  const isCloth = repair(() => 238, { foundY: 84, foundTo: 110 });
  assert.deepEqual([isCloth(57, 105), isCloth(57, 122), isCloth(142, 128)], [false, false, false]);
  assert.ok(isCloth(54, 122) && isCloth(62, 122), "cloth beside it stays");
});

test("repairMask() opens the gap's tip of a top with pale stripes, but not where these reach the armpit", () => {
  const isOpen = repair(() => 238, { foundY: 94, stripesTo: 64 });
  assert.deepEqual([isOpen(57, 95), isOpen(57, 84), isOpen(70, 49)], [false, false, true]);
  const isStriped = repair(() => 238, { foundY: 94, stripesTo: 180 });
  assert.deepEqual([isStriped(57, 84), isStriped(52, 96)], [true, true]);
});
