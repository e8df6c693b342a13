import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { maskWhere } from "../kernels/push-pull.js";
import { PART } from "../person/types.js";
import { REVEAL } from "../remove/mod.js";
import { findArmpits } from "./close-armpits.js";
import { findNearGround, type TrimInput } from "./trim-body.js";

const SIZE = 120;

const arm = (x: number): object => ({
  shoulder: { x, y: 20 },
  elbow: { x, y: 60 },
  wrist: { x, y: 100 },
  thickness: { outer: 1, inner: 1, isSeen: false },
  isSleeveless: false,
});

/** Shoulders 60 px apart about x = 60, hips 90 px below, arms that hang; cloth but for two columns between torso and left sleeve. */
function dress(part: number): TrimInput {
  const photo = createImage(SIZE, SIZE, 3);
  const all = maskWhere(SIZE, SIZE, () => true);
  const cloth = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const x = i % SIZE;
    const y = Math.floor(i / SIZE);
    return x < 20 || x > 105 || (y < 70 && (x === 90 || x === 91 || x === 60)) ? 0 : 1;
  });
  const parts = createMask(SIZE, SIZE);
  parts.data.fill(part);
  const reveal = createMask(SIZE, SIZE);
  reveal.data.fill(REVEAL.skin);
  const input = {
    removal: { base: photo, behind: photo, removed: all, reveal, isGroundPlain: true },
    crop: { photo, parts, matte: all, rect: { left: 0, top: 0, width: SIZE, height: SIZE } },
    body: {
      unit: 60,
      origin: { x: 60, y: 20 },
      down: { x: 0, y: 1 },
      acrossShoulders: { x: 1, y: 0 },
      acrossHips: { x: 1, y: 0 },
      torsoLength: 90,
      halfWidth: { left: new Float32Array(41).fill(30), right: new Float32Array(41).fill(30) },
      arms: { left: arm(98), right: arm(22) },
    } as unknown as BodyFrame,
    cover: {
      torso: createMask(SIZE, SIZE),
      leftSleeve: null,
      rightSleeve: null,
      opening: createMask(SIZE, SIZE),
      cuffs: { left: undefined, right: undefined },
    },
    covered: cloth,
    sleeveEnds: { left: 1, right: 1 },
    shoulders: { left: [], right: [] },
  };
  return { ...input, nearGround: findNearGround(input) };
}

test("findArmpits() closes a narrow gap between sleeve and torso, nothing elsewhere, and none that shows background", () => {
  const at = (input: TrimInput, x: number, y: number): number => findArmpits(input).data[y * SIZE + x]!;
  const worn = dress(PART.upper);
  assert.equal(at(worn, 90, 50), 255, "between sleeve and torso");
  const bare = { ...dress(PART.leftArm) };
  const kept = { ...bare, removal: { ...bare.removal, removed: createMask(SIZE, SIZE) } };
  assert.equal(at(kept, 90, 50), 255, "over a bare arm's own skin");
  assert.equal(at({ ...kept, crop: worn.crop }, 90, 50), 0, "over what stays");
  assert.equal(at(worn, 60, 50), 0, "in the middle of the front");
  assert.equal(at(worn, 110, 50), 0, "outside");
  assert.equal(at(dress(PART.background), 90, 50), 0, "with background behind");
  assert.equal(at({ ...worn, sleeveEnds: { left: 0.5, right: 1 } }, 90, 50), 0, "below the cuff");
  assert.equal(at({ ...worn, sleeveEnds: { left: undefined, right: undefined } }, 90, 50), 0);
});
