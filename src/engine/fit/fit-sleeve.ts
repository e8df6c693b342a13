import type { Point } from "../image.js";
import type { GarmentSide, Sleeve } from "../garment/types.js";
import { distance, lerpPoint, polylineLength, resamplePolyline } from "../kernels/polyline.js";
import { ARM_PART, HAND_PART, PART, type PersonAnalysis } from "../person/types.js";
import { PIECE, type Anchor, type Piece } from "../warp/types.js";
import { armAxis, armChain, armOutward, armRadius, type ArmChain, type SideName } from "./arm-chain.js";
import { clothedLimitOf, measureOutline, measureRadius, RADIUS_MIN } from "./arm-outline.js";
import { partAt } from "./part-at.js";
import { along } from "../kernels/polyline.js";
import { spanInner } from "./armpit-drop.js";
import { sampleOuter } from "./bare-top.js";
import { placeBetween } from "./place-between.js";
import { bareStart } from "./sleeve-end.js";
import { CLOTH_OVER_ARM, measureSurplus, shareOutside } from "./sleeve-volume.js";
import type { FittedSleeve } from "./types.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "./body-frame.js";

export interface SleeveFit {
  readonly anchors: readonly Anchor[];
  readonly place: (from: Point) => Point;
  readonly edges: FittedSleeve;
}

/** Anchors along each edge: closer than the mesh's cells, so that the edge cannot sag between two. */
const SAMPLES = 33;
/** Where the inner edge begins on the chain: the armpit. */
const ARMPIT_CHAIN = 0.3;
/** ... which takes the place of this share of it. */
const LEFT_OUT = 0.25;
/** Chain positions past the wrist at which the hand is looked for. */
const HAND_AT = [2.05, 2.15, 2.25];
const STRONG = 6;
/** Points of the cuff between its two ends that are drawn to the line between these. */
const CUFF_AT = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875];
/** Cloth lies this much over a bare arm at least, in units: no rim of a thin one looks out beside it. */
const OVER_BARE = 0.014;
/** ... one that shows at this share of its radius. */
const BARE_AT = 0.7;
/** The inner edge may lie this far over the torso's side, in units; the torso is as wide above this t as there. */
const OVER_TORSO = 0.04;
const ARMPIT_T = 0.25;
/** How much more than the outer edge the inner one may be stretched, and by how many units: cloth gives that little. */
const INNER_STRETCH = 2;
const INNER_SLACK = 0.2;
/** So far down, in units, it has left the armpit to cover a bare arm: above, the torso's cloth lies there. */
const FROM_ARMPIT = 0.3;
/** The inner side touches the torso: it is believed up to this multiple of the usual radius. */
const INNER_LIMIT = 1.4;

export interface SleevePlan {
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly name: SideName;
  readonly side: GarmentSide & { readonly sleeve: Sleeve };
  readonly scale: number;
  /** Chain position of the cuff. */
  readonly end: number;
  /** Where the top edge turns down on a sleeve that leaves the shoulder bare, in pixels of the garment photo. */
  readonly bareTip?: Point | undefined;
  /** Where the torso's fit puts shoulder end and armpit: the sleeve begins there. */
  readonly shoulder: Point;
  readonly armpit: Point;
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
  return hangs(body, chain) ? holdBelow(body, cap, tip) : cap;
}

function hangs({ down }: BodyFrame, { arm }: ArmChain): boolean {
  const along = (arm.elbow.x - arm.shoulder.x) * down.x + (arm.elbow.y - arm.shoulder.y) * down.y;
  return along > HANGS * distance(arm.shoulder, arm.elbow);
}

/**
 * The outer edge from the shoulder's end over the round of the shoulder. Beside a raised arm the shoulder's end may lie further out than the joint:
 * what would lead back from it is left out.
 */
