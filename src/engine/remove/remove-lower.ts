import { createPlane, type Image8, type Mask } from "../image.js";
import type { SideName } from "../fit/arm-chain.js";
import { torsoPlace } from "../fit/body-frame.js";
import {
  legAxis,
  legOutward,
  legRadius,
  placeOnLeg,
  type LegChain,
  type LegPlace,
} from "../fit/leg-chain.js";
import { partAt, type LowerFrame } from "../fit/worn-lower.js";
import type { Rect } from "../kernels/crop.js";
import { along } from "../kernels/polyline.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { hasAny, maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART, type Part } from "../person/types.js";
import { SKIN_PARTS } from "./fill-skin.js";
import { measureTone } from "./skin-tone.js";
import { REVEAL } from "./classify-reveal.js";
import { fillGroundInto } from "./fill-ground.js";
import { readPersonOutline } from "./person-outline.js";
import { predictGround } from "./plain-ground.js";
import { findPure } from "./find-pure.js";
import type { PersonCrop } from "./types.js";

/** The crop without the worn lower garment. */
export interface RemovedLower {
  /** Three channels. */
  readonly base: Image8;
  /** 255 where the base may differ from the photo. */
  readonly removed: Mask;
  /** The crop's parts, with legs and background where the garment was. */
  readonly parts: Mask;
  /** {@link REVEAL} labels. */
  readonly reveal: Mask;
  /** Whether the background is so plain that its fill cannot be told from it. */
  readonly isGroundPlain: boolean;
}

/** The worn garment's soft edge reaches this far into its neighbours, in units. */
const EDGE_UNITS = 0.018;
const EDGE_MIN_PX = 2;
/** ... and this far into bare legs, where the hem's shadow and fringe lie and skin is painted anew. */
const LEG_EDGE_UNITS = 0.04;
/** How much darker a leg is at its outline than at its middle, and how much lighter along the shin and thigh. */
const LIMB_SHADE = 0.3;
/** Width in px of the ramp from leg to background. */
const RAMP_PX = 1.2;
/** Range of a person's leg over the usual one, and how far along the chain it tells about the hidden part. */
const BUILD_MIN = 0.4;
const BUILD_MAX = 1.5;
const BUILD_REACH = 0.8;
/** How far its middle may lie from the bones, in usual half widths. */
const ASIDE_MAX = 1.2;
/** Bare leg is looked for from here on by such steps of the chain; so many with skin, one after the other, are a leg. */
const BUILD_FROM = 0.4;
const BUILD_STEP = 0.02;
const BUILD_STEPS = 90;
const BUILD_RUN = 4;
/** Out to so many usual half widths from the bones, and at least this wide. */
const RUN_REACH = 2.5;
const RUN_MIN = 0.15;
/** Bare legs of at least this area, in square units, tell the skin's tone. */
const LEGS_AREA = 0.06;
/** Skin goes on under the new hem over this length of the chain. */
const UNDER_HEM = 0.12;
/** The top, or the belly, goes on to this t below the worn waist: the new waistband may be lower. */
const WAIST_ROOM_T = 0.02;

/** Grows the worn garment over its mixed edge. */
function removalMask({ parts }: PersonCrop, unit: number): Mask {
  const { width, height } = parts;
  const lower = maskWhere(width, height, (i) => parts.data[i] === PART.lower);
  const grown = dilateSquare(lower, Math.max(EDGE_MIN_PX, Math.round(EDGE_UNITS * unit))).data;
  const wide = dilateSquare(lower, Math.max(EDGE_MIN_PX, Math.round(LEG_EDGE_UNITS * unit))).data;
  return maskWhere(width, height, (i) => {
    const part = parts.data[i]!;
    if (part === PART.leg) return wide[i] !== 0;
    return part === PART.lower || ((part === PART.background || part === PART.foot) && grown[i] !== 0);
  });
}

/** How the person's bare leg lies about its bones, from where on it shows. */
interface LegBuild {
  /** Chain position at which bare leg begins to show; Infinity when it does not. */
  readonly from: number;
  /** Its middle across the bones and its half width there, over the usual half width. */
  readonly middle: number;
  readonly half: number;
}

/** Half of a leg's usual width in px. */
function usualHalf(leg: LegChain, at: number): number {
  return (legRadius(leg, at, 1) + legRadius(leg, at, -1)) / 2;
}

