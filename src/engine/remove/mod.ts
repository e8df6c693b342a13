/**
 * Remove: takes the worn top off the photo and paints what would be seen without it: skin, trousers, background. It does
 * not know the new garment; what that covers is painted over later.
 */
import { createPlane, type Image8, type Mask } from "../image.js";
import { armChain, placeOnArm, type ArmChain } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { boxFilter } from "../kernels/box-filter.js";
import { hasAny, maskWhere, pushPullFill } from "../kernels/push-pull.js";
import type { Rect } from "../kernels/crop.js";
import { resizeMask, resizePlane } from "../kernels/resize.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "./types.js";
import { classifyReveal, REVEAL, type Reveal } from "./classify-reveal.js";

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
}

/** The worn top's soft edge reaches this far into its neighbours, in units of the shoulders' distance. */
const EDGE_UNITS = 0.012;
/** Colours are taken from pixels at least this far from another part, in px: nearer ones are mixed. */
const PURE_PX = 2;
/** Half width in px of the ramp between two fills. */
const SOFT_PX = 1;
/** Skin this far from bare skin, in units, has taken on the person's mean tone to two thirds. */
const TONE_REACH = 0.3;
/** How much darker an arm is at its outline than at its middle; measured on bare arms in soft light. */
const ARM_LIMB_SHADE = 0.24;
/** The shoulder is no cylinder yet: the shade sets in here down the arm, over this length (1 is the elbow). */
const LIMB_FROM = 0.2;
const LIMB_FADE = 0.4;

/** Grows the worn top over its mixed edge, but never into face, hair or hands. */
function removalMask(crop: PersonCrop, body: BodyFrame): Mask {
  const { parts } = crop;
  const upper = maskWhere(parts.width, parts.height, (i) => parts.data[i] === PART.upper);
  const grown = dilateSquare(upper, Math.max(1, Math.round(EDGE_UNITS * body.unit)));
  return maskWhere(parts.width, parts.height, (i) => {
    const part = parts.data[i]!;
    if (part === PART.upper) return true;
    const yields = part === PART.background || part === PART.neck || part === PART.lower;
    return yields && grown.data[i] !== 0;
  });
}

/** Pixels of the given parts whose colour is not mixed with another's. */
export function pureSource(
  crop: PersonCrop,
  removed: Mask,
  wanted: (part: number, index: number) => boolean,
): Mask {
  const { parts } = crop;
  const source = maskWhere(
    parts.width,
    parts.height,
    (i) => removed.data[i] === 0 && wanted(parts.data[i]!, i),
  );
  return erodeSquare(source, PURE_PX);
}

/** Whether a part is bare skin that a try-on may take colours from. */
export function isSkin(part: number): boolean {
  return (
    part === PART.neck ||
    part === PART.leftArm ||
    part === PART.rightArm ||
    part === PART.leftHand ||
    part === PART.rightHand
  );
}

/** Mean colour of the lighter half of the skin pixels: the tone without its shadows. */
export function measureTone(crop: PersonCrop, source: Mask): readonly [number, number, number] {
  const { data } = crop.photo;
  const lights: { light: number; at: number }[] = [];
  for (let i = 0; i < source.data.length; i += 3) {
    if (source.data[i] !== 255) continue;
    lights.push({ light: data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!, at: 3 * i });
  }
  const upper = lights
    .toSorted((a, b) => b.light - a.light)
    .slice(Math.floor(lights.length * 0.1), Math.ceil(lights.length * 0.6));
  const mean = (c: number): number =>
    upper.reduce((sum, { at }) => sum + data[at + c]!, 0) / Math.max(1, upper.length);
  return [mean(0), mean(1), mean(2)];
}