function leadOver(plan: SleevePlan, chain: ArmChain, outerEdge: readonly Point[]): Point[] {
  const { body, shoulder: tip } = plan;
  const edge = [capPoint(plan, chain), ...outerEdge];
  if (hangs(body, chain)) return [tip, ...edge];
  const { shoulder, elbow } = chain.arm;
  const isAhead = (p: Point): boolean =>
    (p.x - tip.x) * (elbow.x - shoulder.x) + (p.y - tip.y) * (elbow.y - shoulder.y) > 0;
  const first = edge.findIndex(isAhead);
  return first < 0 ? [tip, ...edge] : [tip, ...edge.slice(first)];
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

/** One edge of the sleeve on the arm, with its share of the surplus. */
function drawEdge(
  { person, body, name }: SleevePlan,
  chain: ArmChain,
  edge: {
    readonly positions: readonly number[];
    readonly side: 1 | -1;
    readonly surplusAt: (at: number) => number;
  },
): Point[] {
  const { positions, side, surplusAt } = edge;
  const bare = ARM_PART[name];
  return measureOutline(person, chain, positions, side).map((measured, i) => {
    const at = positions[i]!;
    const [axis, out] = [armAxis(chain, at), armOutward(chain, at)];
    const radius = side === 1 ? measured : Math.min(measured, INNER_LIMIT * armRadius(chain, at));
    const isBare = partAt(person, along(axis, out, side * BARE_AT * radius)) === bare;
    const least = isBare ? OVER_BARE * body.unit : 0;
    const outside = shareOutside(body, chain, at);
    const surplus = (side === 1 ? outside : 1 - outside) * surplusAt(at);
    const cloth = Math.max(radius * CLOTH_OVER_ARM, radius + least) + surplus;
    if (side === 1) return along(axis, out, cloth);
    const nearest = Math.min(cloth, CLOTH_OVER_ARM * armRadius(chain, at, -1));
    return along(axis, out, -Math.max(nearest, limitInner(body, name, cloth, axis, out)));
  });
}

/** Whether the hand is seen past the wrist: an arm whose hand is not may be behind the body. */
function showsHand(person: PersonAnalysis, chain: ArmChain): boolean {
  const hand = HAND_PART[chain.name];
  return HAND_AT.some((at) => partAt(person, armAxis(chain, at)) === hand);
}

/** Moves a point `byPx` outward, or until it lies just past the bare arm that the sleeve is to cover; more and more so over the first of the edge, `share` 0..1. */
function moveAside(
  { person, body, name }: SleevePlan,
  p: Point,
  { byPx, share }: { readonly byPx: number; readonly share: number },
): Point {
  const bare = ARM_PART[name];
  const sign = name === "left" ? 1 : -1;
  const over = OVER_BARE * body.unit;
  for (let d = 0; d < byPx; d++)
    if (partAt(person, along(p, body.acrossShoulders, sign * (d + over))) === bare)
      return along(p, body.acrossShoulders, sign * (byPx + share * (d - byPx)));
  return along(p, body.acrossShoulders, sign * byPx);
}

/**
 * How far inward of the armpit a short sleeve's inner edge may lie at a point, in px: over an arm that lies before the torso's side, but no further
 * than it is below the armpit, where its cloth comes from.
 */
function roomInside({ body, name, armpit }: SleevePlan, p: Point): number {
  const { shoulder, elbow } = body.arms[name];
  const below =
    ((p.x - armpit.x) * (elbow.x - shoulder.x) + (p.y - armpit.y) * (elbow.y - shoulder.y)) /
    (distance(shoulder, elbow) || 1);
  return Math.max(0, below);
}

/**
 * The inner edge as far as its cloth reaches from the armpit, and no nearer to the body's middle than the armpit when the arm hangs
 * beside it, but for bare skin and a forearm that goes on before the body. `stretch` is the outer edge's, from the garment's photo to the person's.
 */
function limitInnerEdge(
  plan: SleevePlan,
  edge: readonly Point[],
  flat: readonly Point[],
  stretch: number,
): Point[] {
  const { person, body, name, armpit } = plan;
  const sign = name === "left" ? 1 : -1;
  const aside = (p: Point): number => sign * torsoPlace(body, p.x, p.y).lateralPx;
  const chain = armChain(body, name);
  const wrist = aside(chain.arm.wrist) - armRadius(chain, 2);
  const inward = showsHand(person, chain) ? Math.max(0, aside(armpit) - wrist) : 0;
  let length = 0;
  return edge.map((p, i) => {
    if (i > 0) length += distance(flat[i - 1]!, flat[i]!);
    const at = (plan.end * i) / SAMPLES;
    const isBeside = aside(armAxis(chain, Math.min(1, at))) > aside(armpit);
    const room = plan.end > 1 ? null : roomInside(plan, p);
    const most = room ?? (isBeside ? 0 : Infinity);
    const bound = aside(armpit) - most - inward * Math.max(0, at - 1);
    const short = bound - aside(p);
    const q =
      short > 0
        ? moveAside(plan, p, {
            byPx: short,
            share: Math.min(1, (stretch * length) / (FROM_ARMPIT * body.unit)),
          })
        : p;
    const reach = INNER_STRETCH * stretch * length + INNER_SLACK * body.unit;
    const far = distance(armpit, q);
    return far > reach ? lerpPoint(armpit, q, reach / far) : q;
  });
}

/** Lays a sleeve along the arm: its outer edge on the arm's outline, its surplus width below. */
export function fitSleeve(plan: SleevePlan): SleeveFit {
  const { body, name, side, scale, end, shoulder, armpit } = plan;
  const piece: Piece = name === "left" ? PIECE.leftSleeve : PIECE.rightSleeve;
  const chain = armChain(body, name);
  const start = plan.bareTip === undefined ? 0 : bareStart(chain);
  const outerFrom = sampleOuter(side.sleeve.outer, SAMPLES, plan.bareTip);
  const innerFrom = resamplePolyline(side.sleeve.inner, SAMPLES);
  const fractions = Array.from({ length: SAMPLES }, (_, i) => i / (SAMPLES - 1));
  const positions = fractions.map((q) => start * (1 - q) + q * end);
  const surplusAt = measureSurplus(
    chain,
    { outer: outerFrom, inner: innerFrom },
    {
      scale: (scale * chain.unit) / body.unit,
      positions,
    },
  );
  const outerEdge = drawEdge(plan, chain, { positions, side: 1, surplusAt });
  const [armpitAt, innerEnd] = spanInner({
    arm: chain.arm,
    sleeve: side.sleeve,
    unit: body.unit,
    scale,
    armpit,
    end,
  });
  // what lies above the armpit is left out below
  const innerStart = Math.max(start, ARMPIT_CHAIN, innerEnd + (armpitAt - innerEnd) / (1 - LEFT_OUT));
  const innerEdge = drawEdge(plan, chain, {
    positions: fractions.map((q) => innerStart * (1 - q) + q * innerEnd),
    side: -1,
    surplusAt,
  });
  const outerTo =
    plan.bareTip === undefined
      ? resamplePolyline(leadOver(plan, chain, outerEdge), SAMPLES)
      : sampleOuter([shoulder, ...outerEdge], SAMPLES, outerEdge[0]);
  const freeInner = resamplePolyline([armpit, ...innerEdge.slice(LEFT_OUT * SAMPLES)], SAMPLES);
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
  const ladder = { outerFrom, innerFrom, outerTo, innerTo };
  return {
    anchors,
    place: (from) => placeBetween(ladder, from),
    edges: { outer: outerTo, inner: innerTo, end, cuff: [outerFrom.at(-1)!, innerFrom.at(-1)!] },
  };
}
