import {
  legAxis,
  legOutward,
  legRadius,
  placeOnLeg,
  type LegChain,
  type LegPlace,
} from "../fit/leg-chain.js";
import type { SideName } from "../fit/arm-chain.js";
import { partAt, type LowerFrame } from "../fit/worn-lower.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";
import { legEdgesAt, traceLegOutline, usualHalf, type LegOutline } from "./bared-leg-outline.js";

/** Below this place of the chain lies the ankle, which a shoe may hide in part. */
export const ANKLE = 1.85;
/** Outlines are read from here on. */
const CAP_FROM = 0.4;
/** The person's outline is looked for by such steps of the chain, out to so many usual half widths; nearer than the last of them the bones lie beside the leg. */
const CAP_STEP = 0.04;
const CAPS = 48;
const CAP_REACH = 1.6;
const CAP_MIN = 0.3;
/** Just above bare skin a slanted hem is no outline. */
const HEM_SLANT = 0.12;

/** How far out from its bones a leg may reach in px, at chain positions from {@link CAP_FROM} by {@link CAP_STEP}. */
interface LegCaps {
  readonly outer: readonly number[];
  readonly inner: readonly number[];
}

/** Bare legs of a person: those that show, and how they go on under what is worn. */
export interface BaredLegs {
  readonly legs: Readonly<Record<SideName, LegChain>>;
  readonly outlines: Readonly<Record<SideName, LegOutline>>;
  readonly caps: Readonly<Record<SideName, LegCaps>>;
}

/** Where a pixel lies on the nearer of two bared legs. */
export interface BaredLegPlace {
  readonly side: SideName;
  /** Chain position. */
  readonly at: number;
  /** Place across the leg: -1 on its inner outline, 1 on its outer one. */
  readonly across: number;
}

/** Distance from a leg's bones to the worn garment's outline along it, smooth: no bare leg is wider than what is worn over it. */
function measureCaps({ person }: LowerFrame, leg: LegChain, from: number): LegCaps {
  const read = (sign: 1 | -1): number[] => {
    const raw = Array.from({ length: CAPS }, (_, k) => {
      const at = CAP_FROM + k * CAP_STEP;
      const axis = legAxis(leg, at);
      const out = legOutward(leg, at);
      const reach = CAP_REACH * usualHalf(leg, at);
      if (at > from - HEM_SLANT) return Infinity;
      let last: number | null = null;
      for (let d = 0; d < reach; d++) {
        const part = partAt(person, along(axis, out, sign * d));
        if (part === PART.background)
          return last !== PART.lower || d < CAP_MIN * usualHalf(leg, at) ? Infinity : d;
        last = part;
      }
      return Infinity;
    });
    const window = (list: readonly number[], k: number): number[] => list.slice(Math.max(0, k - 2), k + 3);
    const least = raw.map((_, k) => Math.min(...window(raw, k)));
    return least.map((_, k) => {
      const near = window(least, k);
      return near.reduce((sum, v) => sum + v, 0) / near.length;
    });
  };
  return { outer: read(1), inner: read(-1) };
}

export function measureLegs(frame: LowerFrame): BaredLegs {
  const outlines = { left: traceLegOutline(frame, "left"), right: traceLegOutline(frame, "right") };
  return {
    legs: frame.legs,
    outlines,
    caps: {
      left: measureCaps(frame, frame.legs.left, outlines.left.from),
      right: measureCaps(frame, frame.legs.right, outlines.right.from),
    },
  };
}

function capAt(caps: readonly number[], at: number): number {
  const f = Math.min(CAPS - 1.001, Math.max(0, (at - CAP_FROM) / CAP_STEP));
  const k = Math.floor(f);
  const [from, to] = [caps[k]!, caps[k + 1]!];
  return from === Infinity || to === Infinity ? Math.min(from, to) : from + (to - from) * (f - k);
}

/** Signed place across a leg between its own outlines. */
function placeAcross({ legs, outlines, caps }: BaredLegs, side: SideName, place: LegPlace): number {
  const { at, across } = place;
  const leg = legs[side];
  const edges = legEdgesAt(leg, outlines[side], at);
  const outer = Math.min(edges.outer, capAt(caps[side].outer, at));
  const inner = Math.max(edges.inner, -capAt(caps[side].inner, at));
  const distance = across * legRadius(leg, at, across > 0 ? 1 : -1);
  return (2 * distance - outer - inner) / Math.max(1, outer - inner);
}

/** The place of (x, y) of the photo on the leg whose middle is nearer, in its own radii. */
export function placeOnBaredLeg(bared: BaredLegs, x: number, y: number): BaredLegPlace {
  const { legs } = bared;
  const left = placeOnLeg(legs.left, x, y);
  const right = placeOnLeg(legs.right, x, y);
  const [l, r] = [placeAcross(bared, "left", left), placeAcross(bared, "right", right)];
  return Math.abs(l) < Math.abs(r)
    ? { side: "left", at: left.at, across: l }
    : { side: "right", at: right.at, across: r };
}