/** Skin continues from the nearest bare skin and tends to the person's own tone further away. */
function fillSkin(crop: PersonCrop, removed: Mask, body: BodyFrame): Image8 {
  const bare = pureSource(crop, removed, isSkin);
  const face = pureSource(crop, removed, (part) => part === PART.face);
  const source = hasAny(bare) ? bare : face;
  const tone = measureTone(crop, hasAny(face) ? unite(bare, face) : bare);
  const filled = pushPullFill(crop.photo, source);
  const reach = distanceFrom(source);
  for (let i = 0; i < reach.length; i++) {
    if (removed.data[i] === 0) continue;
    const w = 1 - Math.exp(-reach[i]! / (TONE_REACH * body.unit));
    for (let c = 0; c < 3; c++)
      filled.data[3 * i + c] = filled.data[3 * i + c]! + w * (tone[c]! - filled.data[3 * i + c]!);
  }
  return filled;
}

/** Distance in px to the mask, found at a quarter of the size: it only steers a slow blend. */
function distanceFrom(mask: Mask): Float32Array {
  const width = Math.ceil(mask.width / 4);
  const height = Math.ceil(mask.height / 4);
  const small = distanceToMask(resizeMask(mask, width, height));
  return resizePlane(small, mask.width, mask.height).data.map((v) => 4 * v);
}

function unite(a: Mask, b: Mask): Mask {
  return { ...a, data: a.data.map((v, i) => Math.max(v, b.data[i]!)) };
}

/** Darkens the skin of a bare arm towards its outline, as light from the front does on a cylinder. */
function shadeArm(skin: Image8, reveal: Mask, body: BodyFrame, rect: Rect): void {
  const chains: readonly ArmChain[] = [armChain(body, "left"), armChain(body, "right")];
  for (let y = 0, i = 0; y < reveal.height; y++) {
    for (let x = 0; x < reveal.width; x++, i++) {
      if (reveal.data[i] !== REVEAL.arm) continue;
      const [left, right] = chains.map((c) => placeOnArm(c, x + rect.left + 0.5, y + rect.top + 0.5));
      const { at, rho } = left!.rho < right!.rho ? left! : right!;
      const isLimb = Math.min(1, Math.max(0, (at - LIMB_FROM) / LIMB_FADE));
      const shade = 1 - ARM_LIMB_SHADE * isLimb * Math.min(1, rho) ** 3;
      for (let c = 0; c < 3; c++) skin.data[3 * i + c]! *= shade;
    }
  }
}

/** Share 0..1 of the wanted kinds among the removed pixels about each pixel: soft between kinds, hard at the removal's rim. */
function softMask(reveal: Mask, kinds: readonly Reveal[]): Float32Array {
  const share = createPlane(reveal.width, reveal.height);
  const any = createPlane(reveal.width, reveal.height);
  const wanted = new Uint8Array(256);
  for (const kind of kinds) wanted[kind] = 1;
  for (let i = 0; i < share.data.length; i++) {
    share.data[i] = wanted[reveal.data[i]!]!;
    any.data[i] = reveal.data[i] === REVEAL.nothing ? 0 : 1;
  }
  const top = boxFilter(share, SOFT_PX).data;
  const bottom = boxFilter(any, SOFT_PX).data;
  for (let i = 0; i < top.length; i++) if (bottom[i]! > 0) top[i]! /= bottom[i]!;
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
  const removed = removalMask(crop, body);
  const reveal = classifyReveal(removed, crop.parts, body, crop.rect);
  const background = pureSource(
    crop,
    removed,
    (part, i) => part === PART.background && crop.matte.data[i]! < 8,
  );
  const lower = pureSource(crop, removed, (part) => part === PART.lower);
  const behind = pushPullFill(crop.photo, background);
  const base: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  for (let i = 0; i < removed.data.length; i++) {
    if (removed.data[i] === 0) continue;
    for (let c = 0; c < 3; c++) base.data[3 * i + c] = behind.data[3 * i + c]!;
  }
  const skin = fillSkin(crop, removed, body);
  shadeArm(skin, reveal, body, crop.rect);
  blendInto(base, skin, softMask(reveal, [REVEAL.skin, REVEAL.lower, REVEAL.arm]), removed);
  if (hasAny(lower))
    blendInto(base, pushPullFill(crop.photo, lower), softMask(reveal, [REVEAL.lower]), removed);
  blendInto(base, skin, softMask(reveal, [REVEAL.arm]), removed);
  return { base, removed, reveal };
}
