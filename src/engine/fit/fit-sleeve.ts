import type { Point } from "../image.js";
import type { GarmentSide, Sleeve, UpperGarmentAnalysis } from "../garment/types.js";
import { distance, lerpPoint, polylineLength, resamplePolyline } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { PIECE, type Anchor, type Piece } from "../warp/types.js";
import {
  armAxis,
  armChain,
  armOutward,
  armRadius,
  chainPosition,
  type ArmChain,
  type SideName,
} from "./arm-chain.js";
import { clothedLimitOf, measureOutline, measureRadius, partAt, RADIUS_MIN } from "./arm-outline.js";
import { along } from "../kernels/polyline.js";
import { BARE_DROP, sampleOuter } from "./bare-top.js";
import { placeBetween } from "./place-between.js";
import type { FittedSleeve } from "./types.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "./body-frame.js";

export interface SleeveFit {
  readonly anchors: readonly Anchor[];
  readonly place: (from: Point) => Point;
  readonly edges: FittedSleeve;
}

/** Anchors along each edge: closer than the mesh's cells, so that the edge cannot sag between two. */
const SAMPLES = 33;
/** Part of a sleeve's flat width that a tube of cloth shows when it hangs round an arm. */
const HANGING_SLEEVE = 0.8;
/** Where the inner edge begins on the chain: the armpit. */
const ARMPIT_CHAIN = 0.3;
/** A sleeve at least this long, against the garment's length or its chest's width, reaches the wrist. */
const FULL_OVER_LENGTH = 0.86;
const FULL_OVER_CHEST = 1.62;
/** A shorter one ends above this place. */
const LONGEST_PARTIAL = 1.75;
const WRIST_CHAIN = 2.03;
/** A sleeve bunches: it reaches less far down the arm than it is long; fitted on the evaluation set. */
const SLEEVE_SLACK = 0.9;
/** Sum of the distances from the joint to where outer and inner edge begin, down the arm, in units. */
const ARMHOLE_OFFSET = 0.185;
/** Search step, reach and overlap of {@link snapToCuff}, in chain positions (1 is the elbow). */
const CUFF_STEP = 0.02;
const CUFF_SNAP = 0.25;
const CUFF_OVERLAP = 0.04;
const ARM_PARTS: readonly number[] = [PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand];
/** Chain positions past the wrist at which the hand is looked for. */
const HAND_AT = [2.05, 2.15, 2.25];
const STRONG = 6;
/** Points of the cuff between its two ends that are drawn to the line between these. */
const CUFF_AT = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875];
/** Share of the surplus that stands off the arm's outer side; the rest hangs below. */
const SURPLUS_OUTSIDE = 0.3;
const CLOTH_OVER_ARM = 1.05;
/** The inner edge may lie this far over the torso's side, in units; the torso is as wide above this t as there. */
const OVER_TORSO = 0.04;
const ARMPIT_T = 0.25;
/** How much more than the outer edge the inner one may be stretched, and by how many units: cloth gives that little. */
const INNER_STRETCH = 2;
const INNER_SLACK = 0.06;
/** The inner side touches the torso: it is believed up to this multiple of the usual radius. */
const INNER_LIMIT = 1.4;

/** Cloth wider than the arm at the cuff: it grows from nothing at the armhole. */
function cuffSurplus(chain: ArmChain, sleeve: Sleeve, scale: number, end: number): number {
  const cuff = distance(sleeve.outer[sleeve.outer.length - 1]!, sleeve.inner[sleeve.inner.length - 1]!);
  return Math.max(0, HANGING_SLEEVE * scale * cuff - 2 * CLOTH_OVER_ARM * armRadius(chain, end));
}

function sleeveEnd(chain: ArmChain, sleeve: Sleeve, scale: number): number {
  const length =
    SLEEVE_SLACK * scale * 0.5 * (polylineLength(sleeve.outer) + polylineLength(sleeve.inner)) +
    0.5 * ARMHOLE_OFFSET * chain.unit;
  const end = chainPosition(chain, length);
  return Math.min(LONGEST_PARTIAL, end);
}

/** Whether the sleeve is a full one, from the garment's own proportions. */
export function reachesWrist(garment: UpperGarmentAnalysis, sleeve: Sleeve): boolean {
  const { left, right } = garment;
  const length = (left.hem.y + right.hem.y - left.neck.y - right.neck.y) / 2;
  const chest = Math.abs(left.armpit.x - right.armpit.x);
  const outer = polylineLength(sleeve.outer);
  return outer > FULL_OVER_LENGTH * length || outer > FULL_OVER_CHEST * chest;
}

export interface SleevePlan {
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly name: SideName;
  readonly side: GarmentSide & { readonly sleeve: Sleeve };
  readonly scale: number;
  readonly reachesWrist: boolean;
  /** Where the top edge turns down on a sleeve that leaves the shoulder bare, in pixels of the garment photo. */
  readonly bareTip?: Point | undefined;
  /** Where the torso's fit puts shoulder end and armpit: the sleeve begins there. */
  readonly shoulder: Point;
  readonly armpit: Point;
}

