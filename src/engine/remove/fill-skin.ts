import type { Image8, Mask } from "../image.js";
import { armChain, armPlacer } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import type { Rect } from "../kernels/crop.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { resizeMask, resizePlane } from "../kernels/resize.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import { addGrainInto, measureGrain } from "./add-grain.js";
import { findPure } from "./find-pure.js";
import type { PersonCrop } from "./types.js";

/** Skin this far from bare skin, in units, has taken on the person's mean tone to two thirds. */
const TONE_REACH = 0.3;
/** How much darker an arm is at its outline than at its middle; measured on bare arms in soft light. */
const ARM_LIMB_SHADE = 0.24;
/** The shoulder is no cylinder yet: the shade sets in here down the arm, over this length (1 is the elbow). */
const LIMB_FROM = 0.2;
const LIMB_FADE = 0.4;

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

/** Skin continues from the nearest bare skin and tends to the person's own tone further away. */
export function fillSkin(crop: PersonCrop, removed: Mask, body: BodyFrame): Image8 {
  const bare = findPure(crop, removed, isSkin);
  const face = findPure(crop, removed, (part) => part === PART.face);
  const source = hasAny(bare) ? bare : face;
  const tone = measureTone(crop, hasAny(face) ? unite(bare, face) : bare);
  const filled = pushPullFill(crop.photo, source, removed);
  const reach = distanceFrom(source);
  for (let i = 0; i < reach.length; i++) {
    if (removed.data[i] === 0) continue;
    const w = 1 - Math.exp(-reach[i]! / (TONE_REACH * body.unit));
    for (let c = 0; c < 3; c++)
      filled.data[3 * i + c] = filled.data[3 * i + c]! + w * (tone[c]! - filled.data[3 * i + c]!);
  }
  addGrainInto(filled, removed, { sigma: measureGrain(crop.photo, source), ...crop.rect });
  return filled;
}

/** Darkens the skin of a bare arm towards its outline, as light from the front does on a cylinder. */
export function shadeArm(skin: Image8, reveal: Mask, body: BodyFrame, rect: Rect): void {
  const placeOnLeft = armPlacer(armChain(body, "left"));
  const placeOnRight = armPlacer(armChain(body, "right"));
  for (let y = 0, i = 0; y < reveal.height; y++) {
    for (let x = 0; x < reveal.width; x++, i++) {
      if (reveal.data[i] !== REVEAL.arm) continue;
      const left = placeOnLeft(x + rect.left + 0.5, y + rect.top + 0.5);
      const right = placeOnRight(x + rect.left + 0.5, y + rect.top + 0.5);
      const { at, rho } = left.rho < right.rho ? left : right;
      const isLimb = Math.min(1, Math.max(0, (at - LIMB_FROM) / LIMB_FADE));
      const shade = 1 - ARM_LIMB_SHADE * isLimb * Math.min(1, rho) ** 3;
      for (let c = 0; c < 3; c++) skin.data[3 * i + c]! *= shade;
    }
  }
}
