import type { Point } from "../image.js";
import { along } from "../kernels/polyline.js";
import { ARM_PART, PART, type PersonAnalysis } from "../person/types.js";
import { armAxis, armOutward, armRadius, type ArmChain, type Thickness } from "./arm-chain.js";
import { isFolded, reachBeforeFold } from "./folded-arm.js";
import { medianOf } from "../kernels/median.js";
import { partAt } from "./part-at.js";

/** How far beyond the usual radius an arm's outline is believed, bare and in cloth. */
const BARE_LIMIT = 2.2;
const CLOTHED_LIMIT = 1.35;
/** ... and in cloth when the bare part shows how thick the arm is: the rest is the worn sleeve's flare. */
const FLARED_LIMIT = 1.15;
/** An edge nearer to the axis than this share of the usual radius is not the arm's: the axis lies beside it. */
export const RADIUS_MIN = 0.35;
const SKIN: readonly number[] = [PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand, PART.neck];

/**
 * Distance from the arm's axis to the edge of the arm in a direction, over the usual radius: to the background, or for a bare
 * arm to whatever is not its skin; cut at what is believed, and `untilPx`, where a folded arm's other bone begins. Null where the photo does not tell.
 */
export function measureRadius(
  person: PersonAnalysis,
  from: Point,
  direction: Point,
  {
    prior,
    clothedLimit,
    untilPx = Infinity,
  }: { readonly prior: number; readonly clothedLimit: number; readonly untilPx?: number },
): number | null {
  const start = partAt(person, from);
  const isBare = start !== null && SKIN.includes(start);
  const limit = prior * (isBare ? BARE_LIMIT : clothedLimit);
  for (let d = 1; d < limit; d++) {
    if (d >= untilPx) return Math.max(RADIUS_MIN, d / prior);
    const part = partAt(person, along(from, direction, d));
    if (part === null) return null;
    if (part !== PART.background && !(isBare && !SKIN.includes(part))) continue;
    return d > RADIUS_MIN * prior ? d / prior : null;
  }
  return isBare ? null : limit / prior;
}

/** How far beyond the arm's radius a sleeve's outline is believed. */
export function clothedLimitOf({ arm }: ArmChain): number {
  return arm.thickness.isSeen && !isFolded(arm) ? FLARED_LIMIT : CLOTHED_LIMIT;
}

/** Half width of the median and passes of the 1-2-1 mean that smooth a sleeve's outline, in samples of the outline. */
const MEDIAN_REACH = 2;
const MEAN_PASSES = 4;

/** A sleeve's outline is smooth: gaps take the median of the rest, then a running median and means. */
function smoothRatios(measured: readonly (number | null)[]): number[] {
  const known = measured.filter((v) => v !== null).toSorted((a, b) => a - b);
  const usual = known[known.length >> 1] ?? 1;
  const full = measured.map((v) => v ?? usual);
  const last = full.length - 1;
  let ratios = full.map((_, i) => {
    const near = full.slice(Math.max(0, i - MEDIAN_REACH), i + MEDIAN_REACH + 1);
    return medianOf(near);
  });
  for (let pass = 0; pass < MEAN_PASSES; pass++) {
    const before = ratios;
    ratios = before.map(
      (v, i) => 0.25 * before[Math.max(0, i - 1)]! + 0.5 * v + 0.25 * before[Math.min(last, i + 1)]!,
    );
  }
  return ratios;
}

/** Radii of the arm in px at evenly spaced chain positions, on one side of its axis (1 outer, -1 inner). */
export function measureOutline(
  person: PersonAnalysis,
  chain: ArmChain,
  positions: readonly number[],
  side: 1 | -1,
): number[] {
  // a folded arm's axis is known too roughly to tell its sides apart
  const priorSide = isFolded(chain.arm) ? 0 : side;
  const ratios = positions.map((at) => {
    const out = armOutward(chain, at);
    return measureRadius(
      person,
      armAxis(chain, at),
      { x: side * out.x, y: side * out.y },
      {
        prior: armRadius(chain, at, priorSide),
        clothedLimit: clothedLimitOf(chain),
        untilPx: reachBeforeFold(chain, at, side),
      },
    );
  });
  return smoothRatios(ratios).map((ratio, i) => ratio * armRadius(chain, positions[i]!, priorSide));
}

/** Chain positions between which a bare arm shows its thickness, their step, and how many must do so. */
const BARE_FROM = 0.3;
const BARE_TO = 1.85;
const BARE_STEP = 0.05;
const BARE_COUNT = 4;
/** As many next to the sleeve tell how the arm goes on under it. */
const BARE_NEAR = 7;
const THINNEST = 0.7;
const THICKEST = 1.7;

function thicknessOf(values: readonly number[]): number | null {
  return values.length < BARE_COUNT ? null : Math.min(THICKEST, Math.max(THINNEST, medianOf(values)));
}

/**
 * Thickness of the arm against the usual one, from its bare part next to the sleeve, which a bare arm goes on from without a
 * step; 1 when that is too short to tell.
 */
export function measureThickness(person: PersonAnalysis, chain: ArmChain): Thickness {
  const bare = ARM_PART[chain.name];
  const outer: number[] = [];
  const inner: number[] = [];
  for (let at = BARE_FROM; at < BARE_TO && outer.length < BARE_NEAR; at += BARE_STEP) {
    const axis = armAxis(chain, at);
    if (partAt(person, axis) !== bare) continue;
    const out = armOutward(chain, at);
    const reach = { prior: armRadius(chain, at), clothedLimit: CLOTHED_LIMIT };
    const untilPx = { outer: reachBeforeFold(chain, at, 1), inner: reachBeforeFold(chain, at, -1) };
    const toOuter = measureRadius(person, axis, out, { ...reach, untilPx: untilPx.outer });
    const inward = { x: -out.x, y: -out.y };
    const toInner = measureRadius(person, axis, inward, { ...reach, untilPx: untilPx.inner });
    if (toOuter === null || toInner === null) continue;
    outer.push(toOuter);
    inner.push(toInner);
  }
  const [o, i] = [thicknessOf(outer), thicknessOf(inner)];
  return { outer: o ?? 1, inner: i ?? 1, isSeen: o !== null };
}

/** Chain positions, and the share of the radius outward of the axis, at which an arm without a sleeve is bare; and how many of them must be. */
const SLEEVELESS_AT = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65];
const SLEEVELESS_OUT = 0.5;
const SLEEVELESS_COUNT = 6;

/** Whether the upper arm's outer side is bare. */
export function isSleeveless(person: PersonAnalysis, chain: ArmChain): boolean {
  const bare = ARM_PART[chain.name];
  const seen = SLEEVELESS_AT.filter((at) => {
    const reach = SLEEVELESS_OUT * armRadius(chain, at, 1);
    return partAt(person, along(armAxis(chain, at), armOutward(chain, at), reach)) === bare;
  });
  return seen.length >= SLEEVELESS_COUNT;
}
