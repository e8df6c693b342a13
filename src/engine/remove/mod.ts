/**
 * Remove: takes the worn top off the photo and paints what would be seen without it: skin, trousers, background. It does
 * not know the new garment; what that covers is painted over later.
 */
import { createPlane, type Image8, type Mask } from "../image.js";
import { armChain, type SideName } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { boxFilter } from "../kernels/box-filter.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { PART } from "../person/types.js";
import { addGrainInto, measureGrain } from "./add-grain.js";
import { readShade, removeCuffShadow, type ShadedArm } from "./arm-shade.js";
import { findBaredArm } from "./bared-arm.js";
import { readBareShoulders } from "./bare-shoulders.js";
import { classifyReveal, REVEAL, type BaredBody, type Reveal } from "./classify-reveal.js";
import { closeGaps, closeUnderHair, closeUnderStraps } from "./close-gaps.js";
import { coverArmsInto, removeUnderArms } from "./cover-arms.js";
import { easeCuffInto, removeCuffBand } from "./ease-cuff.js";
import type { Face } from "./face.js";
import { fillGroundInto, findUnsure } from "./fill-ground.js";
import { fillLower } from "./fill-lower.js";
import { fillSkin } from "./fill-skin.js";
import { findPure } from "./find-pure.js";
import { findRemoved } from "./find-removed.js";
import { readPersonOutline } from "./person-outline.js";
import { easePaintInto } from "./match-seam.js";
import { fitsGround, predictGround, type PlainGround } from "./plain-ground.js";
import { roundArm, roundShoulder } from "./round-shoulder.js";
import type { PersonCrop } from "./types.js";

export { absorbCuffs } from "./absorb-cuffs.js";
export { absorbTrim } from "./absorb-trim.js";
export { readFace } from "./face.js";
export { isTopsOwn, tellTop } from "./tell-top.js";
export type { PersonCrop } from "./types.js";
export { REVEAL } from "./classify-reveal.js";

/** What a removal changes, before it is painted. Masks of the crop's size. */
export interface RemovalMarks {
  /** 255 where something goes. */
  readonly removed: Mask;
  /** {@link REVEAL} labels. */
  readonly reveal: Mask;
  /** Whether the background is so plain that its fill cannot be told from it. */
  readonly isGroundPlain: boolean;
}

/** What is seen without the worn garment, three channels. */
export interface Repainted {
  /** The crop without it; {@link RemovalMarks.removed} tells where it differs from the photo. */
  readonly base: Image8;
  /** The crop with background in place of what was removed, whatever else came to light there. */
  readonly behind: Image8;
}

const SIDES: readonly SideName[] = ["left", "right"];

/** Half width of the ramp between two fills, in units: as soft as a limb's edge in the photo, and smooth along it. */
const SOFT_UNITS = 0.008;

/** t of the armpits, about: a bare shoulder's outline ends there. */
const ARMPIT_T = 0.15;

/** All kinds of removed pixels. */
const REVEALED = Object.values(REVEAL).filter((kind) => kind !== REVEAL.nothing);

/** Mean of a plane of ones and zeros about each pixel, by a box filter twice. */
function blurShare(reveal: Mask, wanted: readonly Reveal[], radiusPx: number): Float32Array {
  const table = new Uint8Array(256);
  for (const kind of wanted) table[kind] = 1;
  const share = createPlane(reveal.width, reveal.height);
  for (let i = 0; i < share.data.length; i++) share.data[i] = table[reveal.data[i]!]!;
  return boxFilter(boxFilter(share, radiusPx), radiusPx).data;
}

/**
 * Share 0..1 of the wanted kinds among the removed pixels (`any` is their own share) about each pixel: soft and smooth between
 * kinds, hard at the removal's rim. Steepened to a ramp of half the box filters' width.
 */
function softMask(
  reveal: Mask,
  kinds: readonly Reveal[],
  { any, radiusPx }: { readonly any: Float32Array; readonly radiusPx: number },
): Float32Array {
  const share = blurShare(reveal, kinds, radiusPx);
  for (let i = 0; i < share.length; i++) {
    if (any[i]! <= 0) continue;
    share[i] = Math.min(1, Math.max(0, 0.5 + 2 * (share[i]! / any[i]! - 0.5)));
  }
  return share;
}

function blendInto(
  base: Image8,
  fill: Image8,
  { weight, person }: { readonly weight: Float32Array; readonly person: Float32Array },
  removed: Mask,
): void {
  for (let i = 0; i < weight.length; i++) {
    if (removed.data[i] === 0) continue;
    const w = weight[i]! * person[i]!;
    if (w <= 0) continue;
    for (let c = 0; c < 3; c++) {
      const at = 3 * i + c;
      base.data[at] = base.data[at]! + w * (fill.data[at]! - base.data[at]!);
    }
  }
}

/** The row of the crop at which the armpits are. */
function armpitRowOf({ rect }: PersonCrop, { origin, down, torsoLength }: BodyFrame): number {
  return origin.y + ARMPIT_T * torsoLength * down.y - rect.top;
}

/** No limb is laid bare outside of the person's outline. In place. */
function holdWithinInto(reveal: Mask, person: Float32Array): void {
  for (let i = 0; i < person.length; i++)
    if (reveal.data[i] !== REVEAL.nothing && person[i]! < 0.5) reveal.data[i] = REVEAL.background;
}

function copyInto(base: Image8, from: Image8, marked: Mask): void {
  for (let i = 0; i < marked.data.length; i++) {
    if (marked.data[i] === 0) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++) base.data[k] = from.data[k]!;
  }
}

