import type { Mask } from "../image.js";
import { armChain, armPlacer, type ArmChain, type ArmPlacer } from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { distanceToSegment } from "../kernels/polyline.js";
import { shoulderHeight } from "../fit/fit-torso.js";
import { PART } from "../person/types.js";
import type { Rect } from "../kernels/crop.js";

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
/** From this place down the arm (0 shoulder, 1 elbow) a bare arm stands apart from the shoulder. */
const ARM_FROM = 0.02;
/** Out to here, in units, the shoulder's slope bounds the body; further out the round shoulder does. */
const SLOPE_TO = 0.52;
/** A bare shoulder is round about its joint; in units. */
const SHOULDER_RADIUS = 0.15;
/** Half the width of an arm with room to spare, and past the wrist; in units. */
const ARM_BOX = 0.35;
const BONE_SAMPLES = 16;
/** A worn sleeve that ends above this chain position is a short one. */
const SHORT_SLEEVE = 1.4;
/** Above this t an arm hangs from the shoulder, seen or not. */
const ARM_FREE_T = 0.3;
/** A bare arm inside a sleeve is a little thinner than the sleeve's wearer's outline. */
const ARM_EDGE = 1;

/** Bare skin beside the worn top, whose mixed edge is painted anew, stays what it is. */
const OWN_SKIN: ReadonlyMap<number, Reveal> = new Map<number, Reveal>([
  [PART.neck, REVEAL.skin],
  [PART.leftArm, REVEAL.arm],
  [PART.rightArm, REVEAL.arm],
  [PART.leftHand, REVEAL.arm],
  [PART.rightHand, REVEAL.arm],
]);

interface ClothedArm {
  readonly chain: ArmChain;
  readonly placeOf: ArmPlacer;
  /** For each of {@link BONE_SAMPLES} + 1 places along the chain: whether cloth hides the arm there. */
  readonly clothed: readonly boolean[];
  /** Chain position from which the arm is bare; null when it is not. */
  readonly bareFrom: number | null;
  /** Nothing outside can be on the arm. */
  readonly box: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}

function examineArm(chain: ArmChain, parts: Mask, rect: Rect): ClothedArm {
  const { shoulder, elbow, wrist } = chain.arm;
  const hidden = Array.from({ length: BONE_SAMPLES + 1 }, (_, i) => {
    const at = (2 * i) / BONE_SAMPLES;
    const [a, b, f] = at <= 1 ? [shoulder, elbow, at] : [elbow, wrist, at - 1];
    const x = Math.floor(a.x + (b.x - a.x) * f) - rect.left;
    const y = Math.floor(a.y + (b.y - a.y) * f) - rect.top;
    if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) return false;
    return parts.data[y * parts.width + x] === PART.upper;
  });
  // a sleeve has no gaps: cloth past the first bare place is the torso's, with the arm in front of it
  const bare = hidden.findIndex((isHidden, i) => !isHidden && i > 0);
  const joints = [shoulder, elbow, wrist];
  const reach = ARM_BOX * chain.unit;
  return {
    chain,
    placeOf: armPlacer(chain),
    // the last sample in cloth speaks for the cuff's edge too
    clothed: hidden.map((_, i) => bare === -1 || i <= bare),
    bareFrom: bare === -1 ? null : (2 * bare) / BONE_SAMPLES,
    box: {
      x0: Math.min(...joints.map((p) => p.x)) - reach,
      y0: Math.min(...joints.map((p) => p.y)) - reach,
      x1: Math.max(...joints.map((p) => p.x)) + reach,
      y1: Math.max(...joints.map((p) => p.y)) + reach,
    },
  };
}

function isHiddenArm({ placeOf, clothed, box }: ClothedArm, x: number, y: number): boolean {
  if (x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1) return false;
  const place = placeOf(x, y);
  const i = Math.min(BONE_SAMPLES, Math.round((place.at * BONE_SAMPLES) / 2));
  return place.at >= ARM_FROM && place.rho <= ARM_EDGE && clothed[i] === true;
}

/**
 * Whether a clothed arm would be seen bare. One whose hand is not seen may be in a pocket, and then shows beside the body; or,
 * when the other sleeve is a short one, it is behind the back.
 */
function isArmSeen(
  body: BodyFrame,
  arm: ClothedArm,
  arms: readonly ClothedArm[],
  isBeside: boolean,
): boolean {
  if (body.isHandSeen[arm.chain.name]) return true;
  const isShort = arms.some(({ bareFrom }) => bareFrom !== null && bareFrom < SHORT_SLEEVE);
  return isBeside && !isShort;
}

/** Half the width of a neck in units; medians of the evaluation set. */
const NECK_HALF = 0.2;

/** What lies behind the worn top at a pixel of the photo. */
function revealAt(body: BodyFrame, arms: readonly ClothedArm[], x: number, y: number): Reveal {
  const { t, lateralPx: lateral } = torsoPlace(body, x, y);
  const isBeside = Math.abs(lateral) > halfWidthAt(body, lateral < 0 ? "right" : "left", t);
  const arm = arms.find((a) => isHiddenArm(a, x, y));
  if (arm !== undefined && (t < ARM_FREE_T || isArmSeen(body, arm, arms, isBeside))) return REVEAL.arm;
  const isShoulder =
    Math.hypot(x - body.joints.left.x, y - body.joints.left.y) < SHOULDER_RADIUS * body.unit ||
    Math.hypot(x - body.joints.right.x, y - body.joints.right.y) < SHOULDER_RADIUS * body.unit;
  if (isShoulder) return REVEAL.skin;
  if (distanceToSegment(body.origin, body.mouth, x, y) < NECK_HALF * body.unit) return REVEAL.skin;
  if (t < 0.15) {
    const height = (-t * body.torsoLength) / body.unit;
    const u = lateral / body.unit;
    return Math.abs(u) < SLOPE_TO && height <= shoulderHeight(body, u) ? REVEAL.skin : REVEAL.background;
  }
  if (isBeside) return REVEAL.background;
  return t < Math.min(HIDDEN_WAIST_T, body.waistT ?? HIDDEN_WAIST_T) ? REVEAL.skin : REVEAL.lower;
}

/**
 * Labels each removed pixel of the crop with what to paint there. Pixels outside `removed` get {@link REVEAL}.nothing.
 * Shape    all masks the crop's size; `rect` is the crop's place in the photo.
 */
export function classifyReveal(removed: Mask, parts: Mask, body: BodyFrame, rect: Rect): Mask {
  const data = new Uint8Array(removed.data.length);
  const arms = [
    examineArm(armChain(body, "left"), parts, rect),
    examineArm(armChain(body, "right"), parts, rect),
  ];
  for (let y = 0, i = 0; y < removed.height; y++) {
    for (let x = 0; x < removed.width; x++, i++) {
      if (removed.data[i] === 0) continue;
      data[i] = OWN_SKIN.get(parts.data[i]!) ?? revealAt(body, arms, x + rect.left + 0.5, y + rect.top + 0.5);
    }
  }
  return { width: removed.width, height: removed.height, data };
}