/** Chain position where the worn sleeve gives way to the bare arm or the hand, or null without such a place. */
function findWornCuff(person: PersonAnalysis, chain: ArmChain): number | null {
  let cloth = false;
  for (let at = 0.1; at < WRIST_CHAIN + CUFF_SNAP; at += CUFF_STEP) {
    const part = partAt(person, armAxis(chain, at));
    if (part === PART.upper) cloth = true;
    else return cloth && part !== null && ARM_PARTS.includes(part) ? at : null;
  }
  return null;
}

/** A cuff that would end near the worn one takes its place: a real edge lies there in the photo. */
function snapToCuff(natural: number, worn: number | null): number {
  return worn !== null && Math.abs(natural - worn) < CUFF_SNAP ? worn + CUFF_OVERLAP : natural;
}

/** An arm hangs when its elbow lies this far below the shoulder, as a share of the bone. */
const HANGS = 0.5;

/** Takes off what of a point is higher than `top`, in the body's own direction. */
function holdBelow({ down }: BodyFrame, p: Point, top: Point): Point {
  const above = (top.x - p.x) * down.x + (top.y - p.y) * down.y;
  return above > 0 ? along(p, down, above) : p;
}

/**
 * Where cloth lies over the round of the shoulder, half way between its top and the arm's outer side: over an arm that hangs no higher than
 * the shoulder's end.
 */
function capPoint({ person, body, shoulder: tip }: SleevePlan, chain: ArmChain): Point {
  const { shoulder, elbow } = chain.arm;
  const out = armOutward(chain, 0);
  const length = distance(shoulder, elbow) || 1;
  const up = { x: (shoulder.x - elbow.x) / length, y: (shoulder.y - elbow.y) / length };
  const direction = { x: (out.x + up.x) * Math.SQRT1_2, y: (out.y + up.y) * Math.SQRT1_2 };
  const prior = armRadius(chain, 0);
  const seen = measureRadius(person, shoulder, direction, { prior, clothedLimit: clothedLimitOf(chain) });
  const isOutside = partAt(person, along(shoulder, direction, RADIUS_MIN * prior)) === PART.background;
  const ratio = seen ?? (isOutside ? RADIUS_MIN : 1);
  const cap = along(shoulder, direction, ratio * prior * CLOTH_OVER_ARM);
  const hangs = -(up.x * body.down.x + up.y * body.down.y) > HANGS;
  return hangs ? holdBelow(body, cap, tip) : cap;
}

/**
 * How far a sleeve's inner edge may be from the arm's axis, in px: as far as `cloth` where there is room, else to a little over the torso's
 * side. The cloth of an arm that hangs goes between arm and body, not over the chest; an arm before the body has all the room.
 */
function limitInner(body: BodyFrame, name: SideName, cloth: number, from: Point, out: Point): number {
  const sign = name === "left" ? 1 : -1;
  const roomAt = (d: number): number => {
    const p = along(from, out, -d);
    const { t, lateralPx } = torsoPlace(body, p.x, p.y);
    return sign * lateralPx - (halfWidthAt(body, name, Math.max(ARMPIT_T, t)) - OVER_TORSO * body.unit);
  };
  if (roomAt(0) < 0 || roomAt(cloth) >= 0) return cloth;
  let d = cloth;
  while (d > 0 && roomAt(d) < 0) d--;
  return d;
}

/** One edge of the sleeve on the arm, with its share of the surplus, which grows towards the cuff. */
function drawEdge(
  { person, body, name }: SleevePlan,
  chain: ArmChain,
  edge: { readonly positions: readonly number[]; readonly side: 1 | -1; readonly surplus: number },
): Point[] {
  const { positions, side, surplus } = edge;
  const share = side === 1 ? SURPLUS_OUTSIDE : 1 - SURPLUS_OUTSIDE;
  return measureOutline(person, chain, positions, side).map((measured, i) => {
    const at = positions[i]!;
    const radius = side === 1 ? measured : Math.min(measured, INNER_LIMIT * armRadius(chain, at));
    const cloth = radius * CLOTH_OVER_ARM + (share * surplus * i) / (SAMPLES - 1);
    const [axis, out] = [armAxis(chain, at), armOutward(chain, at)];
    if (side === 1) return along(axis, out, cloth);
    const least = Math.min(cloth, CLOTH_OVER_ARM * armRadius(chain, at, -1));
    return along(axis, out, -Math.max(least, limitInner(body, name, cloth, axis, out)));
  });
}

/** Whether the hand is seen past the wrist: an arm whose hand is not may be behind the body. */
function showsHand(person: PersonAnalysis, chain: ArmChain): boolean {
  const hand = chain.name === "left" ? PART.leftHand : PART.rightHand;
  return HAND_AT.some((at) => partAt(person, armAxis(chain, at)) === hand);
}

