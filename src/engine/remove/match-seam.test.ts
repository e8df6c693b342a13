import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8 } from "../image.js";
import { PART } from "../person/types.js";
import { easePaintInto, matchSeamInto } from "./match-seam.js";
import type { PersonCrop } from "./types.js";

const [width, height] = [120, 20];
const UNIT = 200;
/** Real skin ends here; the top begins 6 px further left. */
const SEAM = 40;

/** Real skin of one grey left of the seam, a white top right of it; what is painted is lighter than the skin. */
function scene(skin: number): {
  crop: PersonCrop;
  painted: Image8;
  removed: ReturnType<typeof createMask>;
} {
  const photo = createImage(width, height, 3);
  const painted = createImage(width, height, 3);
  const parts = createMask(width, height);
  const removed = createMask(width, height);
  for (let i = 0; i < width * height; i++) {
    const isSkin = i % width < SEAM + 6;
    parts.data[i] = isSkin ? PART.neck : PART.upper;
    removed.data[i] = i % width < SEAM ? 0 : 255;
    photo.data.fill(isSkin ? skin : 250, 3 * i, 3 * i + 3);
    painted.data.fill(180, 3 * i, 3 * i + 3);
  }
  const rect = { left: 0, top: 0, width, height };
  return { crop: { rect, photo, parts, matte: createMask(width, height) }, painted, removed };
}

const red = (image: Image8, x: number): number => image.data[3 * (10 * width + x)]!;

test("matchSeamInto() carries the shade of real skin into the paint, less and less", () => {
  const { crop, painted, removed } = scene(120);
  matchSeamInto(painted, crop, { removed, unit: UNIT, tone: null });
  assert.ok(Math.abs(red(painted, SEAM) - 120) <= 1, `${red(painted, SEAM)}`);
  const [near, far] = [red(painted, SEAM + 12), red(painted, width - 1)];
  assert.ok(near > 120 && near < far && far > 170, `${near} ${far}`);
});

test("matchSeamInto() takes no glare and no collar for skin", () => {
  const { crop, painted, removed } = scene(230);
  matchSeamInto(painted, crop, { removed, unit: UNIT, tone: null });
  assert.equal(red(painted, SEAM), 180);
});

test("matchSeamInto() does not believe the pixel of skin that is mixed with the top beside it", () => {
  const { crop, painted, removed } = scene(120);
  for (let y = 0; y < height; y++)
    crop.photo.data.fill(40, 3 * (y * width + SEAM + 5), 3 * (y * width + SEAM + 6));
  // the unit is such that the rim is as wide as what was removed of the skin
  matchSeamInto(painted, crop, { removed, unit: 6 / 0.012, tone: null });
  assert.ok(red(painted, SEAM + 5) > 110, `${red(painted, SEAM + 5)}`);
});

test("easePaintInto() goes over from the photo's skin to the paint and leaves what was the top's", () => {
  const { crop, painted, removed } = scene(120);
  easePaintInto(painted, crop, { removed, reveal: createMask(width, height), unit: UNIT });
  const across = [0, 2, 4, 5].map((d) => red(painted, SEAM + d));
  assert.deepEqual(
    across,
    across.toSorted((a, b) => a - b),
  );
  assert.ok(across[0]! < 140 && across[3]! > 165, across.join(" "));
  assert.equal(red(painted, SEAM + 6), 180);
});

test("easePaintInto() goes over into the trousers below an old hem as well", () => {
  const { crop, painted, removed } = scene(120);
  for (let i = 0; i < width * height; i++)
    if (crop.parts.data[i] === PART.neck) crop.parts.data[i] = PART.lower;
  easePaintInto(painted, crop, { removed, reveal: createMask(width, height), unit: UNIT });
  assert.ok(red(painted, SEAM) < 140 && red(painted, SEAM + 5) > 165);
});
