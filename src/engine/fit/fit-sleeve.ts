import type { Point } from "../image.js";
import type { GarmentSide, Sleeve } from "../garment/types.js";
import { distance, lerpPoint, polylineLength, resamplePolyline } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { PIECE, type Anchor, type Piece } from "../warp/types.js";
import { armAxis, armChain, armOutward, armRadius, chainPosition, type ArmChain } from "./arm-chain.js";
import { along, type BodyFrame, type SideName } from "./body-frame.js";

export interface SleeveFit {
  readonly anchors: readonly Anchor[];
  readonly place: (from: Point) => Point;
}

const SAMPLES = 9;
/** Part of a sleeve's flat width that a tube of cloth shows when it hangs round an arm. */
const HANGING_SLEEVE = 0.8;
/** Where the inner edge begins on the chain: the armpit. */
const ARMPIT_CHAIN = 0.3;
/** A sleeve that ends within this range of the chain is a long one: its cuff goes to the wrist. */
const LONG_FROM = 1.72;
const WRIST_CHAIN = 2.03;
/** A sleeve bunches: it reaches less far down the arm than it is long; fitted on the evaluation set. */
const SLEEVE_SLACK = 0.9;
/** Sum of the distances from the joint to where outer and inner edge begin, down the arm, in units. */
const ARMHOLE_OFFSET = 0.185;
const STRONG = 20;
/** Share of the surplus that stands off the arm's outer side; the rest hangs below. */
const SURPLUS_OUTSIDE = 0.3;
const CLOTH_OVER_ARM = 1.05;

/** How far beyond the usual radius an arm's outline is believed, bare and in cloth. */
const BARE_LIMIT = 2.2;
const CLOTHED_LIMIT = 1.7;
const RADIUS_MIN = 0.6;
const SKIN: readonly number[] = [PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand, PART.neck];

/**
 * Distance from the arm's axis to the edge of the arm in a direction: to the background, or for a bare arm to whatever is not
 * its skin. 0 where the photo does not tell.
 */
function measureRadius(person: PersonAnalysis, from: Point, direction: Point, prior: number): number {
  const start = partAt(person, from);
  const isBare = start !== null && SKIN.includes(start);
  const limit = prior * (isBare ? BARE_LIMIT : CLOTHED_LIMIT);
  for (let d = 1; d < limit; d++) {
    const part = partAt(person, along(from, direction, d));
    if (part === null) return 0;
    if (part === PART.background || (isBare && !SKIN.includes(part))) return d;
  }
  return 0;
}

function partAt(person: PersonAnalysis, p: Point): number | null {
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
  return person.parts.data[y * person.width + x]!;
}

/** Half widths of sleeve cloth on both sides of the arm's axis at one place. `surplus` is cloth wider than the arm. */
function clothHalfWidths(
  person: PersonAnalysis,
  chain: ArmChain,
  at: number,
  surplus: number,
): { outer: number; inner: number } {
  const prior = armRadius(chain, at);
  const centre = armAxis(chain, at);
  const out = armOutward(chain, at);
  const outer = measureRadius(person, centre, out, prior);
  const inner = measureRadius(person, centre, { x: -out.x, y: -out.y }, prior);
  const believe = (measured: number): number => (measured > RADIUS_MIN * prior ? measured : prior);
  return {
    outer: believe(outer) * CLOTH_OVER_ARM + SURPLUS_OUTSIDE * surplus,
    inner: Math.min(believe(inner), 1.4 * prior) * CLOTH_OVER_ARM + (1 - SURPLUS_OUTSIDE) * surplus,
  };
}

/** Cloth wider than the arm at the cuff: it grows from nothing at the armhole. */
function cuffSurplus(chain: ArmChain, sleeve: Sleeve, scale: number, end: number): number {
  const cuff = distance(sleeve.outer[sleeve.outer.length - 1]!, sleeve.inner[sleeve.inner.length - 1]!);
  return Math.max(0, HANGING_SLEEVE * scale * cuff - 2 * CLOTH_OVER_ARM * armRadius(chain, end));
}

