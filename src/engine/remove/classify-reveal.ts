import type { Mask, Point } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { shoulderPlace } from "../fit/shoulder-place.js";
import { PART } from "../person/types.js";
import { bareHeightAt, isOnNeck, type BareShoulders } from "./bare-shoulders.js";
import {
  isBeforeBody,
  isBesideArms,
  isHidden,
  placeOnBaredArm,
  sliceBaredArm,
  type BaredArm,
} from "./bared-arm.js";
import { hipHalfAt, readHipOutline, type HipOutline } from "./hip-outline.js";
import { isWithinRound, type RoundShoulder } from "./round-shoulder.js";
import type { PersonCrop } from "./types.js";
import { length2 } from "../kernels/length.js";

/** What comes to light where the worn garment is taken away. */
export const REVEAL = {
  nothing: 0,
  background: 1,
  skin: 2,
  arm: 3,
  lower: 4,
} as const;
export type Reveal = (typeof REVEAL)[keyof typeof REVEAL];

/** t of a waistband that a loose top hides: the median of the evaluation set's visible ones. */
const HIDDEN_WAIST_T = 0.78;
/** Out to here, in units, the shoulder's slope bounds the body, below the joints' line to the second; further out the round shoulder does. */
const SLOPE_TO = 0.64;
const SLOPE_TO_BELOW = 0.5;
/** A bare shoulder is round about its joint; in units. */
const SHOULDER_RADIUS = 0.15;
/** It goes over into the arm by these chain positions; no further from the joint than this, in units. */
const SHOULDER_AT = [0.1, 0.35];
const HULL_STEP = 0.125;
const SHOULDER_REACH = 0.8;
/** An arm that goes behind the back stands out of the torso's side at the first of these t by so many units, and no more from the second. */
const BEHIND_FROM_T = 0.15;
const BEHIND_TO_T = 0.5;
const BESIDE_UNITS = 0.25;
/** Bare skin and the lower garment beside the worn top, whose mixed edge is painted anew, stay what they are. */
const OWN: ReadonlyMap<number, Reveal> = new Map<number, Reveal>([
  [PART.face, REVEAL.skin],
  [PART.neck, REVEAL.skin],
  [PART.leftArm, REVEAL.arm],
  [PART.rightArm, REVEAL.arm],
  [PART.leftHand, REVEAL.arm],
  [PART.rightHand, REVEAL.arm],
  [PART.lower, REVEAL.lower],
]);

/** What a removed pixel of another part stays; undefined for the top's own, beside an arm whose cuff was taken for it, and under a forearm before the body. */
function ownKind(part: number, { arms, before }: Behind, x: number, y: number): Reveal | undefined {
  const isArm = part === PART.leftArm || part === PART.rightArm;
  if (isArm && isBesideArms(arms, x, y)) return undefined;
  if (part === PART.lower) for (const arm of before) if (isHiddenArm(arm, x, y)) return undefined;
  return OWN.get(part);
}

/** Chain position down to which the outer side of the upper arm rounds into the shoulder. */
const ROUND_TO = 0.2;

function isHiddenArm(arm: BaredArm, x: number, y: number): boolean {
  const place = placeOnBaredArm(arm, x, y);
  if (place === null || !isHidden(arm, place.at)) return false;
  const above = Math.max(0, 1 - place.at / ROUND_TO);
  return place.across >= -1 && place.across <= Math.sqrt(1 - above * above);
}

/** A bare shoulder: discs from the joint's down the upper arm, so that neither stands out of the other. */
interface Shoulder {
  readonly joint: Point;
  readonly discs: readonly Disc[];
}

function shoulderOf(body: BodyFrame, arm: BaredArm): Shoulder {
  const joint = body.joints[arm.chain.name];
  const round = { middle: joint, half: SHOULDER_RADIUS * body.unit };
  return { joint, discs: [round, ...SHOULDER_AT.map((at) => sliceBaredArm(arm, at))] };
}

function isOnShoulder(unit: number, { joint, discs }: Shoulder, x: number, y: number): boolean {
  if (length2(x - joint.x, y - joint.y) > SHOULDER_REACH * unit) return false;
  for (let k = 1; k < discs.length; k++) if (isInHull(discs[k - 1]!, discs[k]!, x, y)) return true;
  return false;
}

interface Disc {
  readonly middle: Point;
  readonly half: number;
}

/** Whether a point lies in the convex hull of two discs, in steps. */
function isInHull(from: Disc, to: Disc, x: number, y: number): boolean {
  for (let f = 0; f <= 1; f += HULL_STEP) {
    const dx = x - (from.middle.x + (to.middle.x - from.middle.x) * f);
    const dy = y - (from.middle.y + (to.middle.y - from.middle.y) * f);
    if (length2(dx, dy) < from.half + f * (to.half - from.half)) return true;
  }
  return false;
}

/** What is known of the body behind the worn top. */
interface Behind {
  readonly body: BodyFrame;
  readonly arms: readonly BaredArm[];
  /** Those whose forearms lie before the body. */
  readonly before: readonly BaredArm[];
  readonly shoulders: readonly Shoulder[];
  readonly rounds: readonly RoundShoulder[];
  readonly neck: BareShoulders;
  readonly waistT: number;
  readonly hips: HipOutline;
}

function hiddenArmAt({ arms }: Behind, x: number, y: number): BaredArm | null {
  for (const arm of arms) if (isHiddenArm(arm, x, y)) return arm;
  return null;
}

/** Whether the round shoulder on its side of the body holds a place; null where none tells. */
function isWithinRounds({ rounds }: Behind, place: ReturnType<typeof shoulderPlace>): boolean | null {
  for (const round of rounds) if (place.u * round.sign > 0) return isWithinRound(round, place);
  return null;
}

