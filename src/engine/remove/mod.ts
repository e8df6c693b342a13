/**
 * Remove: takes the worn top off the photo and paints what would be seen without it: skin, trousers, background. It does
 * not know the new garment; what that covers is painted over later.
 */
import { createPlane, type Image8, type Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { boxFilter } from "../kernels/box-filter.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { PART } from "../person/types.js";
import { addGrainInto, measureGrain } from "./add-grain.js";
import { classifyReveal, REVEAL, type Reveal } from "./classify-reveal.js";
import { fillSkin, shadeArm } from "./fill-skin.js";
import { findPure } from "./find-pure.js";
import { findRemoved } from "./find-removed.js";
import { predictGround } from "./plain-ground.js";
import type { PersonCrop } from "./types.js";

export { absorbTrim } from "./absorb-trim.js";
export type { PersonCrop } from "./types.js";
export { REVEAL } from "./classify-reveal.js";

export interface RemovedGarment {
  /** The crop without the worn top, three channels. */
  readonly base: Image8;
  /** 255 where the base differs from the photo. */
  readonly removed: Mask;
  /** {@link REVEAL} labels. */
  readonly reveal: Mask;
  /** Whether the background is so plain that its fill cannot be told from it. */
  readonly isGroundPlain: boolean;
}

/** Half width of the ramp between two fills, in units: as soft as a limb's edge in the photo, and smooth along it. */
const SOFT_UNITS = 0.008;

/**
 * Share 0..1 of the wanted kinds among the removed pixels about each pixel: soft and smooth between kinds, hard at the removal's
 * rim. A box filter twice, then steepened to a ramp of half its width.
 */
function softMask(reveal: Mask, kinds: readonly Reveal[], radiusPx: number): Float32Array {
  const share = createPlane(reveal.width, reveal.height);
  const any = createPlane(reveal.width, reveal.height);
  const wanted = new Uint8Array(256);
  for (const kind of kinds) wanted[kind] = 1;
  for (let i = 0; i < share.data.length; i++) {
    share.data[i] = wanted[reveal.data[i]!]!;
    any.data[i] = reveal.data[i] === REVEAL.nothing ? 0 : 1;
  }
  const top = boxFilter(boxFilter(share, radiusPx), radiusPx).data;
  const bottom = boxFilter(boxFilter(any, radiusPx), radiusPx).data;
  for (let i = 0; i < top.length; i++) {
    if (bottom[i]! <= 0) continue;
    top[i] = Math.min(1, Math.max(0, 0.5 + 2 * (top[i]! / bottom[i]! - 0.5)));
  }
  return top;
}

function blendInto(base: Image8, fill: Image8, weight: Float32Array, removed: Mask): void {
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    if (removed.data[i] === 0 || w <= 0) continue;
    for (let c = 0; c < 3; c++) {
      const at = 3 * i + c;
      base.data[at] = base.data[at]! + w * (fill.data[at]! - base.data[at]!);
    }
  }
}

/** Takes the worn top off. */
export function removeUpper(crop: PersonCrop, body: BodyFrame): RemovedGarment {
  const ground = predictGround(crop, body);
  const removed = findRemoved(crop, body, ground);
  const reveal = classifyReveal(removed, crop.parts, body, crop.rect);
  const background = findPure(
    crop,
    removed,
    (part, i) => part === PART.background && crop.matte.data[i]! < 8 && (ground === null || ground.fits(i)),
  );
  const lower = findPure(crop, removed, (part) => part === PART.lower);
  const behind = pushPullFill(crop.photo, background);
  addGrainInto(behind, removed, { sigma: measureGrain(crop.photo, background), ...crop.rect });
  const base: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  for (let i = 0; i < removed.data.length; i++) {
    if (removed.data[i] === 0) continue;
    for (let c = 0; c < 3; c++) base.data[3 * i + c] = behind.data[3 * i + c]!;
  }
  const skin = fillSkin(crop, removed, body);
  shadeArm(skin, reveal, body, crop.rect);
  const radius = Math.max(1, Math.round(SOFT_UNITS * body.unit));
  const soft = (...kinds: Reveal[]): Float32Array => softMask(reveal, kinds, radius);
  blendInto(base, skin, soft(REVEAL.skin, REVEAL.lower, REVEAL.arm), removed);
  if (hasAny(lower)) blendInto(base, pushPullFill(crop.photo, lower), soft(REVEAL.lower), removed);
  blendInto(base, skin, soft(REVEAL.arm), removed);
  return { base, removed, reveal, isGroundPlain: ground !== null };
}