function sleeveEnd(chain: ArmChain, sleeve: Sleeve, scale: number): number {
  const length = SLEEVE_SLACK * scale * 0.5 * (polylineLength(sleeve.outer) + polylineLength(sleeve.inner)) + 0.5 * ARMHOLE_OFFSET * chain.unit;
  const end = chainPosition(chain, length);
  return end > LONG_FROM ? WRIST_CHAIN : end;
}

export interface SleevePlan {
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly name: SideName;
  readonly side: GarmentSide & { readonly sleeve: Sleeve };
  readonly scale: number;
  /** Where the torso's fit puts shoulder end and armpit: the sleeve begins there. */
  readonly shoulder: Point;
  readonly armpit: Point;
}

/** Lays a sleeve along the arm: its outer edge on the arm's outline, its surplus width below. */
export function fitSleeve(plan: SleevePlan): SleeveFit {
  const { person, body, name, side, scale, shoulder, armpit } = plan;
  const piece: Piece = name === "left" ? PIECE.leftSleeve : PIECE.rightSleeve;
  const chain = armChain(body, name);
  const end = sleeveEnd(chain, side.sleeve, scale);
  const surplus = cuffSurplus(chain, side.sleeve, scale, end);
  const outerFrom = resamplePolyline(side.sleeve.outer, SAMPLES);
  const innerFrom = resamplePolyline(side.sleeve.inner, SAMPLES);
  const outerTo: Point[] = [];
  const innerTo: Point[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const q = i / (SAMPLES - 1);
    const atOuter = q * end;
    const atInner = ARMPIT_CHAIN * (1 - q) + q * end;
    const outer = along(
      armAxis(chain, atOuter),
      armOutward(chain, atOuter),
      clothHalfWidths(person, chain, atOuter, q * surplus).outer,
    );
    const inner = along(
      armAxis(chain, atInner),
      armOutward(chain, atInner),
      -clothHalfWidths(person, chain, atInner, q * surplus).inner,
    );
    // both edges leave the torso where the torso's fit ends
    const blend = Math.max(0, 1 - 3 * q);
    outerTo.push(lerpPoint(outer, shoulder, blend));
    innerTo.push(lerpPoint(inner, armpit, blend));
  }
  const anchors = [
    ...outerFrom.map((from, i) => ({ piece, from, to: outerTo[i]!, weight: STRONG })),
    ...innerFrom.map((from, i) => ({ piece, from, to: innerTo[i]!, weight: STRONG })),
  ];
  return { anchors, place: placeBetween(outerFrom, innerFrom, outerTo, innerTo) };
}

/** Maps a point by the nearest rung of the ladder that the two edges form. */
function placeBetween(
  outerFrom: readonly Point[],
  innerFrom: readonly Point[],
  outerTo: readonly Point[],
  innerTo: readonly Point[],
): (from: Point) => Point {
  return (from) => {
    let best = Infinity;
    let result = outerTo[0]!;
    for (let k = 0; k <= 4 * (SAMPLES - 1); k++) {
      const i = Math.min(SAMPLES - 2, k >> 2);
      const f = k / 4 - i;
      const a = lerpPoint(outerFrom[i]!, outerFrom[i + 1]!, f);
      const b = lerpPoint(innerFrom[i]!, innerFrom[i + 1]!, f);
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const u = ((from.x - a.x) * dx + (from.y - a.y) * dy) / (dx * dx + dy * dy || 1);
      const d = Math.hypot(a.x + u * dx - from.x, a.y + u * dy - from.y);
      if (d >= best) continue;
      best = d;
      const limited = Math.min(1.3, Math.max(-0.3, u));
      result = lerpPoint(
        lerpPoint(outerTo[i]!, outerTo[i + 1]!, f),
        lerpPoint(innerTo[i]!, innerTo[i + 1]!, f),
        limited,
      );
    }
    return result;
  };
}