function isOnShoulders({ body, shoulders }: Behind, x: number, y: number): boolean {
  for (const shoulder of shoulders) if (isOnShoulder(body.unit, shoulder, x, y)) return true;
  return false;
}

/** What lies behind the worn top at a pixel of the photo. */
function revealAt(behind: Behind, x: number, y: number): Reveal {
  const { body, neck, hips, waistT } = behind;
  const { t, lateralPx: lateral } = torsoPlace(body, x, y);
  const aside = Math.abs(lateral) - hipHalfAt(hips, lateral < 0 ? "right" : "left", t);
  const isBeside = aside > 0;
  const arm = hiddenArmAt(behind, x, y);
  if (arm !== null) {
    const further = (t - BEHIND_FROM_T) / (BEHIND_TO_T - BEHIND_FROM_T);
    const isOutBehind = isBeside && aside < BESIDE_UNITS * body.unit * (1 - further);
    if (isOutBehind || body.isArmSeen[arm.chain.name]) return REVEAL.arm;
  }
  if (isOnNeck(neck, x, y)) return REVEAL.skin;
  const place = shoulderPlace(body, { x, y });
  const isRound = isWithinRounds(behind, place);
  if (isRound !== null) return isRound ? REVEAL.skin : REVEAL.background;
  if (isOnShoulders(behind, x, y)) return REVEAL.skin;
  if (t < 0.15) {
    const { u, height } = place;
    const top = bareHeightAt(neck, place);
    return Math.abs(u) < (t < 0 ? SLOPE_TO : SLOPE_TO_BELOW) && height <= top
      ? REVEAL.skin
      : REVEAL.background;
  }
  if (isBeside) return REVEAL.background;
  return t < waistT ? REVEAL.skin : REVEAL.lower;
}

/**
 * What is revealed has smooth borders: a block of this side (px) whose corners agree is all of their kind, and only the others are
 * looked at pixel by pixel.
 */
const BLOCK_PX = 4;
const UNREAD = -1;

interface Block {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A block of the picture; null when nothing in it was removed. */
function boundBlock({ width, height, data }: Mask, bx: number, by: number): Block | null {
  const left = bx * BLOCK_PX;
  const top = by * BLOCK_PX;
  const right = Math.min(width, left + BLOCK_PX);
  const bottom = Math.min(height, top + BLOCK_PX);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) if (data[y * width + x] !== 0) return { left, top, right, bottom };
  }
  return null;
}

/** What is known of the body's bare outlines. */
export interface BaredBody {
  readonly neck: BareShoulders;
  readonly arms: readonly BaredArm[];
  readonly rounds: readonly RoundShoulder[];
}

/**
 * Labels each removed pixel of the crop with what to paint there. Pixels outside `removed` get {@link REVEAL}.nothing.
 * Shape    all masks the crop's size.
 */
export function classifyReveal(
  removed: Mask,
  crop: PersonCrop,
  body: BodyFrame,
  { neck, arms, rounds }: BaredBody,
): Mask {
  const { width, height } = removed;
  const data = new Uint8Array(width * height);
  const waistT = Math.min(HIDDEN_WAIST_T, body.waistT ?? HIDDEN_WAIST_T);
  const behind: Behind = {
    body,
    arms,
    before: arms.filter((arm) => isBeforeBody(body, arm)),
    shoulders: arms.map((arm) => shoulderOf(body, arm)),
    rounds,
    neck,
    waistT,
    hips: readHipOutline(crop, body, waistT),
  };
  const wide = Math.ceil(width / BLOCK_PX) + 1;
  const read = new Int8Array(wide * (Math.ceil(height / BLOCK_PX) + 1)).fill(UNREAD);
  const corners = { behind, rect: crop.rect, wide, read };
  for (let by = 0; by * BLOCK_PX < height; by++) {
    for (let bx = 0; bx * BLOCK_PX < width; bx++) {
      const block = boundBlock(removed, bx, by);
      if (block === null) continue;
      const kind = readCorner(corners, bx, by);
      const isEven =
        readCorner(corners, bx + 1, by) === kind &&
        readCorner(corners, bx, by + 1) === kind &&
        readCorner(corners, bx + 1, by + 1) === kind;
      fillBlockInto(data, removed, { block, behind, crop, kind: isEven ? kind : null });
    }
  }
  return { width, height, data };
}

/** What is revealed at the corners of the blocks, as far as it is known. */
interface Corners {
  readonly behind: Behind;
  readonly rect: PersonCrop["rect"];
  /** Corners a row. */
  readonly wide: number;
  readonly read: Int8Array;
}

function readCorner({ behind, rect, wide, read }: Corners, bx: number, by: number): Reveal {
  const at = by * wide + bx;
  if (read[at] === UNREAD)
    read[at] = revealAt(behind, bx * BLOCK_PX + rect.left + 0.5, by * BLOCK_PX + rect.top + 0.5);
  return read[at] as Reveal;
}

interface BlockOfCrop {
  readonly block: Block;
  readonly behind: Behind;
  readonly crop: PersonCrop;
  /** What all of it reveals, or null where each pixel has to be looked at. */
  readonly kind: Reveal | null;
}

/** Labels the removed pixels of one block. In place. */
function fillBlockInto(data: Uint8Array, removed: Mask, { block, behind, crop, kind }: BlockOfCrop): void {
  const { parts, rect } = crop;
  for (let y = block.top; y < block.bottom; y++) {
    for (let x = block.left; x < block.right; x++) {
      const i = y * parts.width + x;
      if (removed.data[i] === 0) continue;
      const [px, py] = [x + rect.left + 0.5, y + rect.top + 0.5];
      data[i] = ownKind(parts.data[i]!, behind, px, py) ?? kind ?? revealAt(behind, px, py);
    }
  }
}