/** Takes another plane's value where a share is nothing. In place. */
function takeWhereNoneInto(data: Float32Array, share: Float32Array, other: Float32Array): void {
  for (let i = 0; i < data.length; i++) if (share[i] === 0) data[i] = other[i]!;
}

/** The background's pure pixels: where it is plain, those that the background further out predicts. */
function findPureGround(crop: PersonCrop, removed: Mask, ground: PlainGround | null): Mask {
  const fitting = markLabels(crop.parts, [PART.background]);
  for (let i = 0; i < fitting.data.length; i++) {
    if (fitting.data[i] === 0) continue;
    if (crop.matte.data[i]! >= 8 || (ground !== null && !fitsGround(ground, i))) fitting.data[i] = 0;
  }
  return findPure(crop, removed, [PART.background], fitting);
}

/** What is to be taken off and what lies behind it: labels and outlines, none of the photo's pixels. */
export interface RemovalPlan extends RemovalMarks {
  /** Pure pixels of the background (255), from which it is continued. */
  readonly background: Mask;
  readonly arms: readonly ShadedArm[];
}

/** Finds the bare outlines of neck, shoulders and arms. */
function findBaredBody(crop: PersonCrop, body: BodyFrame): BaredBody {
  const neck = readBareShoulders(crop, body);
  const arms = SIDES.map((name) => findBaredArm(armChain(body, name), crop.parts, crop.rect));
  const rounds = arms.map((arm) => roundShoulder(crop, neck, arm));
  return {
    neck,
    arms: arms.map((arm, i) => (rounds[i] ? roundArm(body, arm, rounds[i]) : arm)),
    rounds: rounds.filter((round) => round !== null),
  };
}

/** Finds what of the worn top goes and what comes to light there. */
export function planRemoval(crop: PersonCrop, body: BodyFrame): RemovalPlan {
  const ground = predictGround(crop, body);
  const removed = findRemoved(crop, body, ground);
  const { neck, arms, rounds } = findBaredBody(crop, body);
  const shaded = arms.map((arm) => readShade(crop, arm));
  removeUnderArms(removed, crop, arms, body);
  const worn = markLabels(crop.parts, [PART.upper]);
  for (const arm of shaded) {
    removeCuffShadow(removed, crop, { shaded: arm, worn, unit: body.unit });
    removeCuffBand(removed, crop, { shaded: arm, worn });
  }
  const reveal = classifyReveal(removed, crop, body, { neck, arms, rounds });
  holdWithinInto(reveal, readPersonOutline(crop.parts, body.unit, armpitRowOf(crop, body)));
  closeGaps(reveal, crop.parts, body.unit);
  closeUnderHair(reveal, crop.parts, body.unit);
  closeUnderStraps(reveal, crop, body);
  const background = findPureGround(crop, removed, ground);
  return { removed, reveal, background, isGroundPlain: ground !== null, arms: shaded };
}

/** The crop with background in place of what goes. */
function fillBehind(crop: PersonCrop, plan: RemovalPlan, unit: number): Image8 {
  const { removed, reveal, background, isGroundPlain } = plan;
  const behind = pushPullFill(crop.photo, background, removed);
  if (isGroundPlain) {
    addGrainInto(behind, removed, { sigma: measureGrain(crop.photo, background), ...crop.rect });
    return behind;
  }
  const hole = markLabels(reveal, [REVEAL.background]);
  const unsure = findUnsure(crop, background, { hole, unit });
  fillGroundInto(behind, background, { hole, ...unsure, isPlace: true });
  return behind;
}

/** Takes the worn top off. `face` is read in the whole photo. */
export function removeUpper(
  crop: PersonCrop,
  plan: RemovalPlan,
  { body, face }: { readonly body: BodyFrame; readonly face: Face },
): Repainted {
  const { removed, reveal, arms } = plan;
  const behind = fillBehind(crop, plan, body.unit);
  const person = readPersonOutline(crop.parts, body.unit, armpitRowOf(crop, body));
  const lower = findPure(crop, removed, [PART.lower]);
  const base: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  // the fill goes over into the background about it
  copyInto(base, behind, uniteMasks(removed, markLabels(crop.parts, [PART.background])));
  const skin = fillSkin(crop, removed, { body, arms, reveal, faceRead: face });
  const radiusPx = Math.max(1, Math.round(SOFT_UNITS * body.unit));
  const any = blurShare(reveal, REVEALED, radiusPx);
  const share = (...kinds: Reveal[]): Float32Array => softMask(reveal, kinds, { any, radiusPx });
  const blend = (fill: Image8, weight: Float32Array): void =>
    blendInto(base, fill, { weight, person }, removed);
  const arm = share(REVEAL.arm);
  coverArmsInto(
    arm,
    reveal,
    crop.rect,
    arms.map((one) => one.arm),
  );
  const torso = blurShare(reveal, [REVEAL.skin, REVEAL.lower], radiusPx);
  const bared = share(REVEAL.skin, REVEAL.lower, REVEAL.arm);
  takeWhereNoneInto(bared, torso, arm);
  blend(skin, bared);
  if (hasAny(lower)) blend(fillLower(crop, body, { removed, reveal, lower }), share(REVEAL.lower));
  blend(skin, arm);
  easePaintInto(base, crop, { removed, reveal, unit: body.unit });
  for (const arm of arms) easeCuffInto(base, crop, { removed, shaded: arm });
  return { base, behind };
}
