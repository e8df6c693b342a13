import type { Mask, Point } from "../image.js";
import {
  armAxis,
  armOutward,
  armPlacer,
  armRadius,
  placeBy,
  type ArmChain,
  type ArmPlacer,
} from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import type { Rect } from "../kernels/crop.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";
import {
  edgeAt,
  PLACES,
  PLACES_PER_BONE,
  traceBaredOutline,
  type BaredOutline,
  type Span,
} from "./bared-outline.js";

/** Skin is looked for this far from the bones, in units: joints are guessed under clothes. */
const REACH = 0.3;
/** A run of skin across the arm between these widths, in units, is the arm. */
const NARROWEST = 0.07;
const WIDEST = 0.45;
/** So many places one after the other with skin are a bare arm. */
const RUN = 3;
/** So many with cloth below bare ones are a sleeve that begins there. */
const CLOTH_RUN = 5;
/** An open shoulder is bare from above the first of these places, and its sleeve begins above the second. */
const OPEN_FROM = 0.1;
const OPEN_TO = 0.75;
const EDGE = 1 / PLACES_PER_BONE;
const CUFF_SLANT = 0.25;
/** An arm has at least this half width, in usual radii, whatever its edges say. */
const THINNEST = 0.5;
/** Chain position of the wrist. */
const WRIST = 2;
/** The first of it is the round shoulder, which the torso's outline knows. */
const FROM = 0.02;

/** An arm as it would be seen without its sleeve. */
export interface BaredArm {
  readonly chain: ArmChain;
  readonly placer: ArmPlacer;
  /** Chain position from which, below all cloth, the photo shows it bare; null when it does not. */
  readonly bareFrom: number | null;
  /** The last chain position at which the photo shows it bare: in between, cloth that lies over it hides a part of it. */
  readonly bareTo: number | null;
  /** Chain positions between which it is bare above the cloth, as in a top with open shoulders. */
  readonly bareAbove: readonly [from: number, to: number] | null;
  readonly outline: BaredOutline;
  /** Nothing outside can be on the arm. */
  readonly box: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}

/** How far the middle of a span is from the axis, in px. */
function middleOf({ inner, outer }: Span): number {
  return Math.abs(inner + outer) / 2;
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
    const span = { inner: start - 0.5, outer: d - 0.5 };
    const width = (span.outer - span.inner) / chain.unit;
    if (width >= NARROWEST && width <= WIDEST && (best === null || middleOf(span) < middleOf(best)))
      best = span;
    start = null;
  }
  return best;
}

