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
import { interpolateTable } from "../kernels/interpolate-table.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";

/** Range of a person's leg over the usual one, and how far along the chain it tells about the hidden part. */
const BUILD_MIN = 0.4;
const BUILD_MAX = 1.5;
const BUILD_REACH = 0.8;
/** ... unless it begins below this place, where a shoe may hide part of its width. */
export const ANKLE = 1.85;
const ANKLE_MIN = 0.85;
/** How far its middle may lie from the bones, in usual half widths. */
const ASIDE_MAX = 1.2;
/** Bare leg is looked for from here on by such steps of the chain; so many with skin, one after the other, are a leg. */
const BUILD_FROM = 0.4;
const BUILD_STEP = 0.02;
const BUILD_STEPS = 100;
const BUILD_RUN = 4;
/** Out to so many usual half widths from the bones, and at least this wide. */
const RUN_REACH = 2.5;
const RUN_MIN = 0.15;
/** The person's outline is looked for by such steps of the chain, out to so many usual half widths; nearer than the last of them the bones lie beside the leg. */
const CAP_STEP = 0.04;
const CAPS = 48;
const CAP_REACH = 1.6;
const CAP_MIN = 0.3;

/** How the person's bare leg lies about its bones, from where on it shows. */
export interface LegBuild {
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
export function measureBuild(frame: LowerFrame, leg: LegChain): LegBuild {
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
  const least = runs[first]!.at > ANKLE ? ANKLE_MIN : BUILD_MIN;
  const median = (values: readonly number[]): number => values.toSorted((x, y) => x - y)[values.length >> 1]!;
  return {
    from: runs[first]!.at,
    middle: Math.min(ASIDE_MAX, Math.max(-ASIDE_MAX, median(shown.map(({ middle }) => middle)))),
    half: Math.min(BUILD_MAX, Math.max(least, median(shown.map(({ half }) => half)))),
  };
}

/** How far out from its bones a leg may reach in px, at chain positions from {@link BUILD_FROM} by {@link CAP_STEP}. */
interface LegCaps {
  readonly outer: readonly number[];
  readonly inner: readonly number[];
}

/** Bare legs of a person: those that show, and how they go on under what is worn. */
export interface BaredLegs {
  readonly legs: Readonly<Record<SideName, LegChain>>;
  readonly build: Readonly<Record<SideName, LegBuild>>;
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

/** Distance from a leg's bones to the person's outline along it, smooth: no bare leg is wider than what is worn over it. */
function measureCaps({ person }: LowerFrame, leg: LegChain): LegCaps {
  const read = (sign: 1 | -1): number[] => {
    const raw = Array.from({ length: CAPS }, (_, k) => {
      const at = BUILD_FROM + k * CAP_STEP;
      const axis = legAxis(leg, at);
      const out = legOutward(leg, at);
      const reach = CAP_REACH * usualHalf(leg, at);
      for (let d = 0; d < reach; d++)
        if (partAt(person, along(axis, out, sign * d)) === PART.background)
          return d < CAP_MIN * usualHalf(leg, at) ? Infinity : d;
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
  const { left, right } = frame.legs;
  return {
    legs: frame.legs,
    build: { left: measureBuild(frame, left), right: measureBuild(frame, right) },
    caps: { left: measureCaps(frame, left), right: measureCaps(frame, right) },
  };
}

function capAt(caps: readonly number[], at: number): number {
  const f = Math.min(CAPS - 1.001, Math.max(0, (at - BUILD_FROM) / CAP_STEP));
  const k = Math.floor(f);
  const [from, to] = [caps[k]!, caps[k + 1]!];
  return from === Infinity || to === Infinity ? Math.min(from, to) : from + (to - from) * (f - k);
}

/** Signed place across a leg between its own outlines, which tend to the usual ones away from where it shows. */
function placeAcross({ legs, build: builds, caps }: BaredLegs, side: SideName, place: LegPlace): number {
  const { at, across } = place;
  const [leg, build] = [legs[side], builds[side]];
  const near = Math.max(0, 1 - Math.abs(at - build.from) / BUILD_REACH);
  const ease = near * near * (3 - 2 * near);
  const middle = ease * build.middle * usualHalf(leg, at);
  const wide = 1 + (build.half - 1) * ease;
  const outer = Math.min(middle + wide * legRadius(leg, at, 1), capAt(caps[side].outer, at));
  const inner = Math.max(middle - wide * legRadius(leg, at, -1), -capAt(caps[side].inner, at));
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

/**
 * Brightness across a leg, -1 on its inner edge and 1 on its outer one, and along it, of its lighter parts': medians of 16 bare legs in the
 * evaluation set. A leg is far evener than an arm: only its edges and the hollow about the kneecap are darker.
 */
const LEG_SHADE: readonly (readonly [number, number])[] = [
  [-1, 0.8],
  [-0.9, 0.87],
  [-0.7, 0.92],
  [-0.4, 0.96],
  [0, 0.98],
  [0.4, 1],
  [0.7, 0.98],
  [0.9, 0.93],
  [1, 0.85],
];
const KNEE_SHADE: readonly (readonly [number, number])[] = [
  [0.72, 1],
  [0.85, 0.97],
  [0.95, 0.94],
  [1.05, 0.9],
  [1.1, 0.94],
  [1.2, 1],
];
/** Share of that at the middle of the leg, which the kneecap's own light meets. */
const KNEE_MIDDLE = 0.5;

/** Brightness of a leg at a place over its lighter parts'. */
export function shadeLeg({ at, across }: Pick<BaredLegPlace, "at" | "across">): number {
  const held = Math.min(1, Math.max(-1, across));
  const knee = (KNEE_MIDDLE + (1 - KNEE_MIDDLE) * Math.abs(held)) * (1 - interpolateTable(KNEE_SHADE, at));
  return interpolateTable(LEG_SHADE, held) * (1 - knee);
}