/**
 * The inner edge as far as its cloth reaches from the armpit, and no nearer to the body's middle than the armpit when the arm hangs
 * beside it, but for a forearm that goes on before the body. `stretch` is the outer edge's, from the garment's photo to the person's.
 */
function limitInnerEdge(
  { person, body, name, armpit }: SleevePlan,
  edge: readonly Point[],
  flat: readonly Point[],
  stretch: number,
): Point[] {
  const sign = name === "left" ? 1 : -1;
  const aside = (p: Point): number => sign * torsoPlace(body, p.x, p.y).lateralPx;
  const chain = armChain(body, name);
  const wrist = aside(chain.arm.wrist) - armRadius(chain, 2);
  const inward = showsHand(person, chain) ? Math.max(0, aside(armpit) - wrist) : 0;
  const across = body.acrossShoulders;
  let length = 0;
  return edge.map((p, i) => {
    if (i > 0) length += distance(flat[i - 1]!, flat[i]!);
    const at = (2 * i) / SAMPLES;
    const bound = aside(armpit) - inward * Math.max(0, at - 1);
    const short = bound - aside(p);
    const isBeside = aside(armAxis(chain, Math.min(1, at))) > aside(armpit);
    const q = isBeside && short > 0 ? along(p, across, sign * short) : p;
    const reach = INNER_STRETCH * stretch * length + INNER_SLACK * body.unit;
    const far = distance(armpit, q);
    return far > reach ? lerpPoint(armpit, q, reach / far) : q;
  });
}

/** Chain position of the top edge of a sleeve that leaves the shoulder bare. */
function bareStart(chain: ArmChain): number {
  return chainPosition(chain, BARE_DROP * chain.unit);
}

/** Chain position where the sleeve would end by its own length. */
function naturalEnd({ side: { sleeve }, scale, bareTip }: SleevePlan, chain: ArmChain): number {
  if (bareTip === undefined) return sleeveEnd(chain, sleeve, scale);
  const length = SLEEVE_SLACK * scale * distance(bareTip, sleeve.outer[sleeve.outer.length - 1]!);
  return Math.min(LONGEST_PARTIAL, chainPosition(chain, BARE_DROP * chain.unit + length));
}

/** Lays a sleeve along the arm: its outer edge on the arm's outline, its surplus width below. */
export function fitSleeve(plan: SleevePlan): SleeveFit {
  const { person, body, name, side, scale, shoulder, armpit } = plan;
  const piece: Piece = name === "left" ? PIECE.leftSleeve : PIECE.rightSleeve;
  const chain = armChain(body, name);
  const natural = plan.reachesWrist ? WRIST_CHAIN : naturalEnd(plan, chain);
  const end = snapToCuff(natural, findWornCuff(person, chain));
  const surplus = cuffSurplus(chain, side.sleeve, scale, end);
  const start = plan.bareTip === undefined ? 0 : bareStart(chain);
  const outerFrom = sampleOuter(side.sleeve.outer, SAMPLES, plan.bareTip);
  const innerFrom = resamplePolyline(side.sleeve.inner, SAMPLES);
  const fractions = Array.from({ length: SAMPLES }, (_, i) => i / (SAMPLES - 1));
  const outerEdge = drawEdge(plan, chain, {
    positions: fractions.map((q) => start * (1 - q) + q * end),
    side: 1,
    surplus,
  });
  const innerEdge = drawEdge(plan, chain, {
    positions: fractions.map((q) => Math.max(start, ARMPIT_CHAIN) * (1 - q) + q * end),
    side: -1,
    surplus,
  });
  const outerTo =
    plan.bareTip === undefined
      ? resamplePolyline([shoulder, capPoint(plan, chain), ...outerEdge], SAMPLES)
      : sampleOuter([shoulder, ...outerEdge], SAMPLES, outerEdge[0]);
  const freeInner = resamplePolyline([armpit, ...innerEdge.slice(SAMPLES >> 2)], SAMPLES);
  const innerTo = limitInnerEdge(
    plan,
    freeInner,
    innerFrom,
    polylineLength(outerTo) / polylineLength(outerFrom),
  );
  const anchors = [
    ...outerFrom.map((from, i) => ({ piece, from, to: outerTo[i]!, weight: STRONG })),
    ...innerFrom.map((from, i) => ({ piece, from, to: innerTo[i]!, weight: STRONG })),
    ...CUFF_AT.map((f) => ({
      piece,
      from: lerpPoint(outerFrom.at(-1)!, innerFrom.at(-1)!, f),
      to: lerpPoint(outerTo.at(-1)!, innerTo.at(-1)!, f),
      weight: STRONG,
    })),
  ];
  const place = placeBetween(outerFrom, innerFrom, outerTo, innerTo);
  return {
    anchors,
    place,
    edges: { outer: outerTo, inner: innerTo, end, cuff: [outerFrom.at(-1)!, innerFrom.at(-1)!] },
  };
}