/** Index of the first of `length` neighbours that all pass, at `from` or later; -1 without them. */
function findRun(length: number, from: number, passes: (i: number) => boolean): number {
  for (let i = Math.max(0, from), run = 0; i < PLACES; i++) {
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

/** Finds where the arm is bare in the photo, and how it lies about its bones there. Shape: `parts` at `rect` of the photo. */
export function findBaredArm(chain: ArmChain, parts: Mask, rect: Rect): BaredArm {
  const places = Array.from({ length: PLACES }, (_, i) => i / PLACES_PER_BONE);
  const spans = places.map((at) => findSpan(chain, parts, rect, at));
  const isBare = (i: number): boolean => spans[i] !== null;
  const top = findRun(RUN, 0, isBare);
  const start =
    top < 0 || places[top]! > OPEN_FROM
      ? -1
      : findRun(CLOTH_RUN, top, (i) => !isBare(i) && isOnCloth(chain, parts, rect, places[i]!));
  const cuff = start >= 0 && places[start]! <= OPEN_TO ? start : -1;
  const first = cuff < 0 ? top : findRun(RUN, cuff, isBare);
  const joints = [chain.arm.shoulder, chain.arm.elbow, chain.arm.wrist];
  const room = 1.2 * REACH * chain.unit;
  const [xs, ys] = [joints.map((p) => p.x), joints.map((p) => p.y)];
  return {
    chain,
    placer: armPlacer(chain),
    bareFrom: first < 0 ? null : places[first]!,
    bareTo: first < 0 ? null : (places.findLast((_, i) => isBare(i)) ?? null),
    bareAbove: cuff < 0 ? null : [places[top]!, places[cuff]!],
    outline: traceBaredOutline(chain, { parts, rect }, spans, first),
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
  readonly halfPx: number;
  /** Whether the photo shows the arm's own skin there. */
  readonly isBare: boolean;
  /** Unit vector to the outer side. */
  readonly out: { readonly x: number; readonly y: number };
}

/** Where a pixel of the photo lies on the bared arm; null far from it. */
export function placeOnBaredArm(arm: BaredArm, x: number, y: number): BaredPlace | null {
  const { chain, placer, outline, bareFrom, box } = arm;
  if (x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1) return null;
  const { at, rho, side, out } = placeBy(placer, x, y);
  if (at < FROM) return null;
  const radius = armRadius(chain, at);
  const half = halfAt(outline, at) * radius;
  return {
    at,
    across: (rho * side * armRadius(chain, at, side) - middleAt(outline, at) * radius) / half,
    halfPx: half,
    isBare: bareFrom !== null && at >= bareFrom,
    out,
  };
}

/** The arm's middle across the axis at a chain position, in usual radii. */
function middleAt({ inner, outer }: BaredOutline, at: number): number {
  return (edgeAt(outer, at) - edgeAt(inner, at)) / 2;
}

/** Its half width there, in usual radii. */
function halfAt({ inner, outer }: BaredOutline, at: number): number {
  return Math.max(THINNEST, (edgeAt(outer, at) + edgeAt(inner, at)) / 2);
}

/** The bared arm's middle and half width in px at a chain position. */
export function sliceBaredArm(arm: BaredArm, at: number): { readonly middle: Point; readonly half: number } {
  const { chain, outline } = arm;
  const radius = armRadius(chain, at);
  const middle = along(armAxis(chain, at), armOutward(chain, at), middleAt(outline, at) * radius);
  return { middle, half: halfAt(outline, at) * radius };
}

/** Whether a sleeve hides the arm at a chain position; a little past its ends still counts, for slanting cuffs and mixed edges. */
export function isClothed({ bareFrom, bareAbove }: BaredArm, at: number): boolean {
  if (bareAbove !== null && at > bareAbove[0] + EDGE && at < bareAbove[1] - EDGE) return false;
  return bareFrom === null || at <= bareFrom + CUFF_SLANT;
}

/** Whether what lies on the arm at a chain position hides it: a sleeve, or below the cuff a wide top's side, as far as the wrist, where a bare hand bends away. */
export function isHidden(arm: BaredArm, at: number): boolean {
  return isClothed(arm, at) || (arm.bareTo !== null && at <= arm.bareTo && at < WRIST);
}

/** The place on the arm that the pixel lies nearest to the middle of, among those that a sleeve hides; null beside all. */
export function placeOnArms(arms: readonly BaredArm[], x: number, y: number): BaredPlace | null {
  let best: BaredPlace | null = null;
  for (const arm of arms) {
    const place = placeOnBaredArm(arm, x, y);
    if (place === null || !isClothed(arm, place.at)) continue;
    if (best === null || Math.abs(place.across) < Math.abs(best.across)) best = place;
  }
  return best;
}

/** A forearm whose wrist is further in than this share of the torso's half width lies before it. */
const BEFORE_BODY = 0.8;

/** Whether an arm's forearm, with its hand, lies before the body. */
export function isBeforeBody(body: BodyFrame, { chain: { name, arm } }: BaredArm): boolean {
  const { t, lateralPx } = torsoPlace(body, arm.wrist.x, arm.wrist.y);
  const aside = name === "left" ? lateralPx : -lateralPx;
  return body.isHandSeen[name] && aside < BEFORE_BODY * halfWidthAt(body, name, t);
}

/** What the parsing took for the arm is none from here on outside its outline, in half widths. */
const OUTSIDE = 1.16;

/** Whether a place beside a cuff lies well outside every arm: the cuff's edge there was taken for skin. */
export function isBesideArms(arms: readonly BaredArm[], x: number, y: number): boolean {
  const place = placeOnArms(arms, x, y);
  return place !== null && Math.abs(place.across) > OUTSIDE + 1 / place.halfPx;
}