/** The run of bare leg nearest to the bones at a chain position, outward positive, over the usual half width; null without one. */
function findRun({ person }: LowerFrame, leg: LegChain, at: number): { middle: number; half: number } | null {
  const axis = legAxis(leg, at);
  const out = legOutward(leg, at);
  const usual = usualHalf(leg, at);
  const reach = Math.ceil(RUN_REACH * usual);
  let best: { middle: number; half: number } | null = null;
  let start: number | null = null;
  for (let d = -reach; d <= reach; d++) {
    const isLeg = d < reach && partAt(person, along(axis, out, d)) === PART.leg;
    if (isLeg) start ??= d;
    if (isLeg || start === null) continue;
    const run = { middle: (start + d - 1) / 2 / usual, half: (d - start) / 2 / usual };
    if (run.half > RUN_MIN && (best === null || Math.abs(run.middle) < Math.abs(best.middle))) best = run;
    start = null;
  }
  return best;
}

/** Measures the topmost bare part of a leg against the usual one: a leg that is made up joins it without a step. */
function measureBuild(frame: LowerFrame, leg: LegChain): LegBuild {
  const runs = Array.from({ length: BUILD_STEPS }, (_, k) => {
    const at = BUILD_FROM + k * BUILD_STEP;
    return { at, run: findRun(frame, leg, at) };
  });
  const first = runs.findIndex((_, k) => {
    const next = runs.slice(k, k + BUILD_RUN);
    return next.length === BUILD_RUN && next.every(({ run }) => run !== null);
  });
  if (first < 0) return { from: Infinity, middle: 0, half: 1 };
  const shown = runs.slice(first, first + 2 * BUILD_RUN).flatMap(({ run }) => (run === null ? [] : [run]));
  const median = (values: readonly number[]): number => values.toSorted((x, y) => x - y)[values.length >> 1]!;
  return {
    from: runs[first]!.at,
    middle: Math.min(ASIDE_MAX, Math.max(-ASIDE_MAX, median(shown.map(({ middle }) => middle)))),
    half: Math.min(BUILD_MAX, Math.max(BUILD_MIN, median(shown.map(({ half }) => half)))),
  };
}

/** Distance from a leg's middle over its own radius, which tends to the usual one away from where it shows. */
function rhoOf(leg: LegChain, { at, across }: LegPlace, build: LegBuild): number {
  const usual = usualHalf(leg, at);
  const radius = legRadius(leg, at, across > 0 ? 1 : -1);
  const near = Math.max(0, 1 - Math.abs(at - build.from) / BUILD_REACH);
  const ease = near * near * (3 - 2 * near);
  return Math.abs(across * radius - ease * build.middle * usual) / (radius * (1 + (build.half - 1) * ease));
}

/** Coverage 0..1 of a leg with its outline at rho = 1, and its shade. */
function legAt(rho: number, radiusPx: number): { cover: number; shade: number } {
  const cover = Math.min(1, Math.max(0, 0.5 + ((1 - rho) * radiusPx) / RAMP_PX));
  return { cover, shade: 1 - LIMB_SHADE * Math.min(1, rho) ** 3 };
}

interface Fills {
  readonly background: Image8;
  readonly skin: Image8;
  /** The top and bare skin above the waist, which go on where the new waistband is lower than the old one. */
  readonly above: Image8 | null;
}

interface Reveal extends RevealPlan {
  readonly build: Readonly<Record<SideName, LegBuild>>;
  /** The crop's place in the photo. */
  readonly rect: Rect;
  /** The person's silhouette 0..1, clothes and all: no painted leg stands out of it. */
  readonly person: Float32Array;
}

/** What the removal has to know of body and new garment. */
export interface RevealPlan {
  readonly frame: LowerFrame;
  /** Chain position of each leg at which the new garment ends: above it cloth hides the leg. */
  readonly hem: Readonly<Record<SideName, number>>;
}

/**
 * Paints what a pixel shows without the worn garment: legs below the new hem, the top above the waist, else the background. Tells
 * which of them.
 */
