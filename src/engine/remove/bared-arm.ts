import type { Mask, Point } from "../image.js";
import {
  armAxis,
  armOutward,
  armPlacer,
  armRadius,
  type ArmChain,
  type ArmPlacer,
} from "../fit/arm-chain.js";
import type { Rect } from "../kernels/crop.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";

/** Places along the arm, shoulder 0 to wrist 2, at which the photo is asked for bare skin. */
const SAMPLES = 40;
/** Skin is looked for this far from the bones, in units: joints are guessed under clothes. */
const REACH = 0.3;
/** A run of skin across the arm between these widths, in units, is the arm. */
const NARROWEST = 0.07;
const WIDEST = 0.45;
/** So many places one after the other with skin are a bare arm, and as many next to the cuff tell how it goes on under it. */
const RUN = 3;
/** So many with cloth below bare ones are a sleeve that begins there. */
const CLOTH_RUN = 5;
/** An open shoulder is bare from above the first of these places, and its sleeve begins above the second. */
const OPEN_FROM = 0.1;
const OPEN_TO = 0.75;
const EDGE = 2 / SAMPLES;
const NEAR = 6;
const CUFF_SLANT = 0.25;
/** Below here it is the hand that shows, which says nothing about the arm's width. */
const HAND_FROM = 1.8;
/** How far an arm may be from the usual radius and from its bones, in usual radii. */
const THINNEST = 0.65;
const THICKEST = 1.6;
const ASIDE_MAX = 1.5;
/** The first of it is the round shoulder, which the torso's outline knows. */
const FROM = 0.02;

/** A bare arm's extent across its axis, in px, positive to its outer side. */
interface Span {
  readonly middle: number;
  readonly half: number;
}

/** An arm as it would be seen without its sleeve. */
export interface BaredArm {
  readonly chain: ArmChain;
  readonly placeOf: ArmPlacer;
  /** Chain position from which, below all cloth, the photo shows it bare; null when it does not. */
  readonly bareFrom: number | null;
  /** Chain positions between which it is bare above the cloth, as in a top with open shoulders. */
  readonly bareAbove: readonly [from: number, to: number] | null;
  /** Middle and half width of its bare part next to the cuff, over the usual radius there. */
  readonly shown: Span;
  /** Nothing outside can be on the arm. */
  readonly box: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}

/** The run of the arm's skin nearest to its bone at a chain position; null without one. */
function findSpan(chain: ArmChain, parts: Mask, rect: Rect, at: number): Span | null {
  const axis = armAxis(chain, at);
  const out = armOutward(chain, at);
  const isLeft = chain.name === "left";
  const [arm, hand] = isLeft ? [PART.leftArm, PART.leftHand] : [PART.rightArm, PART.rightHand];
  const reach = Math.round(REACH * chain.unit);
  let best: Span | null = null;
  let start: number | null = null;
  for (let d = -reach; d <= reach; d++) {
    const x = Math.floor(axis.x + d * out.x) - rect.left;
    const y = Math.floor(axis.y + d * out.y) - rect.top;
    const isInside = x >= 0 && y >= 0 && x < parts.width && y < parts.height;
    const part = isInside ? parts.data[y * parts.width + x]! : PART.background;
    const isSkin = (part === arm || part === hand) && d < reach;
    if (isSkin) start ??= d;
    if (isSkin || start === null) continue;
    const span = { middle: (start + d - 1) / 2, half: (d - start) / 2 };
    const width = (2 * span.half) / chain.unit;
    if (
      width >= NARROWEST &&
      width <= WIDEST &&
      (best === null || Math.abs(span.middle) < Math.abs(best.middle))
    )
      best = span;
    start = null;
  }
  return best;
}

/** Index of the first of `length` neighbours that all pass, at `from` or later; -1 without them. */
function findRun(length: number, from: number, passes: (i: number) => boolean): number {
  for (let i = Math.max(0, from), run = 0; i <= SAMPLES; i++) {
    run = passes(i) ? run + 1 : 0;
    if (run === length) return i - length + 1;
  }
  return -1;
}

