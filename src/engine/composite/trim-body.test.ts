import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { maskWhere } from "../kernels/push-pull.js";
import { PART } from "../person/types.js";
import { REVEAL } from "../remove/mod.js";
import { findNearGround, findUncovered, trimBodyInto, type TrimInput } from "./trim-body.js";

const SIZE = 100;
const SKIN = 200;
const WALL = 50;

/** Shoulders 60 px wide about x = 50, hips 60 px below them. */
const BODY = {
  unit: 60,
  origin: { x: 50, y: 20 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 60,
  halfWidth: { left: new Float32Array(41).fill(30), right: new Float32Array(41).fill(30) },
  isShoulderCovered: { left: true, right: true },
  shoulderSlope: { left: new Float32Array(15), right: new Float32Array(15) },
} as unknown as BodyFrame;

/** Seams from 12 to 30 px from the middle, on the joints' line: the outline of {@link BODY}'s shoulders. */
const SHOULDERS = {
  left: [
    { x: 62, y: 20 },
    { x: 80, y: 20 },
  ],
  right: [
    { x: 38, y: 20 },
    { x: 20, y: 20 },
  ],
};

function plain(value: number): Image8 {
  const image = createImage(SIZE, SIZE, 3);
  image.data.fill(value);
  return image;
}

const columns = (from: number, to: number): Mask =>
  maskWhere(SIZE, SIZE, (i) => i % SIZE >= from && i % SIZE < to && i >= 30 * SIZE && i < 80 * SIZE);

/** A torso of bared skin from x = 20 to 80, an outline as wide, and cloth over a part of it. */
function dress(cloth: Mask, removed: Mask = columns(0, SIZE)): TrimInput {
  const torso = columns(20, 80);
  const reveal = { ...torso, data: torso.data.map((v) => (v === 0 ? REVEAL.background : REVEAL.skin)) };
  const input = {
    removal: { removed, reveal, isGroundPlain: true },
    crop: {
      photo: plain(SKIN),
      parts: createMask(SIZE, SIZE),
      matte: createMask(SIZE, SIZE),
      rect: { left: 0, top: 0, width: SIZE, height: SIZE },
    },
    body: BODY,
    cover: {
      torso,
      leftSleeve: null,
      rightSleeve: null,
      opening: createMask(torso.width, torso.height),
      cuffs: { left: undefined, right: undefined },
    },
    covered: Float32Array.from(cloth.data, (v) => v / 255),
    sleeveEnds: { left: undefined, right: undefined },
    shoulders: SHOULDERS,
  };
  return { ...input, nearGround: findNearGround(input) };
}

test("trimBodyInto() lets no skin look out beside a seam, and leaves the belly below a short top", () => {
  const base = plain(SKIN);
  const shirt = columns(22, 78);
  for (let i = 70 * SIZE; i < 80 * SIZE; i++) shirt.data[i] = 0;
  trimBodyInto({ base, behind: plain(WALL) }, dress(shirt));
  const at = (x: number, y: number): number => base.data[3 * (y * SIZE + x)]!;
  assert.deepEqual([at(21, 50), at(79, 50)], [WALL, WALL]);
  assert.deepEqual([at(30, 50), at(50, 75)], [SKIN, SKIN]);
});

test("trimBodyInto() lets no skin stand out above the shoulders beside the neck", () => {
  const base = plain(SKIN);
  const everywhere = maskWhere(SIZE, SIZE, () => true);
  const input = dress(columns(20, 80), everywhere);
  const above = maskWhere(SIZE, SIZE, (i) => i >= 12 * SIZE && i < 20 * SIZE);
  for (let i = 0; i < above.data.length; i++)
    if (above.data[i] !== 0) input.removal.reveal.data[i] = REVEAL.skin;
  trimBodyInto({ base, behind: plain(WALL) }, { ...input, nearGround: everywhere });
  const at = (x: number, y: number): number => base.data[3 * (y * SIZE + x)]!;
  assert.deepEqual([at(70, 15), at(30, 15)], [WALL, WALL]);
  assert.deepEqual([at(50, 15), at(58, 15), at(90, 15)], [SKIN, SKIN, SKIN]);
});

test("trimBodyInto() shows no background between the neckline's ends: the neck is behind what is missing there", () => {
  const everywhere = maskWhere(SIZE, SIZE, () => true);
  // so long a torso that all of it is shoulder
  const body = { ...BODY, torsoLength: 600 };
  const seenAt = (neckEnd: number): number => {
    const base = plain(SKIN);
    const left = [{ x: 50 + neckEnd, y: 20 }, SHOULDERS.left[1]!];
    const input = { ...dress(columns(20, 70)), body, shoulders: { ...SHOULDERS, left } };
    trimBodyInto({ base, behind: plain(WALL) }, { ...input, nearGround: everywhere });
    return base.data[3 * (31 * SIZE + 72)]!;
  };
  assert.deepEqual([seenAt(28), seenAt(12)], [SKIN, WALL]);
});

test("trimBodyInto() lets no arm look out beside a sleeve, above its cuff", () => {
  const arm = {
    shoulder: { x: 80, y: 30 },
    elbow: { x: 80, y: 60 },
    wrist: { x: 80, y: 90 },
    thickness: { outer: 1, inner: 1, isSeen: false },
    isSleeveless: false,
  };
  const input = dress(columns(20, 84));
  const base = plain(SKIN);
  const reveal = input.removal.reveal.data;
  for (let i = 0; i < reveal.length; i++)
    if (i % SIZE >= 80) reveal[i] = i % SIZE < 89 ? REVEAL.arm : REVEAL.background;
  trimBodyInto(
    { base, behind: plain(WALL) },
    {
      ...input,
      body: { ...BODY, arms: { left: arm, right: arm } } as unknown as BodyFrame,
      sleeveEnds: { left: 0.5, right: undefined },
      nearGround: findNearGround(input),
    },
  );
  const at = (x: number, y: number): number => base.data[3 * (y * SIZE + x)]!;
  assert.equal(at(88, 40), WALL, "beside the sleeve");
  assert.equal(at(89, 40), WALL, "the arm's soft edge on the background");
  assert.equal(at(88, 55), SKIN, "below the cuff");
  const slanted = plain(SKIN);
  const cuff = [
    { x: 90, y: 36 },
    { x: 80, y: 50 },
  ] as const;
  trimBodyInto(
    { base: slanted, behind: plain(WALL) },
    {
      ...input,
      body: { ...BODY, arms: { left: arm, right: arm } } as unknown as BodyFrame,
      cover: { ...input.cover, cuffs: { left: cuff, right: undefined } },
      sleeveEnds: { left: 0.5, right: undefined },
      nearGround: findNearGround(input),
    },
  );
  assert.equal(slanted.data[3 * (44 * SIZE + 88)], SKIN, "past a slanted cuff");
});

test("findUncovered() asks for cloth in wide gaps, enclosed ones and on skin that stays, not in slivers", () => {
  const cloth = columns(22, 70);
  cloth.data[50 * SIZE + 40] = 0;
  const found = findUncovered(dress(cloth)).data;
  assert.equal(found[50 * SIZE + 75], 255, "ten pixels at the right side");
  assert.equal(found[50 * SIZE + 40], 255, "a hole");
  assert.equal(found[50 * SIZE + 21], 0, "two pixels at the left side");
  const onArm = dress(cloth, columns(30, 80));
  assert.equal(findUncovered(onArm).data[50 * SIZE + 21], 0);
  onArm.crop.parts.data.fill(PART.rightArm);
  assert.equal(findUncovered(onArm).data[50 * SIZE + 21], 255);
});