function revealInto(base: Image8, i: number, fills: Fills, at: Reveal): Part {
  const { frame, hem, rect } = at;
  const x = (i % rect.width) + rect.left + 0.5;
  const y = Math.floor(i / rect.width) + rect.top + 0.5;
  const { t } = torsoPlace(frame.body, x, y);
  const isAboveWaist = frame.waist !== null && t < frame.waist.middle + WAIST_ROOM_T;
  const left = placeOnLeg(frame.legs.left, x, y);
  const right = placeOnLeg(frame.legs.right, x, y);
  const { legs } = frame;
  const [rhoLeft, rhoRight] = [
    rhoOf(legs.left, left, at.build.left),
    rhoOf(legs.right, right, at.build.right),
  ];
  const isLeft = rhoLeft < rhoRight;
  const nearest = isLeft ? left : right;
  const limb = legAt(Math.min(rhoLeft, rhoRight), 0.15 * frame.body.unit);
  const cover = limb.cover * at.person[i]!;
  const isBare = nearest.at > (isLeft ? hem.left : hem.right) - UNDER_HEM;
  for (let c = 0; c < 3; c++) {
    const k = 3 * i + c;
    const behind = fills.background.data[k]!;
    if (isAboveWaist && fills.above) base.data[k] = fills.above.data[k]!;
    else base.data[k] = isBare ? behind + cover * (fills.skin.data[k]! * limb.shade - behind) : behind;
  }
  if (isAboveWaist && fills.above) return PART.upper;
  return isBare && cover > 0.5 ? PART.leg : PART.background;
}

/** Skin for legs: bare legs go on, else the tone of arms, neck or face, kept even and softly graded. */
function fillLegSkin(crop: PersonCrop, removed: Mask, unit: number): Image8 {
  const legs = findPure(crop, removed, [PART.leg]);
  const other = findPure(crop, removed, SKIN_PARTS);
  const face = findPure(crop, removed, [PART.face]);
  let area = 0;
  for (const v of legs.data) if (v !== 0) area++;
  const isShown = area > LEGS_AREA * unit * unit;
  const source = isShown ? legs : hasAny(other) ? other : hasAny(face) ? face : legs;
  const tone = measureTone(crop.photo, source);
  const near = pushPullFill(crop.photo, hasAny(legs) ? legs : source);
  if (!hasAny(legs)) {
    for (let i = 0; i < removed.data.length; i++)
      if (removed.data[i] !== 0) for (let c = 0; c < 3; c++) near.data[3 * i + c] = tone[c]!;
    return near;
  }
  const { width, height } = removed;
  const shown = createPlane(width, height);
  for (let i = 0; i < shown.data.length; i++) shown.data[i] = legs.data[i]! / 255;
  const reach = gaussianBlur(shown, 0.12 * unit).data;
  for (let i = 0; i < removed.data.length; i++) {
    if (removed.data[i] === 0) continue;
    const w = 1 - Math.min(1, 4 * reach[i]!);
    for (let c = 0; c < 3; c++) near.data[3 * i + c]! += w * (tone[c]! - near.data[3 * i + c]!);
  }
  return near;
}

/** Takes the worn trousers or skirt off: hips and legs in the person's own skin, background beside them. */
export function removeLower(crop: PersonCrop, plan: RevealPlan): RemovedLower {
  const { frame } = plan;
  const build = {
    left: measureBuild(frame, frame.legs.left),
    right: measureBuild(frame, frame.legs.right),
  };
  const { rect, parts, matte } = crop;
  const { unit } = frame.body;
  const person = readPersonOutline(parts, unit);
  const reveal: Reveal = { ...plan, build, person, rect };
  const removed = removalMask(crop, unit);
  const background = findPure(crop, removed, [PART.background], (i) => matte.data[i]! < 8);
  const above = findPure(crop, removed, [PART.upper, PART.neck]);
  const behind = pushPullFill(crop.photo, background);
  const isGroundPlain = predictGround(crop, frame.body, PART.lower) !== null;
  if (!isGroundPlain) fillGroundInto(behind, background, removed);
  const fills: Fills = {
    background: behind,
    skin: fillLegSkin(crop, removed, unit),
    above: hasAny(above) ? pushPullFill(crop.photo, above) : null,
  };
  const base: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  const bare = parts.data.slice();
  const labels = new Uint8Array(parts.data.length);
  for (let i = 0; i < bare.length; i++) {
    if (removed.data[i] === 0) continue;
    bare[i] = revealInto(base, i, fills, reveal);
    if (parts.data[i] === PART.lower) labels[i] = bare[i] === PART.leg ? REVEAL.skin : REVEAL.background;
  }
  return {
    base,
    removed,
    parts: { ...parts, data: bare },
    reveal: { ...parts, data: labels },
    isGroundPlain,
  };
}