/** Whether the arm's axis lies on the worn top at a chain position. */
function isOnCloth(chain: ArmChain, parts: Mask, rect: Rect, at: number): boolean {
  const axis = armAxis(chain, at);
  const x = Math.floor(axis.x) - rect.left;
  const y = Math.floor(axis.y) - rect.top;
  const isInside = x >= 0 && y >= 0 && x < parts.width && y < parts.height;
  return isInside && parts.data[y * parts.width + x] === PART.upper;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Finds where the arm is bare in the photo, and how it lies about its bones there. Shape: `parts` at `rect` of the photo. */
export function findBaredArm(chain: ArmChain, parts: Mask, rect: Rect): BaredArm {
  const places = Array.from({ length: SAMPLES + 1 }, (_, i) => (2 * i) / SAMPLES);
  const spans = places.map((at) => findSpan(chain, parts, rect, at));
  const isBare = (i: number): boolean => spans[i] !== null;
  const top = findRun(RUN, 0, isBare);
  const start =
    top < 0 || places[top]! > OPEN_FROM
      ? -1
      : findRun(CLOTH_RUN, top, (i) => !isBare(i) && isOnCloth(chain, parts, rect, places[i]!));
  const cuff = start >= 0 && places[start]! <= OPEN_TO ? start : -1;
  const first = cuff < 0 ? top : findRun(RUN, cuff, isBare);
  const near =
    first < 0 ? [] : spans.slice(first, first + NEAR).flatMap((s, k) => (s === null ? [] : [{ s, k }]));
  const ratios = near.map(({ s, k }) => {
    const radius = armRadius(chain, places[first + k]!);
    return { middle: s.middle / radius, half: s.half / radius };
  });
  const isArm = first >= 0 && places[first]! < HAND_FROM;
  const shown = isArm
    ? {
        middle: Math.min(ASIDE_MAX, Math.max(-ASIDE_MAX, median(ratios.map((r) => r.middle)))),
        half: Math.min(THICKEST, Math.max(THINNEST, median(ratios.map((r) => r.half)))),
      }
    : { middle: 0, half: 1 };
  const joints = [chain.arm.shoulder, chain.arm.elbow, chain.arm.wrist];
  const room = 1.2 * REACH * chain.unit;
  const [xs, ys] = [joints.map((p) => p.x), joints.map((p) => p.y)];
  return {
    chain,
    placeOf: armPlacer(chain),
    bareFrom: first < 0 ? null : places[first]!,
    bareAbove: cuff < 0 ? null : [places[top]!, places[cuff]!],
    shown,
    box: {
      x0: Math.min(...xs) - room,
      y0: Math.min(...ys) - room,
      x1: Math.max(...xs) + room,
      y1: Math.max(...ys) + room,
    },
  };
}

/** A place on a bared arm: `across` is -1 on its inner and 1 on its outer outline. */
export interface BaredPlace {
  readonly at: number;
  readonly across: number;
  /** Unit vector to the outer side. */
  readonly out: { readonly x: number; readonly y: number };
}

/** Where a pixel of the photo lies on the bared arm; null far from it. The arm goes from its shoulder joint straight over into its bare part. */
export function placeOnBaredArm(
  { chain, placeOf, bareFrom, shown, box }: BaredArm,
  x: number,
  y: number,
): BaredPlace | null {
  if (x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1) return null;
  const { at, rho, side, out } = placeOf(x, y);
  if (at < FROM) return null;
  const near = bareFrom === null ? 0 : Math.min(1, at / Math.max(bareFrom, 0.1));
  const own = rho * side * (armRadius(chain, at, side) / armRadius(chain, at));
  return { at, across: (own - near * shown.middle) / (1 + near * (shown.half - 1)), out };
}

/** The bared arm's middle and half width in px at a chain position. */
export function sliceBaredArm(
  { chain, bareFrom, shown }: BaredArm,
  at: number,
): { readonly middle: Point; readonly half: number } {
  const near = bareFrom === null ? 0 : Math.min(1, at / Math.max(bareFrom, 0.1));
  const radius = armRadius(chain, at);
  return {
    middle: along(armAxis(chain, at), armOutward(chain, at), near * shown.middle * radius),
    half: (1 + near * (shown.half - 1)) * radius,
  };
}

/** Whether a sleeve hides the arm at a chain position; a little past its ends still counts, for slanting cuffs and mixed edges. */
export function isClothed({ bareFrom, bareAbove }: BaredArm, at: number): boolean {
  if (bareAbove !== null && at > bareAbove[0] + EDGE && at < bareAbove[1] - EDGE) return false;
  return bareFrom === null || at <= bareFrom + CUFF_SLANT;
}
